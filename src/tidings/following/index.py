"""All that is followed, turned over: from an article's words, names, story and meaning to the subjects.

A subject stands under each of its words, so that an article reaches those it shares a word with, however
many others there are; the meaning of an article is held against all queries in one product of matrices.
Whether it matches is the rule of `retrieval/matching.py`, so that what is followed and what an analysis
counts are one thing. Where they may differ: a word's rarity is that of the moment a segment was made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from tidings.retrieval.matching import match_rule
from tidings.retrieval.query import QueryTerms
from tidings.store.vectors import SparseVector

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

# Articles whose meaning is held against all queries at once: with 50,000 queries that takes 13 MB.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True, eq=False)
class Arrived:
    """A new article: its words as BM25 weighs them, its meaning, its names and every story it is of."""

    id: int
    story_id: int
    stories: frozenset[int]
    source_id: int
    lang: str
    published_at: datetime
    arrived_at: datetime
    terms: SparseVector
    embedding: npt.NDArray[np.float32]
    names: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class FollowedQuery:
    """A query that is followed; `lang` is that of the articles wanted, None for any."""

    subject_id: int
    lang: str | None
    terms: QueryTerms
    vector: npt.NDArray[np.float32] | None


@dataclass(frozen=True, slots=True)
class FollowedThing:
    """A story or a name that is followed, by its id."""

    subject_id: int
    lang: str | None
    target: int


class Queries:
    """Followed queries, made ready for many articles; they never change."""

    def __init__(self, queries: Sequence[FollowedQuery], dimension: int) -> None:
        rules = [match_rule(query.terms) for query in queries]
        self._subjects = np.array([query.subject_id for query in queries], dtype=np.int64)
        self._least = np.array([rule.least for rule in rules], dtype=np.float64)
        self._foreign_least = np.array([rule.foreign_cosine for rule in rules], dtype=np.float64)
        self._own = [frozenset(rule.languages) for rule in rules]
        self._wanted = [query.lang for query in queries]
        self._masks: dict[str, tuple[Mask, Mask]] = {}
        self._vectors = np.zeros((len(queries), dimension), dtype=np.float32)
        for place, query in enumerate(queries):
            if query.vector is not None:
                self._vectors[place] = query.vector
        self._slots, self._starts, self._places, self._shares = _postings(queries, [r.mass for r in rules])

    def __len__(self) -> int:
        return len(self._subjects)

    def matches(self, articles: Sequence[Arrived]) -> Iterator[tuple[int, Arrived]]:
        """Each article with each query's subject that it is about."""
        for start in range(0, len(articles) if len(self) else 0, _AT_ONCE):
            chunk = articles[start : start + _AT_ONCE]
            cosines = np.stack([article.embedding for article in chunk]) @ self._vectors.T
            for article, row in zip(chunk, cosines, strict=True):
                for place in np.flatnonzero(self._about(article, row)).tolist():
                    yield int(self._subjects[place]), article

    def _about(self, article: Arrived, cosines: npt.NDArray[np.float32]) -> Mask:
        """For each query whether the article matches it."""
        foreign, wanted = self._language_masks(article.lang)
        relevance = self._shared(article.terms) + np.maximum(cosines, 0.0)
        matched: Mask = (relevance >= self._least) | (foreign & (cosines >= self._foreign_least))
        return matched & wanted

    def _shared(self, terms: SparseVector) -> Floats:
        """The share of each query's mass that stands on the article's words."""
        held = [
            (slot, min(weight, 1.0))
            for term, weight in zip(terms.indices.tolist(), terms.values.tolist(), strict=True)
            if (slot := self._slots.get(term)) is not None
        ]
        if not held:
            return np.zeros(len(self))
        spans = [slice(self._starts[slot], self._starts[slot + 1]) for slot, _ in held]
        places = np.concatenate([self._places[span] for span in spans])
        shares = np.concatenate(
            [self._shares[span] * weight for span, (_, weight) in zip(spans, held, strict=True)]
        )
        return np.bincount(places, shares, minlength=len(self)).astype(np.float64)

    def _language_masks(self, lang: str) -> tuple[Mask, Mask]:
        """For which queries an article in this language is foreign, and for which it is wanted."""
        if lang not in self._masks:
            foreign = np.array([lang not in own for own in self._own], dtype=np.bool_)
            wanted = np.array([want is None or want == lang for want in self._wanted], dtype=np.bool_)
            self._masks[lang] = (foreign, wanted)
        return self._masks[lang]


def _postings(
    queries: Sequence[FollowedQuery], masses: Sequence[float]
) -> tuple[dict[int, int], list[int], npt.NDArray[np.intp], Floats]:
    """Of each word the queries it stands in, and the share of their mass it is; all words in one row."""
    under: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for place, (query, mass) in enumerate(zip(queries, masses, strict=True)):
        for term, idf in query.terms.weights.items():
            under[term].append((place, idf / mass))
    starts = [0]
    for entries in under.values():
        starts.append(starts[-1] + len(entries))
    flat = [entry for entries in under.values() for entry in entries]
    places = np.array([place for place, _ in flat], dtype=np.intp)
    shares = np.array([share for _, share in flat], dtype=np.float64)
    return {term: slot for slot, term in enumerate(under)}, starts, places, shares


class Things:
    """Followed stories, or followed names, by their ids; they never change."""

    def __init__(self, things: Sequence[FollowedThing]) -> None:
        self._by_target: defaultdict[int, list[FollowedThing]] = defaultdict(list)
        for thing in things:
            self._by_target[thing.target].append(thing)

    def matches(self, article: Arrived, targets: frozenset[int]) -> Iterator[int]:
        """The subjects of those among these targets that are followed."""
        for target in targets:
            for thing in self._by_target.get(target, ()):
                if thing.lang is None or thing.lang == article.lang:
                    yield thing.subject_id


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Some of what is followed."""

    queries: Queries
    stories: Things
    names: Things

    def matches(self, articles: Sequence[Arrived]) -> Iterator[tuple[int, Arrived]]:
        """Each article with each subject that it is about."""
        yield from self.queries.matches(articles)
        for article in articles:
            for subject in self.stories.matches(article, article.stories):
                yield subject, article
            for subject in self.names.matches(article, article.names):
                yield subject, article


def found(segments: Sequence[Segment], articles: Sequence[Arrived]) -> Mapping[int, set[int]]:
    """The subjects of each article that is about any, by its id."""
    by_article: defaultdict[int, set[int]] = defaultdict(set)
    for segment in segments:
        for subject, article in segment.matches(articles):
            by_article[article.id].add(subject)
    return by_article
