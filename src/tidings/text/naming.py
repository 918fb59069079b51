"""Naming: whether a text names a subject, whatever the inflection or order of its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from tidings.text.tokens import Token, fold, further_stem, stem, tokenize

# A quote is hardly longer. The same sentences of a few articles are asked for every subject of an answer, and
# once more when they prove it: 2,048 of them with their stems are some 8 MB.
_SHORT = 300

# The stems a text must hold, all of them, to name one thing.
Subject = frozenset[str]


def subject_of(words: str, lang: str) -> Subject:
    """The stems of `words`, stop words included; each word is stemmed in its own language."""
    return frozenset(stem(token.norm, lang) for token in tokenize(words))


def asked_stems(query: str, lang: str) -> Subject:
    """The stems of a query's words, with those of their other forms where they are stemmed otherwise."""
    further = (further_stem(token.norm, lang) for token in tokenize(query))
    return subject_of(query, lang) | {stem for stem in further if stem is not None}


def stems_in(tokens: Iterable[Token], lang: str) -> Iterator[str]:
    """Stems of tokens as they are, and of the parts of a compound."""
    for token in tokens:
        yield stem(token.norm, lang)
        if "-" in token.norm:
            yield from (stem(fold(part), lang) for part in token.norm.split("-") if part)


def named(text: str, subjects: Iterable[Subject], lang: str) -> list[Subject]:
    """Those of `subjects` that the text names."""
    stems = _named_in(text, lang) if len(text) <= _SHORT else frozenset(stems_in(tokenize(text), lang))
    return [subject for subject in subjects if subject and subject <= stems]


@lru_cache(maxsize=2048)
def _named_in(text: str, lang: str) -> frozenset[str]:
    return frozenset(stems_in(tokenize(text), lang))
