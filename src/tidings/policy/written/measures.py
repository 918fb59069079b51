"""Measures: whether each number of a claim is given by what it cites, and of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tidings.policy.reading.amounts import Quantity
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.quantities import pairs
from tidings.policy.reading.reading import Sentence
from tidings.policy.written.ties import Tie, tie_of_number

# What an amount of another sentence must have more in common with the claim to be meant instead of this one;
# of two dates, either is meant where it has more.
_MARGIN = 1
_HALF = 50
# What stands between some and the whole they are of: пять членов совета из семи.
_OF = re.compile(r"^[^,;:.()]{0,40}?\b(?:of|из)\b[^,;:.()]{0,20}$", re.IGNORECASE)


def unmet_number(part: Sentence, passage: Passage) -> tuple[str, str] | None:
    """The first number, score, range or code of a claim that the passage has not, or has of another thing.

    With it, the passage's own number of that thing, where it has one.
    """
    given = frozenset[tuple[int, int]]().union(*(_pairs_given(sentence) for sentence in passage.sentences))
    score = next((score for score in sorted(pairs(part.text) - given)), None)
    if score is not None:
        return f"{score[0]}–{score[1]}", ""
    code = next((code for code in sorted(part.loose_codes - passage.codes) if not pairs(code)), None)
    if code is not None:
        return code, ""
    unmet = next((item for item in part.quantities if not _is_given(part, item, passage)), None)
    return None if unmet is None else (part.written(unmet), _in_its_place(part, unmet, passage))


def _in_its_place(part: Sentence, quantity: Quantity, passage: Passage) -> str:
    """The number of the passage that is told of what the claim's is told of; nothing where none is."""
    claimed = _tie(part, quantity)
    rivals = [
        (claimed.kinship(_tie(sentence, cited)), sentence.written(cited))
        for sentence in passage.sentences
        for cited in sentence.quantities
        if quantity.is_of_kind(cited) and not quantity.agrees(cited)
    ]
    nearness, text = max(rivals, key=lambda rival: rival[0], default=(0, ""))
    return text if nearness else ""


def _pairs_given(sentence: Sentence) -> frozenset[tuple[int, int]]:
    """Pairs as written, and neighbouring numbers of a kind: from 5 to 7."""
    whole = [int(item.value) for item in sentence.quantities if item.value == int(item.value)]
    return pairs(sentence.text) | frozenset(pairwise(whole))


def _is_given(part: Sentence, quantity: Quantity, passage: Passage) -> bool:
    if is_folded(quantity, passage) or is_of_pair(part, quantity, passage):
        return True
    claimed = _tie(part, quantity)
    same, rivals = [], []
    for number, sentence in enumerate(passage.sentences):
        for cited in sentence.quantities:
            if passage.gives(quantity, cited) and _is_counted_so(part, quantity, cited, passage):
                same.append((number, _tie(sentence, cited)))
            elif quantity.is_rivalled_by(cited):
                rivals.append((number, _tie(sentence, cited)))
    # Where no rival has anything in common with the claim, the figure is meant wherever it stands.
    alone = not any(claimed.nearness(tie) for _, tie in rivals)
    met = [(number, tie) for number, tie in same if alone or _is_about(part, passage, number)]
    if not met:
        return quantity.is_article and all(claimed.closeness(tie) <= _MARGIN for _, tie in rivals)
    margin = _MARGIN if quantity.is_amount else 0
    return any(not _is_outdone(claimed, tie, number, rivals, margin) for number, tie in met)


def is_folded(quantity: Quantity, passage: Passage) -> bool:
    """Whether a passage says that something doubled, or halved, of which the claim says twice, or half."""
    if quantity.unit == "percent":
        return quantity.value == _HALF and passage.is_halved
    return quantity.unit == "times" and quantity.value in passage.folds


def is_of_pair(part: Sentence, quantity: Quantity, passage: Passage) -> bool:
    """Whether a number is one of "five of seven", and the passage has the pair, whatever stands between."""
    return any(
        quantity in (some, whole) and any(_has_pair(sentence, some, whole) for sentence in passage.sentences)
        for some, whole in _parts_of_wholes(part)
    )


def _parts_of_wholes(sentence: Sentence) -> Iterator[tuple[Quantity, Quantity]]:
    """Neighbouring bare numbers of which the first is some of the second: five of the board's seven."""
    for some, whole in pairwise(sentence.quantities):
        between = sentence.text[some.end : whole.start]
        if not some.unit and not whole.unit and _OF.search(between) and some.value < whole.value:
            yield some, whole


def _has_pair(sentence: Sentence, some: Quantity, whole: Quantity) -> bool:
    return any(some.agrees(one) and whole.agrees(other) for one, other in _parts_of_wholes(sentence))


def _is_counted_so(part: Sentence, quantity: Quantity, cited: Quantity, passage: Passage) -> bool:
    """Whether a number with no unit may be one with a unit: not when it counts what the passage has not."""
    following = part.word_at(quantity.end)
    if quantity.unit or not cited.is_measured or following is None:
        return True
    adjoins = part.text[quantity.end : following.token.start] in {" ", "-", "\u2011", "\u00a0"}
    return not adjoins or not following.is_content or passage.says(following)


def _is_about(part: Sentence, passage: Passage, number: int) -> bool:
    """Whether a sentence, or one beside it, is about anything that the claim is about."""
    around = passage.sentences[max(number - 1, 0) : number + 2]
    return not part.roots or any(not part.roots.isdisjoint(sentence.roots) for sentence in around)


def _is_outdone(claimed: Tie, tie: Tie, number: int, rivals: list[tuple[int, Tie]], margin: int) -> bool:
    """Whether another number of the kind is tied to what the claim says of this one more closely."""
    return any(
        claimed.nearness(rival) > claimed.nearness(tie)
        if number == its
        else claimed.kinship(rival) > claimed.kinship(tie) + margin
        for its, rival in rivals
    )


def _tie(sentence: Sentence, quantity: Quantity) -> Tie:
    within = [word.place for word in sentence.words if quantity.start <= word.token.start < quantity.end]
    following = sentence.word_at(quantity.end)
    first = within[0] if within else (following.place if following else len(sentence.words))
    return tie_of_number(sentence, first, within[-1] if within else first - 1)
