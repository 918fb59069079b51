"""Reading a feed: fetched, parsed in the sandbox, new stubs completed with their pages, made candidates."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tidings.ingest.candidate import Candidate, prepare
from tidings.ingest.dates import stated_lag
from tidings.ingest.extract import NotExtracted, is_stub, with_full_text
from tidings.ingest.fetch import Failed, Fetched, Fetcher, Outcome
from tidings.ingest.items import RawFeed, RawItem
from tidings.ingest.parse import NotParsed
from tidings.ingest.politeness import SharedTurns
from tidings.ingest.sandbox import Sandbox
from tidings.ingest.verdict import is_unchanged
from tidings.observability import metrics
from tidings.presence import Presence
from tidings.settings import Settings
from tidings.store import articles
from tidings.store.feeds import Feed
from tidings.store.pool import Database

# A feed's new stubs whose pages are read in one poll; the rest keep their teaser. A feed seen for the first
# time brings up to a few hundred items, and its host is asked for one page a second.
PAGES_A_POLL = 30


@dataclass(frozen=True, slots=True)
class FeedRead:
    """One feed, what fetching it gave, and its items."""

    feed: Feed
    outcome: Outcome
    at: datetime
    title: str = ""
    items: Sequence[RawItem] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """A feed's items: those that are new or have another text, and those that are stored already."""

    new: Sequence[Candidate]
    known: Sequence[Candidate]


class Reader:
    """Fetches documents and reads them in the sandbox."""

    def __init__(self, fetcher: Fetcher, sandbox: Sandbox, *, full_text: bool) -> None:
        self._fetcher = fetcher
        self._sandbox = sandbox
        self._full_text = full_text

    async def read(self, feed: Feed) -> FeedRead:
        """What the feed says now."""
        outcome = await self._fetcher.fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        at = datetime.now(UTC)
        if not isinstance(outcome, Fetched):
            return FeedRead(feed, outcome, at)
        parsed: RawFeed | NotParsed = await asyncio.to_thread(
            self._sandbox.parse_feed, outcome.body, outcome.url, outcome.content_type
        )
        if isinstance(parsed, NotParsed):
            return FeedRead(feed, Failed(parsed.reason, parsed.detail), at)
        return FeedRead(feed, outcome, at, parsed.title, parsed.items)

    async def candidates(self, db: Database, read: FeedRead) -> Candidates:
        """The feed's items as candidates; new stubs get their page's text.

        An item is known by the text its feed gives, so that a page once read is not asked for again, nor
        replaced by the stub when the feed brings that again.
        """
        items, feed = list(read.items), read.feed
        first = [prepare(item, read.at, feed.id) for item in items]
        new = await _new(db, first)
        stubs = [place for place in new if is_stub(items[place])][:PAGES_A_POLL]
        pages = await asyncio.gather(*(self._complete(items[place]) for place in stubs))
        for place, item in zip(stubs, pages, strict=True):
            items[place] = item
        stated = (stated_lag(items[place].published, items[place].updated, read.at) for place in new)
        lags = [lag for lag in stated if lag is not None]
        for place in new:
            whole = prepare(items[place], read.at, feed.id, lags)
            first[place] = replace(whole, content_hash=first[place].content_hash)
        fresh = set(new)
        known = [candidate for place, candidate in enumerate(first) if place not in fresh]
        return Candidates([first[place] for place in new], known)

    async def _complete(self, item: RawItem) -> RawItem:
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


async def _new(db: Database, candidates: Sequence[Candidate]) -> list[int]:
    """The places of those whose text is not stored yet."""
    ids = [candidate.id for candidate in candidates]
    async with db.connection() as conn:
        known, copies = await articles.known(conn, ids), await articles.known_copies(conn, ids)
    return [
        place
        for place, candidate in enumerate(candidates)
        if not is_unchanged(candidate, known.get(candidate.id), copies.get(candidate.id))
    ]


@asynccontextmanager
async def reading(
    db: Database, settings: Settings, presence: Presence, fetcher: Fetcher | None = None
) -> AsyncIterator[Reader]:
    """A reader that takes turns with every other process on the database; `fetcher` is there for tests."""
    async with AsyncExitStack() as stack:
        if fetcher is None:
            turns = SharedTurns(db, presence, settings.fetch_concurrency)
            fetcher = await stack.enter_async_context(
                Fetcher(
                    contact=settings.contact,
                    timeout_seconds=settings.fetch_timeout,
                    max_bytes=settings.fetch_max_bytes,
                    turns=turns,
                )
            )
        sandbox = stack.enter_context(Sandbox())
        yield Reader(fetcher, sandbox, full_text=settings.full_text)
