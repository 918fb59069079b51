"""Portfolios: what an office is of, as in minister of defence, finance director, министр связи."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tidings.policy.reading.kinship import is_akin
from tidings.policy.reading.lexicon import offices, roots
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Sentence, Word
from tidings.text.morphology import readings

# Words of an office's own that stand beside it: "foreign trade minister", "министр внутренних дел".
_MOST = 2
# How far from an office the name of who holds it stands.
_HOLDER = 6
# Sentences whose offices are kept: those of some twenty answers.
_REMEMBERED = 1024
_KINDS = ("former", "acting", "deputy", "next")


@dataclass(frozen=True, slots=True)
class Portfolio:
    """An office with what it is of, as roots, and where it stands."""

    office: str
    of: frozenset[str]
    place: int


def differing_portfolio(claimed: Sentence, passage: Passage) -> Portfolio | None:
    """The first office of a claim that is of something else there, of the same holder where he is named."""
    found = (item for item in portfolios(claimed) if item.of)
    return next((item for item in found if _is_another(item, claimed, passage)), None)


@lru_cache(maxsize=_REMEMBERED)
def portfolios(sentence: Sentence) -> tuple[Portfolio, ...]:
    """The offices of a sentence with what they are of."""
    known = offices(sentence.lang)
    named = {word.place for name in names_in(sentence) for word in name.words}
    return tuple(
        Portfolio(known[word.root], frozenset(other.root for other in _of(word, sentence, named)), word.place)
        for word in sentence.words
        if word.root in known and word.place not in named
    )


def _is_another(item: Portfolio, claimed: Sentence, passage: Passage) -> bool:
    same = [
        (sentence, other)
        for sentence in passage.sentences
        for other in portfolios(sentence)
        if other.office == item.office and other.of
    ]
    holders = list(_holders(item, claimed, passage))
    if _is_of_department(item, claimed.lang) and _holds_other(item, holders, passage):
        return True
    own = [other for sentence, other in same if _is_near(other, sentence, holders)]
    judged = own or [other for _, other in same]
    return bool(judged) and not any(_is_same(item.of, other.of) for other in judged)


def _is_of_department(item: Portfolio, lang: str) -> bool:
    return not item.of.isdisjoint(roots("offices", f"departments_{lang}"))


def _holds_other(item: Portfolio, holders: list[tuple[Sentence, int]], passage: Passage) -> bool:
    """Whether the holder has the office there, and not of that department: chief executive, finance chief."""
    own = [
        other
        for sentence in passage.sentences
        for other in portfolios(sentence)
        if other.office == item.office and _is_near(other, sentence, holders)
    ]
    return bool(own) and not any(_is_same(item.of, other.of) for other in own)


def _is_same(claimed: frozenset[str], cited: frozenset[str]) -> bool:
    return any(root == other or is_akin(root, other) for root in claimed for other in cited)


def _holders(item: Portfolio, claimed: Sentence, passage: Passage) -> Iterator[tuple[Sentence, int]]:
    """Where the passage names whoever stands nearest to the office in the claim."""
    near = [(min(abs(word.place - item.place) for word in name.words), name) for name in names_in(claimed)]
    for distance, name in sorted(near, key=lambda pair: pair[0])[:1]:
        if distance <= _HOLDER:
            yield from ((passage.sentences[number], place) for number, place in passage.names.find(name))


def _is_near(other: Portfolio, sentence: Sentence, holders: list[tuple[Sentence, int]]) -> bool:
    return any(said is sentence and abs(place - other.place) <= _HOLDER for said, place in holders)


def _of(office: Word, sentence: Sentence, named: set[int]) -> Iterator[Word]:
    """The words that say what an office is of; those that say whether it still is one are left out."""
    kinds = frozenset[str]().union(*(roots("offices", f"{kind}_{sentence.lang}") for kind in _KINDS))
    found = _russian(office, sentence) if sentence.lang == "ru" else _english(office, sentence)
    for word in found:
        if word.place not in named and word.root not in kinds and word.root not in offices(sentence.lang):
            yield word


def _english(office: Word, sentence: Sentence) -> Iterator[Word]:
    """Nouns before it, or after "of" or "for"."""
    for word in reversed(sentence.words[max(0, office.place - _MOST) : office.place]):
        if not word.is_content or word.clause != office.clause:
            break
        yield word
    after = sentence.words[office.place + 1 : office.place + 2 + _MOST]
    if after and after[0].token.norm in {"of", "for"}:
        yield from (word for word in after[1:] if word.is_content)


def _russian(office: Word, sentence: Sentence) -> Iterator[Word]:
    """The adjective before it, and the genitives after it."""
    before = sentence.words[max(0, office.place - 1) : office.place]
    yield from (word for word in before if _tag(word, "POS") == "ADJF" and word.is_content)
    for word in sentence.words[office.place + 1 : office.place + 1 + _MOST]:
        if word.clause != office.clause or _tag(word, "case") != "gent":
            return
        yield word


def _tag(word: Word, name: str) -> str:
    tags = [str(getattr(reading.tag, name)) for reading in readings(word.token.norm)]
    return "gent" if name == "case" and "gent" in tags else tags[0]
