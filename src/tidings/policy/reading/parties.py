"""Parties: who does something, to whom, and with what beside, as words that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from tidings.policy.reading.proper_names import names_in, trimmed
from tidings.policy.reading.reading import Sentence, Word
from tidings.text.stopwords import stop_words

# Sentences whose parties are kept: those of some twenty answers.
_REMEMBERED = 1024


class Deed(NamedTuple):
    """A verb with those who do it and those it is done to, as far as the sentence shows them.

    `beside` are those a preposition brings in: sued for damages, an attack on the port.
    """

    verb: Word
    doers: frozenset[str]
    targets: frozenset[str]
    beside: frozenset[str]


def deed_of(
    sentence: Sentence,
    verb: Word,
    doers: Iterable[Word],
    targets: Iterable[Word],
    beside: Iterable[Word] = (),
) -> Deed:
    """A deed by the words of its parties."""
    return Deed(verb, _keys(sentence, doers), _keys(sentence, targets), _keys(sentence, beside))


@lru_cache(maxsize=_REMEMBERED)
def party_keys(sentence: Sentence) -> tuple[str, ...]:
    """How each word is compared as a party: a name through its cases, another word by its root."""
    named = {word.place for name in names_in(sentence) for word in name.words}
    return tuple(trimmed(word.token.text) if word.place in named else word.root for word in sentence.words)


def is_counted(sentence: Sentence, word: Word) -> bool:
    """Whether a word is of a number."""
    return any(item.covers(word.token.start) for item in sentence.quantities)


def _keys(sentence: Sentence, party: Iterable[Word]) -> frozenset[str]:
    return frozenset(_key(sentence, word) for word in party if _tells(sentence, word))


def _key(sentence: Sentence, word: Word) -> str:
    return word.token.norm if word.place in _figures(sentence) else party_keys(sentence)[word.place]


def _tells(sentence: Sentence, word: Word) -> bool:
    return word.place in _figures(sentence) or word.token.norm not in stop_words(sentence.lang)


@lru_cache(maxsize=_REMEMBERED)
def _figures(sentence: Sentence) -> frozenset[int]:
    """The words that give an amount: "three", of whom one may be killed."""
    return frozenset(_places_of_amounts(sentence))


def _places_of_amounts(sentence: Sentence) -> Iterator[int]:
    amounts = [item for item in sentence.quantities if item.is_amount]
    return (word.place for word in sentence.words if any(item.covers(word.token.start) for item in amounts))
