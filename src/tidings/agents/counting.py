"""Counting: which phrases a set of articles uses, over every article of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidings.store.analysis import SignalColumns, Vocabulary

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
    phrases, counts, _ = columns.vocabulary
    often = np.flatnonzero(counts >= least)
    top = often[np.lexsort((often, -counts[often]))][:limit]
    row, place = _uses_of(columns, top)
    langs, lang_of_row = np.unique(columns.langs, return_inverse=True)
    table = np.bincount(place * len(langs) + lang_of_row[row], minlength=len(top) * len(langs))
    before = np.bincount(place[columns.before[row]], minlength=len(top))
    return [
        PhraseCount(phrase, {lang: n for lang, n in zip(langs.tolist(), uses, strict=True) if n}, before_day)
        for phrase, uses, before_day in zip(
            phrases[top].tolist(), table.reshape(len(top), len(langs)).tolist(), before.tolist(), strict=True
        )
    ]


def phrase_uses(columns: SignalColumns, wanted: Sequence[int], *, sample: int) -> dict[int, PhraseUse]:
    """How the articles use each of these phrases.

    Ids are hashes: the lowest ones are a fair sample of a phrase's articles, and always the same one.
    """
    used, entries = _known(columns.vocabulary, wanted)
    row, place = _uses_of(columns, entries)
    counts = np.bincount(place, minlength=len(used))
    feeling = np.bincount(place, weights=columns.sentiment[row], minlength=len(used))
    sources = np.bincount(_once_an_outlet(columns, row, place), minlength=len(used))
    groups = np.split(_by_phrase_and_id(columns, row, place), np.cumsum(counts)[:-1]) if used else []
    return {
        phrase: PhraseUse(phrase, n, of, sum_ / n, listed[:sample], listed)
        for phrase, n, of, sum_, group in zip(
            used, counts.tolist(), sources.tolist(), feeling.tolist(), groups, strict=True
        )
        if (listed := tuple(group[:LISTED].tolist()))
    }


def _known(vocabulary: Vocabulary, wanted: Sequence[int]) -> tuple[list[int], NDArray[np.intp]]:
    """Those of the wanted phrases that are used at all, and their places in the vocabulary."""
    phrases = np.array(wanted, dtype=np.int64)
    places = np.searchsorted(vocabulary.phrases, phrases)
    used = np.searchsorted(vocabulary.phrases, phrases, side="right") > places
    return phrases[used].tolist(), places[used]


def _uses_of(columns: SignalColumns, entries: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each use of these entries of the vocabulary: the row it is in, and the entry's place among them."""
    vocabulary = columns.vocabulary
    place_of = np.full(len(vocabulary.phrases), -1)
    place_of[entries] = np.arange(len(entries))
    places = place_of[vocabulary.places]
    hit = places >= 0
    return columns.rows[hit], places[hit]


def _by_phrase_and_id(
    columns: SignalColumns, row: NDArray[np.intp], place: NDArray[np.intp]
) -> NDArray[np.int64]:
    """The ids of the articles that use each phrase, ascending, one phrase after another."""
    order = np.argsort(columns.ids)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    # One number for both, as sorting one is several times as fast as sorting by two.
    uses = np.sort(place * len(order) + rank[row])
    ids: NDArray[np.int64] = columns.ids[order[uses % max(len(order), 1)]]
    return ids


def _once_an_outlet(
    columns: SignalColumns, row: NDArray[np.intp], place: NDArray[np.intp]
) -> NDArray[np.intp]:
    """The places of phrases, once for each outlet that uses them."""
    outlets, outlet = np.unique(columns.sources, return_inverse=True)
    places: NDArray[np.intp] = np.unique(place * len(outlets) + outlet[row]) // max(len(outlets), 1)
    return places
