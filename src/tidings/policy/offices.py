"""Roles: who holds which office, former or acting, and who did what to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tidings.policy.lexicon import offices, roots
from tidings.policy.passage import Passage
from tidings.policy.proper_names import Name, names_in
from tidings.policy.reading import Sentence, Word

_QUALIFIERS = ("former", "acting", "deputy", "next")
# How far before an office its qualifier stands: "former long-time deputy minister".
_BEFORE = 3
# How far from an office its holder is named: "minister of transport Elena Markova".
_HOLDER = 5
_OTHER_CLAUSE = 2


@dataclass(frozen=True, slots=True)
class Held:
    """An office as a sentence gives it."""

    office: str
    qualifiers: frozenset[str]
    sentence: Sentence
    place: int


def differing_office(claimed: Sentence, passage: Passage) -> Held | None:
    """The first office of a claim that the passage does not give, or gives otherwise, or to others."""
    cited = [held for sentence in passage.sentences for held in _held(sentence)]
    return next((held for held in _held(claimed) if not _is_given(held, cited, passage)), None)


def _is_given(held: Held, cited: list[Held], passage: Passage) -> bool:
    same = [other for other in cited if other.office == held.office]
    for name in _holders(held):
        places = passage.names.find(name)
        own = [other for other in same if _is_held_by(other, places, passage)]
        own = own or [other for other in same if _is_near(other, places, passage)]
        if own:
            return any(other.qualifiers == held.qualifiers for other in own)
        if any(_is_near(other, places, passage) for other in cited if other.office != held.office):
            return False
    return any(other.qualifiers == held.qualifiers for other in same)


def _is_held_by(held: Held, places: frozenset[tuple[int, int]], passage: Passage) -> bool:
    """Whether the nearest name to an office stands at one of these places."""
    here = {place for number, place in places if passage.sentences[number] is held.sentence}
    return any(not here.isdisjoint(word.place for word in name.words) for name in _holders(held))


def _is_near(held: Held, places: frozenset[tuple[int, int]], passage: Passage) -> bool:
    return any(
        passage.sentences[number] is held.sentence and abs(place - held.place) <= _HOLDER
        for number, place in places
    )


def _holders(held: Held) -> Iterator[Name]:
    """The name nearest to the office, if it is near enough to be its holder's."""
    near = [(_distance(held, name), name) for name in names_in(held.sentence)]
    yield from (name for distance, name in sorted(near, key=lambda pair: pair[0])[:1] if distance <= _HOLDER)


def _distance(held: Held, name: Name) -> int:
    """Words between an office and a name; one in another clause must be right beside: Markova, the mayor."""
    gap = min(abs(word.place - held.place) for word in name.words)
    own = held.sentence.words[held.place].clause
    return gap if name.clause == own else gap + _OTHER_CLAUSE


def _held(sentence: Sentence) -> Iterator[Held]:
    known = offices(sentence.lang)
    for word in sentence.words:
        for part in _parts(word):
            if part in known:
                yield Held(known[part], _qualifiers(sentence, word), sentence, word.place)
                break


def _parts(word: Word) -> Iterator[str]:
    """The root of a word, and of the last part of a compound: экс-министр."""
    yield word.root
    if "-" in word.token.norm:
        yield word.root.rpartition("-")[2]


def _qualifiers(sentence: Sentence, office: Word) -> frozenset[str]:
    nearby = sentence.words[max(0, office.place - _BEFORE) : office.place]
    found = {word.root for word in nearby if word.clause == office.clause}
    prefix = office.token.norm.rpartition("-")[0]
    following = sentence.words[office.place + 1 : office.place + 2]
    found |= {part for part in prefix.split("-") if part} | {
        word.root for word in following if _is_next(word, sentence)
    }
    return frozenset(
        kind for kind in _QUALIFIERS if not found.isdisjoint(roots("offices", f"{kind}_{sentence.lang}"))
    )


def _is_next(word: Word, sentence: Sentence) -> bool:
    """President-elect, or president elect."""
    return word.root in roots("offices", f"next_{sentence.lang}")
