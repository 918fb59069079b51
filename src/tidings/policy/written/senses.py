"""Senses: which words of news say one thing, and which outcomes a claim may not have of its own making."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from tidings.policy.reading.lexicon import alphabet_language, root
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Bearing, Sentence, Word

# How far from the first word of a phrase its last may stand: stepped quietly down.
_REACH = 3
# What has not come about, or not yet.
_UNCERTAIN = Bearing.NEGATED | Bearing.DENIED | Bearing.POSSIBLE | Bearing.FUTURE


class _Senses(NamedTuple):
    """Senses by the root of a word, and phrases by that of their first, each with the rest of it."""

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[tuple[str, str], ...]]


def unmet_outcome(part: Sentence, passage: Passage) -> Word | None:
    """The first word for what became of something for which the passage has neither itself nor its like.

    A word that says it by the way only ("hospital", of an injury) must stand beside what it is claimed of.
    """
    named = {word.place for name in names_in(part) for word in name.words}
    for word in part.words:
        own = frozenset() if word.place in named else _senses_of(word, part, "outcomes")
        if own and not passage.says(word) and not _is_met(word, own, part, passage):
            return word
    return None


def _is_met(word: Word, own: frozenset[str], part: Sentence, passage: Passage) -> bool:
    claimed = part.clause_roots(word.clause) | _named_roots(part, word.clause)
    is_plain = not (word.aimed | word.bearing) & _UNCERTAIN
    for sentence in passage.sentences:
        for other in sentence.words:
            if is_plain and other.aimed & _UNCERTAIN:
                continue
            if not own.isdisjoint(_senses_of(other, sentence, "outcomes")):
                return True
            is_beside = not claimed.isdisjoint(_around(sentence, other.clause))
            if is_beside and not own.isdisjoint(_senses_of(other, sentence, "outcomes", "wide")):
                return True
    return False


def _named_roots(sentence: Sentence, clause: int) -> frozenset[str]:
    return frozenset(word.root for name in names_in(sentence) if name.clause == clause for word in name.words)


def _around(sentence: Sentence, clause: int) -> frozenset[str]:
    """What a clause says, and the one before it, which often names what it is about."""
    return frozenset(word.root for word in sentence.content if word.clause in {clause - 1, clause})


def says_alike(word: Word, part: Sentence, passage: Passage) -> bool:
    """Whether the passage has another word that says the same as one of the claim."""
    own = {f"{kind} {sense}" for kind in ("outcomes", "synonyms") for sense in _senses_of(word, part, kind)}
    return bool(own) and any(not own.isdisjoint(_tight(sentence)) for sentence in passage.sentences)


def are_alike(one: Word, other: Word) -> bool:
    """Whether two single words say the same."""
    return not _single(one).isdisjoint(_single(other))


def are_alike_in(word: Word, sentence: Sentence, other: Word, its: Sentence) -> bool:
    """Whether two words say the same, each with what makes a phrase of it: put off, postponed."""
    return not senses_in(word, sentence).isdisjoint(senses_in(other, its))


@lru_cache(maxsize=16_384)
def senses_in(word: Word, sentence: Sentence) -> frozenset[str]:
    """What a word says in its sentence."""
    return frozenset(
        f"{kind} {sense}" for kind in ("outcomes", "synonyms") for sense in _senses_of(word, sentence, kind)
    )


@lru_cache(maxsize=16_384)
def _single(word: Word) -> frozenset[str]:
    lang = alphabet_language(word.token.norm)
    return frozenset(
        f"{kind} {sense}"
        for kind in ("outcomes", "synonyms")
        for sense in _known(kind, lang, "tight").words.get(word.root, ())
    )


def is_outcome(word: Word) -> bool:
    """Whether a word says what became of something, and is not only a thing."""
    return word.root in _known("outcomes", alphabet_language(word.token.norm), "tight").words


@cache
def _tight(sentence: Sentence) -> frozenset[str]:
    return frozenset(
        f"{kind} {sense}"
        for kind in ("outcomes", "synonyms")
        for word in sentence.words
        for sense in _senses_of(word, sentence, kind)
    )


def _senses_of(word: Word, sentence: Sentence, kind: str, width: str = "tight") -> frozenset[str]:
    known = _known(kind, alphabet_language(word.token.norm), width)
    found = known.words.get(word.root, frozenset[str]())
    for last, sense in known.phrases.get(word.root, ()):
        following = sentence.words[word.place + 1 : word.place + 1 + _REACH]
        if any(other.root == last for other in following):
            found |= {sense}
    return found


@cache
def _known(kind: str, lang: str, width: str) -> _Senses:
    words: dict[str, set[str]] = {}
    phrases: dict[str, list[tuple[str, str]]] = {}
    for sense, line in _lines(kind, lang):
        tight, _, loose = line.partition(":")
        for word in tight.split() if width == "tight" else (*tight.split(), *loose.split()):
            first, _, last = word.partition("_")
            if last:
                phrases.setdefault(root(first), []).append((root(last), sense))
            else:
                words.setdefault(root(word), set()).add(sense)
    return _Senses(_frozen(words.items()), {word: tuple(found) for word, found in phrases.items()})


def _frozen(found: Iterable[tuple[str, set[str]]]) -> Mapping[str, frozenset[str]]:
    return {word: frozenset(senses) for word, senses in found}


def _lines(kind: str, lang: str) -> Iterator[tuple[str, str]]:
    if kind == "outcomes":
        yield from ((sense, entry[lang]) for sense, entry in _table()[kind].items())
    else:
        yield from ((str(number), line) for number, line in enumerate(_table()[kind][lang]))


@cache
def _table() -> dict[str, Any]:
    text = files("tidings.policy").joinpath("tables", "senses.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
