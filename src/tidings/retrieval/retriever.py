"""Retrieval: the articles that best stand for a window, or for a query in it, and all that match it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import structlog
from psycopg import AsyncConnection

from tidings.errors import InvalidRequest
from tidings.observability import metrics
from tidings.retrieval.cache import TimedCache
from tidings.retrieval.query import AUTO, QueryTerms, readings, weigh
from tidings.retrieval.ranked import QueryVector, match, rank
from tidings.retrieval.representative import represent
from tidings.retrieval.request import Request
from tidings.retrieval.rerank import rerank as rank_again
from tidings.retrieval.results import Hit, Match, Retrieved
from tidings.retrieval.selection import diverse
from tidings.store import corpus, terms
from tidings.store.pool import Database
from tidings.text.embeddings import Embedder
from tidings.text.language import FastTextIdentifier, LanguageIdentifier
from tidings.text.lexical import term_id
from tidings.windows import Window

log = structlog.get_logger(__name__)

DEFAULT_K = 8
# A query's vector never changes; a day keeps what people ask again, 1,000 of them are 1 MB.
VECTOR_SECONDS = 86_400.0
VECTORS_KEPT = 1000
# Warning of an answer that words alone ranked, as the stored vectors come from another model.
EMBEDDER_MISMATCH = "embedder_mismatch"


class _Found(NamedTuple):
    """What was retrieved, and every match where they were asked for."""

    retrieved: Retrieved
    matches: Sequence[Match] = ()


class Retriever:
    """Answers from one database with one embedder; safe to share between the tasks of one loop."""

    def __init__(
        self,
        db: Database,
        embedder: Embedder,
        *,
        cache_seconds: float = 300.0,
        identifier: LanguageIdentifier | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db = db
        self._embedder = embedder
        self._identifier = identifier or FastTextIdentifier()
        self._answers: TimedCache[Hashable, _Found] = TimedCache(
            "retrieval", seconds=cache_seconds, clock=clock
        )
        self._vectors: TimedCache[str, QueryVector] = TimedCache(
            "query_vector", seconds=VECTOR_SECONDS, size=VECTORS_KEPT, clock=clock
        )
        # One at a time: ranking and matching ask for one query's vector at the same moment.
        self._embedding = asyncio.Lock()

    async def retrieve_for_analysis(
        self,
        query: str | None,
        window: Window,
        *,
        lang: str = AUTO,
        sources: Sequence[str] | None = None,
        k_final: int = DEFAULT_K,
        as_of: datetime | None = None,
        rerank: bool = False,
    ) -> Retrieved:
        """The best articles for the query, one a story; without one, those of the most widely told stories.

        `as_of` gives that moment's view: its articles, its revisions of texts, its stories, the word counts
        of the days before. With `rerank` the first of them are ranked again by their passages.
        """
        request = Request.of(
            query, window, lang=lang, sources=sources, k_final=k_final, as_of=as_of, rerank=rerank
        )
        with metrics.retrieval_latency.labels("ranked" if request.query else "stories").time():
            return (await self._known(request, matching=False)).retrieved

    async def retrieve_and_match(
        self,
        query: str,
        window: Window,
        *,
        lang: str = AUTO,
        sources: Sequence[str] | None = None,
        k_final: int = DEFAULT_K,
        as_of: datetime | None = None,
        rerank: bool = False,
    ) -> tuple[Retrieved, Sequence[Match]]:
        """What `retrieve_for_analysis` and `match_window` say of a query, from one reading of the window."""
        request = Request.of(
            query, window, lang=lang, sources=sources, k_final=k_final, as_of=as_of, rerank=rerank
        )
        _require_query(request)
        with metrics.retrieval_latency.labels("ranked").time():
            found = await self._known(request, matching=True)
            return found.retrieved, found.matches

    async def match_window(
        self,
        query: str,
        window: Window,
        *,
        lang: str = AUTO,
        sources: Sequence[str] | None = None,
        as_of: datetime | None = None,
    ) -> list[Match]:
        """Every article of the window that is about the query, the most relevant first."""
        request = Request.of(query, window, lang=lang, sources=sources, k_final=DEFAULT_K, as_of=as_of)
        text = _require_query(request)
        with metrics.retrieval_latency.labels("matches").time():
            state = await self._db.read(corpus.state)
            vector = await self._vector(text, state.embedder)

            async def work(conn: AsyncConnection[Any]) -> list[Match]:
                return await match(conn, request, await self._terms(conn, request, text), vector)

            return await self._db.read(work)

    async def _known(self, request: Request, *, matching: bool) -> _Found:
        """What was found a short while ago, or is now."""
        state = await self._db.read(corpus.state)
        key = (request.key(state.epoch), matching)
        known = self._answers.get(key)
        if known is None:
            known = await self._find(request, state.embedder, matching=matching)
            self._answers.put(key, known)
        return known

    async def _find(self, request: Request, embedder: str | None, *, matching: bool) -> _Found:
        text = request.query
        if text is None:
            return _Found(await self._db.read(lambda conn: represent(conn, request)))
        vector = await self._vector(text, embedder)

        async def work(conn: AsyncConnection[Any]) -> tuple[QueryTerms, _Found]:
            query = await self._terms(conn, request, text)
            return query, _Found(*await rank(conn, request, query, vector, matching=matching))

        query, found = await self._db.read(work)
        retrieved = found.retrieved
        if request.rerank:
            hits = await self._reranked(retrieved, query, vector)
            retrieved = replace(retrieved, hits=tuple(diverse(hits, request.k_final)))
        if vector is None:
            retrieved = replace(retrieved, warnings=(EMBEDDER_MISMATCH,))
        return found._replace(retrieved=retrieved)

    async def _reranked(
        self, retrieved: Retrieved, query: QueryTerms, vector: QueryVector | None
    ) -> tuple[Hit, ...]:
        """In a thread, as encoding the passages takes a tenth of a second."""
        with metrics.retrieval_latency.labels("rerank").time():
            return await asyncio.to_thread(rank_again, retrieved, query, vector, self._embedder)

    async def _terms(self, conn: AsyncConnection[Any], request: Request, text: str) -> QueryTerms:
        """The query's terms, weighed by how many articles used them at the time."""
        options = readings(text, request.lang, self._identifier)
        day = request.as_of.date() if request.as_of else None
        wanted = {term_id(stem) for option in options for stem in option.all_stems}
        frequencies = await terms.frequencies(conn, wanted, day)
        return weigh(options, frequencies, await corpus.articles_before(conn, day))

    async def _vector(self, text: str, stored: str | None) -> QueryVector | None:
        """The query's embedding; None when the stored ones come from another model, and so do not compare."""
        if stored not in {None, self._embedder.name}:
            log.warning("dense_leg_off", stored=stored, configured=self._embedder.name)
            return None
        async with self._embedding:
            known = self._vectors.get(text)
            if known is None:
                rows = await asyncio.to_thread(self._embedder.encode, [text])
                known = rows[0].astype("float16")
                self._vectors.put(text, known)
            return known


def _require_query(request: Request) -> str:
    if request.query is None:
        raise InvalidRequest("an empty query matches nothing")
    return request.query
