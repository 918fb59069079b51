"""Things: what can be counted and which deeds exclude each other, by the words for them; from a table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from tidings.policy.reading.amounts import Quantity
from tidings.policy.reading.lexicon import root, units
from tidings.policy.reading.reading import Sentence, Word

_LANGS = ("en", "ru")
_SCOPES = ("fresh", "daily", "total", "average", "degree", "period", "worldwide", "earlier")

T = TypeVar("T")

# The line of the table a deed stands on, and the side of it.
Deed = tuple[int, int]
# What is done to a statement, not to a thing: it is confirmed, or denied.
CONFIRMED: Deed = (0, 0)


def thing_of(word: Word, lang: str) -> str | None:
    """What a word says is counted."""
    return _named(word, _things(lang))


def deed_of(word: Word, lang: str) -> Deed | None:
    """Which of the deeds that exclude each other a word is for."""
    return _named(word, _deeds(lang))


def grows(thing: str) -> bool:
    """Whether later counts of a thing are higher by nature."""
    return bool(_table()["thing"][thing].get("grows", False))


def has_units(thing: str) -> bool:
    """Whether a thing is measured, and not counted one by one."""
    return "units" in _table()["thing"][thing]


def is_measure_of(thing: str, quantity: Quantity) -> bool:
    """Whether a thing can be counted, or measured, as the quantity is."""
    units = _table()["thing"][thing].get("units", "bare")
    return (quantity.unit or "bare") in str(_table()["units"][units]).split()


@cache
def unit_words(thing: str) -> frozenset[str]:
    """Words and signs of which one stands beside a figure of it; none where a bare number will do."""
    allowed = str(_table()["units"][_table()["thing"][thing].get("units", "bare")]).split()
    if "bare" in allowed:
        return frozenset()
    return frozenset(word for word, unit in units().items() if unit in allowed)


def kind_of(word: Word, lang: str) -> str | None:
    """Who or what of all that can be counted: empty for people at large, None where it is not listed."""
    return "" if is_listed(word, lang, "who", "anybody") else _kinds(lang).get(word.root)


def scopes_of(word: Word, lang: str) -> Iterable[str]:
    """Which of several counts of a thing a word points to."""
    return (name for name in _SCOPES if is_listed(word, lang, "scope", name))


def is_listed(word: Word, lang: str, table: str, name: str = "") -> bool:
    """Whether a word is in a list of the table, in any form."""
    return word.root in _roots(table, f"{name}_{lang}" if name else lang)


def has_listed(sentences: Iterable[Sentence], table: str) -> bool:
    """Whether any of the sentences has a word of a list."""
    return any(is_listed(word, sentence.lang, table) for sentence in sentences for word in sentence.words)


@cache
def counted_words() -> Mapping[str, str]:
    """Every word for something counted, in dictionary form, and the thing it is for."""
    return {
        word.lstrip("="): name
        for name, entry in _table()["thing"].items()
        for lang in _LANGS
        for word in str(entry[lang]).split()
    }


@cache
def deed_words() -> frozenset[str]:
    """Every word for a deed that excludes another, in dictionary form."""
    lines = [str(line) for lang in _LANGS for line in _table()["exclusive"][lang]]
    return frozenset(word.lstrip("=") for line in lines for word in line.replace("|", " ").split())


def epidemic_words() -> frozenset[str]:
    """Every word that tells of an epidemic, in dictionary form."""
    return frozenset(word for lang in _LANGS for word in str(_table()["tally"][lang]).split())


def things() -> tuple[str, ...]:
    """Everything that can be counted."""
    return tuple(_table()["thing"])


def _named(word: Word, known: Mapping[str, T]) -> T | None:
    found = known.get(word.root)
    return known.get(f"={word.token.norm}") if found is None else found


@cache
def _things(lang: str) -> Mapping[str, str]:
    return {
        _key(word): name for name, entry in _table()["thing"].items() for word in str(entry[lang]).split()
    }


@cache
def _deeds(lang: str) -> Mapping[str, Deed]:
    found: dict[str, Deed] = {}
    for axis, line in enumerate(_table()["exclusive"][lang]):
        for pole, words in enumerate(str(line).split("|")):
            found |= {_key(word): (axis, pole) for word in words.split()}
    return found


@cache
def _kinds(lang: str) -> Mapping[str, str]:
    lines = enumerate(_table()["who"][f"kinds_{lang}"])
    return {root(word): f"kind {place}" for place, line in lines for word in str(line).split()}


@cache
def _roots(table: str, name: str) -> frozenset[str]:
    return frozenset(map(root, str(_table()[table][name]).split()))


def _key(word: str) -> str:
    """A listed word as it is looked up: by its root, or as it is written."""
    return word if word.startswith("=") else root(word)


@cache
def _table() -> dict[str, Any]:
    text = files("tidings.policy").joinpath("tables", "contradiction.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
