"""Whose: whether what a claim says beside a name is told of that name, or rather of another."""

from __future__ import annotations

from collections.abc import Iterable

from tidings.policy.reading.kinship import is_akin
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import Name, names_in
from tidings.policy.reading.reading import Sentence
from tidings.policy.written.actors import is_circumstance
from tidings.policy.written.attributes import is_attribute

# What a sentence about somebody else must have of the claim to be the one that tells it.
_TELLING = 2
# And how much more than any sentence about the name itself: a word of a clause may stand anywhere.
_MORE = 1
# The clause of a name has so many words of its own, or all of the claim is asked.
_LEAST = 2
# A figure tells more of what a sentence is about than a word does.
_FIGURE = 2


def foreign_name(part: Sentence, passage: Passage) -> Name | None:
    """The first name of a claim whose clause is told best where somebody else is named and it is not."""
    names = names_in(part)
    found = {name: _places(name, passage) for name in names}
    own = {place for places in found.values() for place in places}
    for name in names:
        if is_circumstance(part, name) or is_attribute(part, name):
            continue
        mates = [other for other in names if other.clause == name.clause]
        about = {number for mate in mates for number, _ in found[mate]}
        # Who is named in a sentence may be "she" in the next.
        near = about | {number + 1 for number in about}
        others = set(range(len(passage.sentences))) - near
        foreign = [number for number in others if _names_another(passage.sentences[number], number, own)]
        mine = max(_shares(part, name, passage, near), default=0)
        best = max(_shares(part, name, passage, foreign), default=0)
        if best > mine + _MORE and best >= _TELLING:
            return name
    return None


def _places(name: Name, passage: Passage) -> frozenset[tuple[int, int]]:
    """Where a name is given, by its last word alone too: Adela Finch is "Finch" from the second time on."""
    found = passage.names.find(name)
    if not found or len(name.words) == 1 or name.key is not None:
        return found
    return found | passage.names.find(Name(name.words[-1:], None))


def _shares(part: Sentence, name: Name, passage: Passage, numbers: Iterable[int]) -> list[int]:
    """How much each of some sentences has of what a claim says of a name: its words and figures."""
    named = frozenset(word.root for one in names_in(part) for word in one.words)
    said = part.clause_roots(name.clause) - named
    whole = len(said) < _LEAST
    said = part.roots - named if whole else said
    figures = [
        item
        for item in part.quantities
        if whole or ((word := part.word_at(item.start)) is not None and word.clause == name.clause)
    ]
    count = len(passage.sentences)
    return [
        sum(_has(passage.sentences[number], root) for root in said)
        + _FIGURE
        * sum(any(item.agrees(cited) for cited in passage.sentences[number].quantities) for item in figures)
        for number in numbers
        if number < count
    ]


def _has(sentence: Sentence, root: str) -> bool:
    return root in sentence.roots or any(is_akin(root, other) for other in sentence.roots)


def _names_another(sentence: Sentence, number: int, own: set[tuple[int, int]]) -> bool:
    """Whether a sentence tells of somebody that the claim does not name; headlines name nobody."""
    return not sentence.is_headline and any(
        not is_circumstance(sentence, name) and all((number, word.place) not in own for word in name.words)
        for name in names_in(sentence)
    )
