"""Bilingual: what Russian words may be in English and the reverse, by roots (`tables/bilingual.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from tidings.policy.reading.lexicon import root

# A word or a phrase, as the roots of its words.
Roots = tuple[str, ...]
_LANGUAGES = ("ru", "en")
# The longest phrase of the table, in words.
LONGEST = 4


def renderings(said: Roots, lang: str) -> tuple[Roots, ...]:
    """What a word or phrase of one language may be in the other, in the table's order; () when unknown."""
    return _renderings(lang).get(said, ())


def longest_phrase(said: Sequence[str], lang: str) -> int:
    """How many of the first roots make a phrase of the table, 1 where none does."""
    lengths = range(min(len(said), LONGEST), 1, -1)
    return next((length for length in lengths if tuple(said[:length]) in _renderings(lang)), 1)


def nearness(model: str) -> float | None:
    """The least cosine with a sentence that bears a part out, of an embedding model that was measured."""
    found = _table()["nearness"].get(model)
    return None if found is None else float(found)


@cache
def listed(name: str) -> frozenset[str]:
    """Roots of one list of words of both languages: `speaking`, `limits` or `each`."""
    return frozenset(root(word) for word in str(_table()["lists"][name]).split())


@cache
def _renderings(lang: str) -> Mapping[Roots, tuple[Roots, ...]]:
    found: dict[Roots, dict[Roots, None]] = {}
    for sides in _lines():
        said, meant = sides if lang == _LANGUAGES[0] else reversed(sides)
        for one in said:
            found.setdefault(one, {}).update(dict.fromkeys(meant))
    return {one: tuple(others) for one, others in found.items()}


def _lines() -> Iterator[tuple[list[Roots], list[Roots]]]:
    for lines in _table()["words"].values():
        for line in str(lines).strip().splitlines():
            russian, _, english = line.partition("|")
            yield [_roots(word) for word in russian.split()], [_roots(word) for word in english.split()]


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = files("tidings.policy").joinpath("tables", "bilingual.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _roots(written: str) -> Roots:
    return tuple(root(word) for word in written.split("_"))
