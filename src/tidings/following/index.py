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
        self._words = _Words(
            [_weighed(query.terms.words, rule.mass) for query, rule in zip(queries, rules, strict=True)]
        )

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
        relevance = self._words.shares(article.terms) + np.maximum(cosines, 0.0)
        matched: Mask = (relevance >= self._least) | (foreign & (cosines >= self._foreign_least))
        return matched & wanted

    def _language_masks(self, lang: str) -> tuple[Mask, Mask]:
        """For which queries an article in this language is foreign, and for which it is wanted."""
        if lang not in self._masks:
            foreign = np.array([lang not in own for own in self._own], dtype=np.bool_)
            wanted = np.array([want is None or want == lang for want in self._wanted], dtype=np.bool_)
            self._masks[lang] = (foreign, wanted)
        return self._masks[lang]


class _Words:
    """The words of all queries, each under the terms that count as it; they never change."""

    def __init__(self, queries: Sequence[Sequence[Mapping[int, float]]]) -> None:
        """Of each query its words, of each word the share of the query's mass that its terms have."""
        words = [(place, word) for place, query in enumerate(queries) for word in query]
        under: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for number, (_, word) in enumerate(words):
            for term, share in word.items():
                under[term].append((number, share))
        self._size = len(queries)
        self._query = np.array([place for place, _ in words], dtype=np.intp)
        self._most = np.array([max(word.values()) for _, word in words], dtype=np.float64)
        self._under = {term: _columns(entries) for term, entries in under.items()}

    def shares(self, terms: SparseVector) -> Floats:
        """The share of each query's mass that stands on an article's words, each counted once at most."""
        held = [
            (*self._under[term], weight)
            for term, weight in zip(terms.indices.tolist(), terms.values.tolist(), strict=True)
            if term in self._under
        ]
        if not held:
            return np.zeros(self._size)
        numbers = np.concatenate([numbers for numbers, _, _ in held])
        gained = np.concatenate([shares * weight for _, shares, weight in held])
        words = np.minimum(np.bincount(numbers, gained, minlength=len(self._most)), self._most)
        return np.bincount(self._query, words, minlength=self._size).astype(np.float64, copy=False)


def _weighed(words: Sequence[Mapping[int, float]], mass: float) -> list[dict[int, float]]:
    return [{term: idf / mass for term, idf in word.items()} for word in words]


def _columns(entries: Sequence[tuple[int, float]]) -> tuple[npt.NDArray[np.intp], Floats]:
    numbers, shares = zip(*entries, strict=True)
    return np.array(numbers, dtype=np.intp), np.array(shares, dtype=np.float64)


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
