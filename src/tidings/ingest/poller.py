"""A poller: claims feeds, reads several at once, and stores what each brought with when it is due next."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from psycopg import AsyncConnection

from tidings.errors import DatabaseUnavailable, InternalError
from tidings.ingest.candidate import Candidate
from tidings.ingest.fetch import Failed, Fetched, Fetcher
from tidings.ingest.intake import Batch, BatchReport, Intake
from tidings.ingest.reading import FeedRead, Reader, reading
from tidings.ingest.reindexing import agree_on_embedder
from tidings.ingest.schedule import FeedState, decide
from tidings.observability import metrics
from tidings.presence import Presence
from tidings.settings import Settings
from tidings.store import claims, feeds
from tidings.store.claims import Choice
from tidings.store.feeds import Feed, Polled
from tidings.store.pool import Database
from tidings.text.pool import CHUNK, AnalyzerPool

log = structlog.get_logger(__name__)

# Feeds that are read and wait to be analysed. While there are so many, a process that is free does better to
# claim more; fewer, and the analysers would wait for the network.
_WAITING_MOST = 4
# New articles of a feed stored in one transaction. A feed that was never polled, or not for long, brings
# hundreds, whose analysis takes a slow machine a minute: what a kill undoes is to be seconds of it.
PART = CHUNK


class ClaimLost(DatabaseUnavailable):
    """The feed was taken over, or removed, while it was read: nothing of it is stored here."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A feed that was polled: how that ended, and what became of its items."""

    feed: Feed
    outcome: str  # fetched, unchanged, or failed
    reason: str = ""
    articles: Counter[str] = field(default_factory=Counter)


class Poller:
    """Polls what it has claimed; one for a process."""

    def __init__(
        self, db: Database, presence: Presence, reader: Reader, intake: Intake, *, at_once: int
    ) -> None:
        self._db = db
        self._presence = presence
        self._reader = reader
        self._intake = intake
        self._at_once = at_once
        self._waiting = 0
        self._process = 0
        self._running: dict[int, asyncio.Task[Poll]] = {}

    @property
    def running(self) -> Collection[asyncio.Task[Poll]]:
        """What is being polled."""
        return self._running.values()

    async def begin(self, of: Choice | None = None) -> int:
        """Claim as many feeds as there is room for and begin to poll them; how many."""
        await self._stop_if_lost()
        room = min(self._at_once - len(self._running), _WAITING_MOST - self._waiting)
        if not self._presence.here.is_set() or room <= 0:
            return 0
        self._process = process = self._presence.number
        async with self._db.transaction() as conn:
            claimed = await claims.claim(conn, process, self._running, room, of)
        for feed in claimed:
            self._running[feed.id] = asyncio.create_task(self._poll(feed, process), name="poll")
        return len(claimed)

    def ended(self) -> list[asyncio.Task[Poll]]:
        """The polls that ended since this was asked last."""
        done = {feed: task for feed, task in self._running.items() if task.done()}
        for feed in done:
            del self._running[feed]
        return list(done.values())

    async def stop(self, seconds: float = 0.0) -> None:
        """Let what runs end within so many seconds; what does not is left to other processes."""
        if self._running and seconds:
            await asyncio.wait(self.running, timeout=seconds)
        cut = {feed for feed, task in self._running.items() if task.cancel()}
        await asyncio.gather(*self.running, return_exceptions=True)
        self._running = {feed: task for feed, task in self._running.items() if not task.cancelled()}
        if cut:
            log.warning("polls_cut_short", feeds=len(cut))

    async def _stop_if_lost(self) -> None:
        """End what was claimed under a number that this process has no longer: it may be another's by now."""
        if self._running and (not self._presence.here.is_set() or self._presence.number != self._process):
            await self.stop()

    async def _poll(self, feed: Feed, process: int) -> Poll:
        started, outcome = time.monotonic(), "lost"
        try:
            poll = await self._stored(await self._reader.read(feed), process)
            outcome = poll.outcome
            return poll
        finally:
            metrics.feed_polls.labels(outcome).inc()
            metrics.feed_poll_latency.observe(time.monotonic() - started)

    async def _stored(self, read: FeedRead, process: int) -> Poll:
        """Store what a feed brought; where only its texts cannot be taken in it has failed, for now."""
        try:
            return await self._settle(read, process)
        except DatabaseUnavailable:
            raise
        except Exception as error:  # whatever it was: one feed's texts end nobody else's polling
            if not await self._intake.can_analyse():
                raise  # this process is at fault: were its feeds to back off, nobody would poll them
            reason = error.tech_message if isinstance(error, InternalError) else type(error).__name__
            log.error("feed_unreadable", url=read.feed.url, reason=reason, exc_info=True)
            return await self._settle(FeedRead(read.feed, Failed("crashed", reason), read.at), process)

    async def _settle(self, read: FeedRead, process: int) -> Poll:
        """Store what a poll brought, part by part, and with the last what it says about the feed."""
        found = await self._reader.candidates(self._db, read)
        first, last = parts(found.new)
        published = [candidate.published_at for candidate in (*found.new, *found.known)]

        async def go_on(conn: AsyncConnection, taken: BatchReport) -> None:
            new = taken.outcomes["stored"]
            _held(read, await feeds.record_part(conn, read.feed.id, new, read.at, process))

        async def end(conn: AsyncConnection, taken: BatchReport) -> None:
            polled = after(read, published, taken.outcomes["stored"])
            _held(read, await feeds.record_poll(conn, polled, process))

        self._waiting += 1
        try:
            taken = [await self._intake.take(Batch(part, go_on)) for part in first]
            taken.append(await self._intake.take(Batch([*last, *found.known], end)))
        finally:
            self._waiting -= 1
        return told(read, taken)


def parts(new: Sequence[Candidate]) -> tuple[list[Sequence[Candidate]], Sequence[Candidate]]:
    """New articles as they are stored one part after another; and the last part, which ends the poll."""
    cut = [new[start : start + PART] for start in range(0, len(new), PART)] or [new]
    return cut[:-1], cut[-1]


def _held(read: FeedRead, recorded: bool) -> None:
    if not recorded:
        raise ClaimLost(f"{read.feed.url} was taken over or removed")


def told(read: FeedRead, taken: Sequence[BatchReport]) -> Poll:
    """How a poll ended, counted and written to the log."""
    outcomes: Counter[str] = Counter()
    for part in taken:
        outcomes += part.outcomes
    if not isinstance(read.outcome, Failed):
        outcome = "fetched" if isinstance(read.outcome, Fetched) else "unchanged"
        log.info("feed_polled", url=read.feed.url, outcome=outcome, stored=outcomes["stored"])
        return Poll(read.feed, outcome, articles=outcomes)
    reason = read.outcome.reason
    metrics.feed_errors.labels(reason).inc()
    log.info("feed_failed", url=read.feed.url, reason=reason, detail=read.outcome.detail)
    return Poll(read.feed, "failed", reason, outcomes)


def after(read: FeedRead, published: Sequence[datetime], new: int) -> Polled:
    """What a poll changes of its feed."""
    feed, outcome = read.feed, read.outcome
    state = FeedState(feed.url, timedelta(seconds=feed.interval_s), feed.error_streak)
    then = decide(state, outcome, read.at, published)
    fetched = outcome if isinstance(outcome, Fetched) else None
    return Polled(
        id=feed.id,
        url=then.url,
        title=read.title,
        state=then.state,
        reason=then.reason,
        error_streak=then.error_streak,
        etag=fetched.etag if fetched else feed.etag,
        last_modified=fetched.last_modified if fetched else feed.last_modified,
        next_poll_at=then.next_poll_at,
        interval_s=round(then.interval.total_seconds()),
        polled_at=read.at,
        ok=not isinstance(outcome, Failed),
        new=new,
    )


@asynccontextmanager
async def open_poller(
    db: Database, settings: Settings, presence: Presence, fetcher: Fetcher | None = None
) -> AsyncIterator[Poller]:
    """A poller with all it needs; InvalidRequest where the stored vectors are those of another model."""
    await agree_on_embedder(db, settings)
    async with (
        AnalyzerPool(settings.processes) as analyzer,
        reading(db, settings, presence, fetcher) as reader,
    ):
        poller = Poller(db, presence, reader, Intake(db, analyzer), at_once=settings.fetch_concurrency)
        try:
            yield poller
        finally:
            await poller.stop()
