"""Figures: whether a passage gives the numbers of a claim rendered in its language, and of the same things.

Word order is no guide across languages, so a word is held to belong to the nearest number of a kind: in
"3 dead, 12 injured" the dead are 3 in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tidings.policy.reading.amounts import CALENDAR, Quantity
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.quantities import pairs
from tidings.policy.reading.reading import Sentence
from tidings.policy.written.measures import is_folded, is_of_pair

# Words further off, in words, for each clause between them and the number.
_CLAUSE = 4.0
# What stands before a number is rather less what is counted than what follows as closely.
_BEFORE = 0.5
# Words of a claim that tell what its number is of, the nearest most.
_BESIDE = 3
_TELLING = 3
# How much more than a number's second word another number must have of what stands beside it in the claim.
_MARGIN = 2


def unmet_figure(part: Sentence, passage: Passage) -> tuple[str, str] | None:
    """The first number, score or code of a claim that the passage has not, or has of another thing.

    With it, the passage's own number of that thing, where it has one.
    """
    scores = frozenset[tuple[int, int]]().union(*(_scores(sentence) for sentence in passage.sentences))
    score = next((score for score in sorted(pairs(part.text) - scores)), None)
    if score is not None:
        return f"{score[0]}–{score[1]}", ""
    given = {_digits(code) for code in passage.codes}
    codes = (code for code in sorted(part.loose_codes) if not pairs(code))
    code = next((code for code in codes if _digits(code) not in given), None)
    if code is not None:
        return code, ""
    unmet = next((item for item in part.quantities if not _is_given(part, item, passage)), None)
    return None if unmet is None else (part.written(unmet), _in_its_place(part, unmet, passage))


def _in_its_place(part: Sentence, quantity: Quantity, passage: Passage) -> str:
    """The number of the passage that is told of what the claim's is told of; nothing where none is."""
    counted = _counted(part, quantity, _BESIDE)
    rivals = [
        (
            sum(counted.get(key, 0) for key in _counted(sentence, cited, len(sentence.words))),
            sentence.written(cited),
        )
        for sentence in passage.sentences
        for cited in sentence.quantities
        if quantity.is_of_kind(cited) and not quantity.agrees(cited)
    ]
    common, text = max(rivals, key=lambda rival: rival[0], default=(0, ""))
    return text if common else ""


def _digits(code: str) -> str:
    """A code without its letters, which the other alphabet spells otherwise: Polyus-2, Полюс-2."""
    return "".join(char for char in code if not char.isalpha()).strip("-")


def _scores(sentence: Sentence) -> frozenset[tuple[int, int]]:
    whole = [int(item.value) for item in sentence.quantities if item.value == int(item.value)]
    return pairs(sentence.text) | frozenset(pairwise(whole))


def _is_given(part: Sentence, quantity: Quantity, passage: Passage) -> bool:
    if is_folded(quantity, passage) or is_of_pair(part, quantity, passage):
        return True
    counted = _counted(part, quantity, _BESIDE)
    same, rivals = -1, -1
    for sentence in passage.sentences:
        for cited in sentence.quantities:
            common = sum(counted.get(key, 0) for key in _counted(sentence, cited, len(sentence.words)))
            if passage.gives(quantity, cited):
                same = max(same, common)
            elif quantity.is_of_kind(cited) and (quantity.unit == CALENDAR) == (cited.unit == CALENDAR):
                rivals = max(rivals, common)
    if same < 0 and quantity.value == 1 and not quantity.unit:
        # "Another" is one more in Russian; a one that is a number has others beside the same words.
        return rivals <= 0
    return same >= 0 and rivals <= same + _MARGIN


def _counted(sentence: Sentence, quantity: Quantity, most: int) -> dict[str, int]:
    """The `most` marks nearest to a number, unless nearer to another of its kind, and what each tells."""
    kind = [item for item in sentence.quantities if item.is_of_kind(quantity) or quantity.is_of_kind(item)]
    near = [
        (key[0].isdigit(), _distance(sentence, place, item), key)
        for key, place in _marks(sentence, kind)
        if (item := min(kind, key=lambda one: _distance(sentence, place, one))) is quantity
    ]
    return {key: max(_TELLING - rank, 1) for rank, (*_, key) in enumerate(sorted(near)[:most])}


def _marks(sentence: Sentence, kind: Sequence[Quantity]) -> Iterator[tuple[str, int]]:
    """What may belong to a number: the telling words, names among them, and the numbers of other kinds."""
    named = {word.place for name in names_in(sentence) for word in name.words}
    for word in sentence.words:
        if word.place in named or word.is_content:
            yield word.root, word.place
    for item in sentence.quantities:
        if item not in kind:
            yield f"{item.value:g} {item.unit}", _place(sentence, item)


def _distance(sentence: Sentence, place: int, item: Quantity) -> float:
    there = _place(sentence, item)
    gap = place - there if place > there else there - place + _BEFORE
    return gap + _CLAUSE * abs(_clause(sentence, place) - _clause(sentence, there))


def _place(sentence: Sentence, item: Quantity) -> int:
    word = sentence.word_at(item.start)
    return word.place if word is not None else len(sentence.words)


def _clause(sentence: Sentence, place: int) -> int:
    return sentence.words[min(place, len(sentence.words) - 1)].clause
