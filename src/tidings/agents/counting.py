"""Counting: which phrases a set of articles uses, over every article of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidings.store.analysis import SignalColumns

# Articles of a subject that an explanation lists: more than anybody looks through, at 20 bytes each.
LISTED = 100


@dataclass(frozen=True, slots=True)
class Totals:
    """How many articles a set has, from how many outlets, and by language: all, and before a day."""

    articles: int = 0
    sources: int = 0
    langs: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, int] = field(default_factory=dict)


class PhraseCount(NamedTuple):
    """How many of the set's articles of each language use a phrase; of them all, `before` a given day."""

    phrase_id: int
    langs: Mapping[str, int]
    before: int


class PhraseUse(NamedTuple):
    """How many articles use a phrase, from how many outlets, how they feel, and their ids.

    `sample` are a few of them, to be read; `counted` as many as an explanation lists.
    """

    phrase_id: int
    articles: int
    sources: int
    sentiment: float
    sample: tuple[int, ...]
    counted: tuple[int, ...] = ()


def totals(columns: SignalColumns) -> Totals:
    """The set's size."""
    langs, place = np.unique(columns.langs, return_inverse=True)
    counts = np.bincount(place, minlength=len(langs))
    before = np.bincount(place[columns.before], minlength=len(langs))
    return Totals(
        articles=len(columns.ids),
        sources=len(np.unique(columns.sources)),
        langs=dict(zip(langs.tolist(), counts.tolist(), strict=True)),
        before=dict(zip(langs.tolist(), before.tolist(), strict=True)),
    )


def phrase_counts(columns: SignalColumns, *, least: int, limit: int) -> list[PhraseCount]:
    """The phrases most of the articles use, at most `limit` of them, down to `least` articles."""
    phrases, counts = np.unique(columns.phrases, return_counts=True)
    often = np.flatnonzero(counts >= least)
    top = phrases[often[np.lexsort((phrases[often], -counts[often]))][:limit]]
    row, place = _uses_of(columns, top)
    langs, lang_of_row = np.unique(columns.langs, return_inverse=True)
    table = np.bincount(place * len(langs) + lang_of_row[row], minlength=len(top) * len(langs))
    before = np.bincount(place[columns.before[row]], minlength=len(top))
    return [
        PhraseCount(phrase, {lang: n for lang, n in zip(langs.tolist(), uses, strict=True) if n}, before_day)
        for phrase, uses, before_day in zip(
            top.tolist(), table.reshape(len(top), len(langs)).tolist(), before.tolist(), strict=True
        )
    ]


def phrase_uses(columns: SignalColumns, wanted: Sequence[int], *, sample: int) -> dict[int, PhraseUse]:
    """How the articles use each of these phrases.

    Ids are hashes: the lowest ones are a fair sample of a phrase's articles, and always the same one.
    """
    phrases = np.array(wanted, dtype=np.int64)
    row, place = _uses_of(columns, phrases)
    counts = np.bincount(place, minlength=len(phrases))
    feeling = np.bincount(place, weights=columns.sentiment[row], minlength=len(phrases))
    outlets = np.unique(np.stack((place, columns.sources[row])), axis=1)[0]
    sources = np.bincount(outlets, minlength=len(phrases))
    order = np.lexsort((columns.ids[row], place))
    groups = np.split(columns.ids[row][order], np.cumsum(counts)[:-1]) if len(phrases) else []
    return {
        phrase: PhraseUse(phrase, int(n), int(of), float(sum_) / int(n), listed[:sample], listed)
        for phrase, n, of, sum_, ids in zip(wanted, counts, sources, feeling, groups, strict=True)
        if n and (listed := tuple(ids[:LISTED].tolist()))
    }


def _uses_of(columns: SignalColumns, phrases: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each use of these phrases: the row it is in, and the phrase's place among them."""
    order = np.argsort(phrases)
    ranked = phrases[order]
    at = np.minimum(np.searchsorted(ranked, columns.phrases), max(len(ranked) - 1, 0))
    hit = ranked[at] == columns.phrases if len(ranked) else np.zeros(len(columns.phrases), dtype=bool)
    return columns.rows[hit], order[at[hit]] if len(ranked) else columns.rows[hit]
