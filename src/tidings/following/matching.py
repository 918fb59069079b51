"""Holding new articles against all that is followed, as they arrive: each once, whoever is killed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from psycopg import AsyncConnection

from tidings.following.index import (
    Arrived,
    FollowedQuery,
    FollowedThing,
    Queries,
    Segment,
    Things,
    found,
)
from tidings.observability import metrics
from tidings.retrieval.query import AUTO, Reading, readings, weigh
from tidings.store import arrivals, corpus, search, subjects, terms
from tidings.store.arrivals import Arrival, ArrivedRow
from tidings.store.pool import Database
from tidings.store.subjects import MatchRow, StoredSubject
from tidings.text.embeddings import Embedder
from tidings.text.language import FastTextIdentifier, LanguageIdentifier
from tidings.text.lexical import term_id

log = structlog.get_logger(__name__)

# Articles of a transaction: some seconds of work are lost with a killed process, and no more.
BATCH = 256
# How rare words are changes slowly: in an hour a corpus of a month grows by a seven-hundredth.
RELOAD_SECONDS = 3600.0
# What was followed since the last reading makes a segment; reading all anew is cheaper than many of them.
_MOST_SEGMENTS = 16


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of some articles: how many there were, and how often one is about something followed."""

    articles: int = 0
    matches: int = 0

    def __add__(self, other: Matched) -> Matched:
        return Matched(self.articles + other.articles, self.matches + other.matches)


class Matcher:
    """Knows all that is followed, in step with the database; one a process."""

    def __init__(
        self,
        db: Database,
        embedder: Embedder,
        *,
        identifier: LanguageIdentifier | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db = db
        self._embedder = embedder
        self._identifier = identifier or FastTextIdentifier()
        self._clock = clock
        self._segments: list[Segment] = []
        self._version = 0
        self._read_at: float | None = None
        # Two of one process would read what is followed twice.
        self._working = asyncio.Lock()

    async def match(self, now: datetime) -> Matched:
        """Hold everything that waits against everything that is followed."""
        total = Matched()
        async with self._working:
            while True:
                done = await self._match_some(now)
                if not done.articles:
                    return total
                total += done

    async def _match_some(self, now: datetime) -> Matched:
        async with self._db.transaction() as conn:
            # First the articles, then what is followed: what was followed before one of them arrived is then
            # known.
            waiting = await arrivals.claim(conn, BATCH)
            if not waiting:
                return Matched()
            await self._catch_up(conn)
            articles = await _arrived(conn, waiting)
            with metrics.follow_matching.time():
                by_article = await asyncio.to_thread(found, tuple(self._segments), articles)
            matches = [
                MatchRow(
                    subject,
                    article.id,
                    article.story_id,
                    article.source_id,
                    article.published_at,
                    article.arrived_at,
                )
                for article in articles
                for subject in sorted(by_article.get(article.id, ()))
            ]
            await arrivals.drop(conn, [item.id for item in waiting])
            stored = await subjects.store(conn, matches, now)
        _count(waiting, articles, by_article)
        return Matched(len(waiting), stored)

    async def _catch_up(self, conn: AsyncConnection[Any]) -> None:
        """Learn what is followed since the last time; at times all of it, with words weighed anew."""
        stale = self._read_at is None or self._clock() - self._read_at >= RELOAD_SECONDS
        version = await subjects.version(conn)
        if stale or len(self._segments) >= _MOST_SEGMENTS:
            self._segments, self._version, self._read_at = [], 0, self._clock()
        if version > self._version:
            fresh = await subjects.since(conn, self._version, version)
            if fresh:
                self._segments.append(await self._segment(conn, fresh))
            self._version = version

    async def _segment(self, conn: AsyncConnection[Any], fresh: Sequence[StoredSubject]) -> Segment:
        queries = [subject for subject in fresh if subject.kind == "query"]
        read = await asyncio.to_thread(self._readings, queries)
        stems = [{term_id(stem) for option in options for stem in option.all_stems} for options in read]
        frequencies = await terms.frequencies(conn, set().union(*stems))
        total = await corpus.articles_before(conn, None)
        comparable = (await corpus.state(conn)).embedder in {None, self._embedder.name}
        followed = [
            FollowedQuery(
                subject.id,
                subject.lang,
                # Of its own words alone: all of them would be copied for each query.
                weigh(options, {term: frequencies.get(term, 0) for term in own}, total),
                subject.vector if comparable and subject.embedder == self._embedder.name else None,
            )
            for subject, options, own in zip(queries, read, stems, strict=True)
        ]
        return Segment(
            Queries(followed, self._embedder.dimension), _things(fresh, "story"), _things(fresh, "name")
        )

    def _readings(self, queries: Iterable[StoredSubject]) -> list[list[Reading]]:
        return [readings(query.words, query.lang or AUTO, self._identifier) for query in queries]


def _things(fresh: Iterable[StoredSubject], kind: str) -> Things:
    return Things(
        [
            FollowedThing(subject.id, subject.lang, subject.target)
            for subject in fresh
            if subject.kind == kind and subject.target is not None
        ]
    )


async def _arrived(conn: AsyncConnection[Any], waiting: Sequence[Arrival]) -> list[Arrived]:
    """The articles that wait, in order, with every story that is one with theirs."""
    rows = await arrivals.articles(conn, [item.article_id for item in waiting])
    merged = await search.merged_into(conn, (row.story_id for row in rows.values()), None)
    roots = {row.id: merged.get(row.story_id, row.story_id) for row in rows.values()}
    parts = await arrivals.story_parts(conn, list(roots.values()))
    return [
        _article(rows[item.article_id], item, parts[roots[item.article_id]])
        for item in waiting
        if item.article_id in rows
    ]


def _article(row: ArrivedRow, item: Arrival, stories: Collection[int]) -> Arrived:
    return Arrived(
        id=row.id,
        story_id=row.story_id,
        stories=frozenset(stories),
        source_id=row.source_id,
        lang=row.lang,
        published_at=row.published_at,
        arrived_at=item.arrived_at,
        terms=row.terms,
        embedding=row.embedding,
        names=frozenset(row.entity_ids),
    )


def _count(waiting: Sequence[Arrival], articles: Sequence[Arrived], by_article: Collection[int]) -> None:
    """Say what became of the articles: about something, about nothing, removed before they were looked at."""
    outcomes = {
        "matched": len(by_article),
        "unmatched": len(articles) - len(by_article),
        "removed": len(waiting) - len(articles),
    }
    for outcome, count in outcomes.items():
        metrics.follow_articles.labels(outcome).inc(count)
    log.info("articles_matched", **outcomes)
