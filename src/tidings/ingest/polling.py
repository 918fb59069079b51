"""A round of polling: the feeds that are due, or all, once; what another process polls is left to it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from tidings.ingest.fetch import Fetcher
from tidings.ingest.poller import ClaimLost, Poll, Poller, open_poller
from tidings.observability import metrics
from tidings.presence import Presence
from tidings.settings import Settings
from tidings.store import answers, claims, feeds, hosts
from tidings.store.claims import Choice
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# Before more feeds are claimed, or those looked at again whose host another process is asking.
_AGAIN_SECONDS = 0.5


@dataclass(slots=True)
class PollReport:
    """What a round of polling brought. `failed` counts feeds by reason, `outcomes` items."""

    feeds: int = 0
    fetched: int = 0
    unchanged: int = 0
    elsewhere: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Feeds of which it is known what became of them."""
        return self.fetched + self.unchanged + self.elsewhere + self.failed.total()

    def add(self, poll: Poll) -> None:
        """Count a feed that was polled."""
        if poll.outcome == "failed":
            self.failed[poll.reason] += 1
        elif poll.outcome == "fetched":
            self.fetched += 1
        else:
            self.unchanged += 1
        self.outcomes += poll.articles


async def poll_feeds(
    db: Database,
    settings: Settings,
    *,
    only_due: bool = True,
    timeout: float | None = None,
    progress: Callable[[int], None] | None = None,
    fetcher: Fetcher | None = None,
) -> PollReport:
    """Poll feeds once; those that have not answered after `timeout` seconds are left for the next round."""
    started, report = time.monotonic(), PollReport()
    await tidy(db)
    async with db.connection() as conn:
        wanted = await feeds.to_poll(conn, only_due=only_due)
    report.feeds = len(wanted)
    if wanted:
        async with Presence(db) as presence, open_poller(db, settings, presence, fetcher) as poller:
            try:
                async with asyncio.timeout(timeout):
                    await _Round(db, presence, poller, wanted, report).run(progress or (lambda _count: None))
            except TimeoutError:
                report.failed["not_in_time"] += report.feeds - report.done
                log.info("polling_out_of_time", feeds=report.failed["not_in_time"])
    report.seconds = time.monotonic() - started
    return report


async def tidy(db: Database) -> None:
    """Take away old answers, where nobody asks anything, and hosts that nothing is asked of any more."""
    async with db.connection() as conn:
        while await answers.prune(conn) == answers.BITE:
            pass
        await hosts.prune(conn)


@dataclass(slots=True)
class _Round:
    """Feeds that are to be polled once, by whichever process."""

    db: Database
    presence: Presence
    poller: Poller
    left: set[int]
    report: PollReport
    since: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def run(self, progress: Callable[[int], None]) -> None:
        """Poll until nothing is left."""
        while self.left or self.poller.running:
            begun = await self.poller.begin(self._choice()) if self.left else 0
            if self.poller.running:
                await asyncio.wait(
                    self.poller.running, timeout=_AGAIN_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
                self._count()
            elif not begun:
                await self._leave()
                await asyncio.sleep(_AGAIN_SECONDS if self.left else 0)
            progress(self.report.done)

    def _choice(self) -> Choice:
        return Choice(frozenset(self.left), self.since)

    def _count(self) -> None:
        for task in self.poller.ended():
            try:
                poll = task.result()
            except ClaimLost as error:
                log.warning("feed_claim_lost", reason=error.tech_message)
                continue
            self.report.add(poll)
            self.left.discard(poll.feed.id)

    async def _leave(self) -> None:
        """Leave to others what they poll; what is left then waits for its host alone."""
        async with self.db.connection() as conn:
            others = await claims.elsewhere(conn, self.presence.number, self._choice())
        if others:
            log.info("feeds_polled_elsewhere", feeds=len(others))
            metrics.feed_polls.labels("elsewhere").inc(len(others))
        self.left -= others
        self.report.elsewhere += len(others)
