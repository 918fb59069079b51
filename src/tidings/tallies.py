"""What this process counts of its commands, written down now and then, for reports without Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog
from prometheus_client import Counter, Histogram
from psycopg import Error as StatementFailed

from tidings.errors import DatabaseUnavailable
from tidings.observability import metrics
from tidings.store import slo
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# What a killed process forgets; the shortest span of a report is an hour.
_MINUTE = 60.0
# It takes a few milliseconds. Where the database is away it is written later, and at the end of a process not
# at all: nobody waits for it.
_PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Series:
    """A metric as reports read it: its name here, its name in Prometheus, the labels that are told apart."""

    key: str
    sample: str
    labels: tuple[str, ...]
    metric: Counter | Histogram


SERIES = (
    Series("commands", "orchestrator_requests_total", ("command",), metrics.requests),
    Series("errors", "orchestrator_errors_total", ("code",), metrics.errors),
    Series("within", "orchestrator_latency_seconds_bucket", ("path", "le"), metrics.latency),
    Series("spent", "orchestrator_command_cost_usd_sum", (), metrics.command_cost),
    Series("priced", "orchestrator_command_cost_usd_count", (), metrics.command_cost),
    Series("fallbacks", "orchestrator_fallback_commands_total", (), metrics.fallback_commands),
    Series("claims", "orchestrator_claims_total", ("outcome",), metrics.claims),
    Series("lookups", "orchestrator_cache_requests_total", ("cache",), metrics.cache_requests),
    Series("hits", "orchestrator_cache_hits_total", ("cache",), metrics.cache_hits),
    Series("ratings", "bot_ratings_total", ("rating",), metrics.bot_ratings),
)

# A count by its series and its labels' values, all in one name: "within simple 5.0".
Tally = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Page:
    """What was counted in a stretch of time."""

    id: UUID
    since: datetime
    until: datetime
    tally: Tally


class Book:
    """Which counts of this process are to be written yet; those from before it was opened are not its own."""

    def __init__(self) -> None:
        self._known = counted()
        self._until = datetime.now(UTC)
        self._page: Page | None = None

    def pages(self) -> Iterator[Page]:
        """What could not be written, exactly as it was, then what has been counted since.

        A page counts as written once the next is asked for.
        """
        if self._page is not None:
            yield self._page
        now, until = counted(), datetime.now(UTC)
        added = more(self._known, now)
        self._page = Page(uuid4(), self._until, until, added) if added else None
        self._known, self._until = now, until
        if self._page is not None:
            yield self._page
            self._page = None


def counted() -> dict[str, float]:
    """All that this process has counted since it began."""
    tally: dict[str, float] = {}
    for series in SERIES:
        for sample in (sample for family in series.metric.collect() for sample in family.samples):
            if sample.name == series.sample:
                key = " ".join((series.key, *(sample.labels[label] for label in series.labels)))
                tally[key] = tally.get(key, 0.0) + sample.value
    return tally


def more(before: Tally, now: Tally) -> dict[str, float]:
    """By how much each count has grown; those that have not are left out."""
    grown = {key: count - before.get(key, 0.0) for key, count in now.items()}
    return {key: count for key, count in grown.items() if count > 0}


@asynccontextmanager
async def tallying(db: Database) -> AsyncIterator[None]:
    """Write down what is counted from here on: every minute, and at the end."""
    book = Book()
    task = asyncio.create_task(_keep(db, book), name="tallies")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await write_down(db, book)


async def _keep(db: Database, book: Book) -> None:
    while True:
        await asyncio.sleep(_MINUTE)
        await write_down(db, book)


async def write_down(db: Database, book: Book) -> None:
    """Write what is to be written yet; what cannot be now is tried again with the next."""
    try:
        async with asyncio.timeout(_PATIENCE):
            for page in book.pages():
                async with db.connection() as conn:
                    await slo.write(conn, page.id, page.since, page.until, page.tally)
    except (StatementFailed, DatabaseUnavailable, TimeoutError) as error:
        reason = type(error).__name__
        metrics.tallies_unwritten.labels(reason).inc()
        log.warning("tally_unwritten", reason=reason)
