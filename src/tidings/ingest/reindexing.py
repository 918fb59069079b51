"""Reindexing: every stored article analysed anew, for a new model or new rules of the text room."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from psycopg import AsyncConnection

from tidings.errors import InvalidRequest
from tidings.ingest.candidate import Candidate
from tidings.ingest.enrich import article_row, counted_terms
from tidings.settings import Settings
from tidings.store import articles, corpus, stories, terms
from tidings.store.articles import WholeArticle
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder
from tidings.text.pool import AnalyzerPool
from tidings.text.signals import TextInput, TextSignals

# Below every 64-bit id.
_BEFORE_ALL = -(1 << 63)


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """How many articles were analysed anew, and by which model."""

    articles: int
    embedder: str
    seconds: float


async def agree_on_embedder(db: Database, settings: Settings) -> None:
    """Make sure that new vectors come from the model of the stored ones; the first import decides it."""
    async with db.transaction() as conn:
        await corpus.lock_writers(conn)
        stored = (await corpus.state(conn)).embedder
        if stored is None:
            embedder = load_embedder(settings.embedder)
            await corpus.set_embedder(conn, embedder.name, embedder.dimension)
        elif stored != settings.embedder:
            raise InvalidRequest(
                f"the stored vectors come from {stored!r}, but {settings.embedder!r} is set: "
                "run `tidings reindex`",
                message="other_embedder",
                params={"stored": stored, "wanted": settings.embedder},
            )


async def reindex(
    db: Database, settings: Settings, *, progress: Callable[[int], None] | None = None
) -> ReindexReport:
    """Analyse every article again, in batches that are all or nothing; safe to run again after a kill."""
    started, done, last = time.monotonic(), 0, _BEFORE_ALL
    await _prepare(db, settings)
    async with AnalyzerPool(settings.processes, settings.embedder) as analyzer:
        while batch := await _after(db, last, settings.batch_size):
            inputs = [TextInput(item.title, _body(item), item.lang) for item in batch]
            signals = await analyzer.analyze(inputs)
            async with db.transaction() as conn:
                await corpus.lock_writers(conn)
                await _replace(conn, batch, signals)
            last, done = batch[-1].id, done + len(batch)
            if progress:
                progress(done)
    return ReindexReport(done, settings.embedder, time.monotonic() - started)


async def _after(db: Database, article_id: int, most: int) -> list[WholeArticle]:
    async with db.connection() as conn:
        return await articles.after(conn, article_id, most)


async def _prepare(db: Database, settings: Settings) -> None:
    """Record the model; with another one, live stories end, as their centres lie in the old one's space."""
    embedder = load_embedder(settings.embedder)
    async with db.transaction() as conn:
        await corpus.lock_writers(conn)
        state = await corpus.state(conn)
        if state.embedder != embedder.name and state.newest_at is not None:
            await corpus.advance(conn, None)  # so that whoever holds them in memory sees them end
            await stories.end_before(conn, state.newest_at.max.replace(tzinfo=UTC))
        await corpus.set_embedder(conn, embedder.name, embedder.dimension)


async def _replace(
    conn: AsyncConnection, batch: Sequence[WholeArticle], signals: Sequence[TextSignals]
) -> None:
    present = await articles.known(conn, [item.id for item in batch])
    changes: Counter[tuple[int, date]] = Counter()
    for item, read in zip(batch, signals, strict=True):
        if present[item.id].revision != item.revision:
            continue  # revised in the meantime, with the present rules
        row = article_row(_candidate(item), read, revision=item.revision)
        day = item.published_at.astimezone(UTC).date()
        changes.subtract((term, day) for term in await articles.counted_terms(conn, item.id))
        changes.update((term, day) for term in counted_terms(row))
        await articles.update(conn, row)
    await terms.add(conn, changes)
    await corpus.advance(conn, None)


def _body(item: WholeArticle) -> str:
    return item.text.removeprefix(item.title).lstrip("\n")


def _candidate(item: WholeArticle) -> Candidate:
    return Candidate(
        id=item.id,
        url=item.url,
        source=item.source,
        feed_id=item.feed_id,
        title=item.title,
        body=_body(item),
        published_at=item.published_at,
        date_rule=item.date_rule,
        fetched_at=item.fetched_at,
        content_hash=item.content_hash,
        lang_hint=item.lang,
    )
