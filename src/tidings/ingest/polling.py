"""Polling feeds: fetch, parse, complete stubs with their pages, take in, and decide when to come back."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import structlog
from psycopg import AsyncConnection

from tidings.ingest.candidate import Candidate, prepare
from tidings.ingest.dates import stated_lag
from tidings.ingest.extract import NotExtracted, is_stub, with_full_text
from tidings.ingest.fetch import Failed, Fetched, Fetcher, Outcome
from tidings.ingest.intake import Batch, BatchReport, Intake
from tidings.ingest.items import RawFeed, RawItem
from tidings.ingest.parse import NotParsed
from tidings.ingest.politeness import HostTurns
from tidings.ingest.reindexing import agree_on_embedder
from tidings.ingest.sandbox import Sandbox
from tidings.ingest.schedule import FeedState, decide
from tidings.ingest.verdict import is_unchanged
from tidings.observability import metrics
from tidings.settings import Settings
from tidings.store import answers, articles, feeds
from tidings.store.feeds import Feed, Polled
from tidings.store.pool import Database
from tidings.text.pool import AnalyzerPool

log = structlog.get_logger(__name__)

# A feed's new stubs whose pages are read in one poll; the rest keep their teaser. A feed seen for the first
# time brings up to a few hundred items, and its host is asked for one page a second.
PAGES_A_POLL = 30


@dataclass(slots=True)
class PollReport:
    """What a round of polling brought. `failed` counts feeds by reason, `outcomes` items."""

    feeds: int = 0
    fetched: int = 0
    unchanged: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Poll:
    """One feed, what fetching it gave, and its items."""

    feed: Feed
    outcome: Outcome
    at: datetime
    title: str = ""
    items: Sequence[RawItem] = ()


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
    async with db.connection() as conn:
        wanted = await feeds.to_poll(conn, only_due=only_due)
        # Where nobody asks anything, this is what takes old answers away.
        while await answers.prune(conn) == answers.BITE:
            pass
    report.feeds = len(wanted)
    if wanted:
        await agree_on_embedder(db, settings)
        async with _reading(settings, fetcher) as reader, AnalyzerPool(settings.processes) as analyzer:
            intake = Intake(db, analyzer)
            async for poll in reader.polls(wanted, timeout):
                await _settle(db, intake, reader, poll, report)
                if progress:
                    progress(report.fetched + report.unchanged + sum(report.failed.values()))
    late = report.feeds - report.fetched - report.unchanged - sum(report.failed.values())
    report.failed += Counter({"not_in_time": late} if late else {})
    report.seconds = time.monotonic() - started
    return report


async def _settle(db: Database, intake: Intake, reader: _Reader, poll: _Poll, report: PollReport) -> None:
    """Store what a poll brought and what it says about the feed, together."""
    if isinstance(poll.outcome, Failed):
        report.failed[poll.outcome.reason] += 1
        metrics.feed_errors.labels(poll.outcome.reason).inc()
        log.info("feed_failed", url=poll.feed.url, reason=poll.outcome.reason, detail=poll.outcome.detail)
    elif isinstance(poll.outcome, Fetched):
        report.fetched += 1
    else:
        report.unchanged += 1
    candidates = await _candidates(db, reader, poll)

    async def record(conn: AsyncConnection, taken: BatchReport) -> None:
        await feeds.record_poll(conn, _polled(poll, candidates, taken.outcomes["stored"]))

    taken = await intake.take(Batch(candidates, record))
    report.outcomes += taken.outcomes


async def _candidates(db: Database, reader: _Reader, poll: _Poll) -> list[Candidate]:
    """The poll's items as candidates; new stubs get their page's text.

    An item is known by the text its feed gives, so that a page once read is not asked for again, nor
    replaced by the stub when the feed brings that again.
    """
    items, first = list(poll.items), [prepare(item, poll.at, poll.feed.id) for item in poll.items]
    async with db.connection() as conn:
        ids = [candidate.id for candidate in first]
        known, copies = await articles.known(conn, ids), await articles.known_copies(conn, ids)
    new = [
        place
        for place, candidate in enumerate(first)
        if not is_unchanged(candidate, known.get(candidate.id), copies.get(candidate.id))
    ]
    stubs = [place for place in new if is_stub(items[place])][:PAGES_A_POLL]
    pages = await asyncio.gather(*(reader.complete(items[place]) for place in stubs))
    for place, item in zip(stubs, pages, strict=True):
        items[place] = item
    stated = (stated_lag(items[place].published, items[place].updated, poll.at) for place in new)
    lags = [lag for lag in stated if lag is not None]
    for place in new:
        whole = prepare(items[place], poll.at, poll.feed.id, lags)
        first[place] = replace(whole, content_hash=first[place].content_hash)
    return first


def _polled(poll: _Poll, candidates: Sequence[Candidate], new: int) -> Polled:
    feed, outcome = poll.feed, poll.outcome
    state = FeedState(feed.url, timedelta(seconds=feed.interval_s), feed.error_streak)
    published = [candidate.published_at for candidate in candidates]
    after = decide(state, outcome, poll.at, published)
    fetched = outcome if isinstance(outcome, Fetched) else None
    return Polled(
        id=feed.id,
        url=after.url,
        title=poll.title,
        state=after.state,
        reason=after.reason,
        error_streak=after.error_streak,
        etag=fetched.etag if fetched else feed.etag,
        last_modified=fetched.last_modified if fetched else feed.last_modified,
        next_poll_at=after.next_poll_at,
        interval_s=round(after.interval.total_seconds()),
        polled_at=poll.at,
        ok=not isinstance(outcome, Failed),
        new=new,
    )


@asynccontextmanager
async def _reading(settings: Settings, fetcher: Fetcher | None) -> AsyncIterator[_Reader]:
    async with AsyncExitStack() as stack:
        if fetcher is None:
            fetcher = await stack.enter_async_context(
                Fetcher(
                    contact=settings.contact,
                    timeout_seconds=settings.fetch_timeout,
                    max_bytes=settings.fetch_max_bytes,
                    turns=HostTurns(settings.fetch_concurrency),
                )
            )
        sandbox = stack.enter_context(Sandbox())
        yield _Reader(fetcher, sandbox, full_text=settings.full_text)


class _Reader:
    """Fetches documents and reads them in the sandbox."""

    def __init__(self, fetcher: Fetcher, sandbox: Sandbox, *, full_text: bool) -> None:
        self._fetcher = fetcher
        self._sandbox = sandbox
        self._full_text = full_text

    async def polls(self, wanted: Sequence[Feed], timeout: float | None) -> AsyncIterator[_Poll]:
        """Each feed's poll as it comes; after `timeout` seconds, those that have come."""
        tasks = [asyncio.create_task(self._poll(feed)) for feed in wanted]
        try:
            for finished in asyncio.as_completed(tasks, timeout=timeout):
                yield await finished
        except TimeoutError:
            log.info("polling_out_of_time", feeds=sum(not task.done() for task in tasks))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def complete(self, item: RawItem) -> RawItem:
        """The item with its page's text, where that can be had."""
        if not self._full_text:
            return item
        outcome = await self._fetcher.fetch(item.url)
        if not isinstance(outcome, Fetched):
            reason = outcome.reason if isinstance(outcome, Failed) else "not_modified"
            metrics.page_fetches.labels(reason).inc()
            return item
        text = await asyncio.to_thread(
            self._sandbox.extract_text, outcome.body, outcome.url, outcome.content_type
        )
        if isinstance(text, NotExtracted):
            metrics.page_fetches.labels(text.reason).inc()
            return item
        metrics.page_fetches.labels("read").inc()
        return with_full_text(item, text)

    async def _poll(self, feed: Feed) -> _Poll:
        outcome = await self._fetcher.fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        at = datetime.now(UTC)
        if not isinstance(outcome, Fetched):
            return _Poll(feed, outcome, at)
        read: RawFeed | NotParsed = await asyncio.to_thread(
            self._sandbox.parse_feed, outcome.body, outcome.url, outcome.content_type
        )
        if isinstance(read, NotParsed):
            return _Poll(feed, Failed(read.reason, read.detail), at)
        return _Poll(feed, outcome, at, read.title, read.items)
