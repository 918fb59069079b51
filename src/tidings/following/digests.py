"""Writing digests: each is planned by its reader's clock, and put into the outbox with what it tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from psycopg import AsyncConnection

from tidings.following.clock import ReaderClock
from tidings.following.digest import Digest, Outcome, Section, arrange, timing
from tidings.following.news import Follow, FollowNews
from tidings.following.showing import CHOSEN_FROM, story_news
from tidings.following.subscriptions import follow_of
from tidings.following.telling import Rules, as_fresh, clock_of, wanted
from tidings.observability import metrics
from tidings.schemas import Answer
from tidings.store import articles, follows, readers, telling
from tidings.store.pool import Database
from tidings.store.readers import ReaderRow
from tidings.store.telling import DigestPlan

log = structlog.get_logger(__name__)

# Plans made and digests written in one run; the next run goes on.
READERS_A_RUN = 1000
# A digest tells of no more than this, however long there was none.
_LONGEST = timedelta(days=2)
_DAY = timedelta(days=1)

# The day's news as a reader reads it.
Trends = Callable[[ReaderRow, datetime], Awaitable[Answer | None]]


class Post(Protocol):
    """Puts a digest into the outbox, in the transaction that marks what it tells."""

    async def __call__(self, conn: AsyncConnection[Any], digest: Digest, reader: ReaderRow, /) -> None:
        """Have it shown once the transaction is committed."""


async def plan_digests(db: Database, now: datetime) -> int:
    """Plan the next digest of everybody who chose an hour or a zone since; how many."""
    async with db.transaction() as conn:
        found = await telling.unplanned(conn, READERS_A_RUN)
        for item in found:
            row = await readers.find(conn, item.reader) or ReaderRow(item.reader)
            # A day that had its digest, or may have, gets no second one at another hour.
            last = item.day - _DAY if item.day else None
            following = clock_of(row).next_digest(now, last)
            if following is not None:
                day, due_at = following
                plan = DigestPlan(item.reader, item.hour, item.zone, day, due_at, now)
                await telling.plan(conn, plan, advance=False)
    return len(found)


@dataclass(frozen=True, slots=True)
class DigestDesk:
    """Where digests are written: the database, the way out, the day's news, and the rules of all readers."""

    db: Database
    post: Post
    trends: Trends
    rules: Rules

    async def write_due(self, now: datetime) -> Counter[Outcome]:
        """Write every digest that is due; what became of it."""
        waiting = await self.db.read(lambda conn: telling.due_digests(conn, now, READERS_A_RUN))
        outcomes: Counter[Outcome] = Counter()
        for reader in waiting:
            outcome = await self._write(reader, now)
            if outcome is not None:
                outcomes[outcome] += 1
                metrics.follow_digests.labels(outcome.value).inc()
        if outcomes:
            log.info("digests_written", **{outcome.value: count for outcome, count in outcomes.items()})
        return outcomes

    async def _write(self, reader: int, now: datetime) -> Outcome | None:
        """Write one reader's; None where another process is at it, or was."""
        row = await self.db.read(lambda conn: readers.find(conn, reader)) or ReaderRow(reader)
        day_news = await self.trends(row, now)
        async with self.db.transaction() as conn:
            if not await telling.try_reader(conn, reader):
                return None
            plan = await telling.digest(conn, reader, now)
            if plan is None:
                return None
            when = timing(now, plan.due_at, clock_of(row))
            if when.until is not None:
                await telling.postpone(conn, reader, when.until)
            elif when.reason is not None:
                await _plan_next(conn, plan, clock_of(row), now, told=False)
            return when.reason or await self._tell(conn, row, plan, day_news, now)

    async def _tell(
        self,
        conn: AsyncConnection[Any],
        row: ReaderRow,
        plan: DigestPlan,
        day_news: Answer | None,
        now: datetime,
    ) -> Outcome:
        digest, told = await _digest(conn, row, plan, self.rules, now)
        await _plan_next(conn, plan, clock_of(row), now, told=True)
        if not digest.followed and day_news is None:
            return Outcome.NOTHING
        await self.post(conn, replace(digest, trends=day_news), row)
        await telling.tell(conn, row.id, told, digest.key, now)
        return Outcome.WRITTEN


async def _plan_next(
    conn: AsyncConnection[Any], plan: DigestPlan, clock: ReaderClock, now: datetime, *, told: bool
) -> None:
    """The digest after this one, which begins where this one ends, or where it would have begun."""
    following = clock.next_digest(now, plan.day)
    if following is not None:
        day, due_at = following
        await telling.plan(conn, replace(plan, day=day, due_at=due_at, told_to=now), advance=told)


async def _digest(
    conn: AsyncConnection[Any], row: ReaderRow, plan: DigestPlan, rules: Rules, now: datetime
) -> tuple[Digest, set[int]]:
    """The digest without the day's news, and the articles it tells."""
    since = max(plan.told_to, now - _LONGEST)
    news = await wanted(conn, row, rules.domains, since, now, told_too=True)
    known = {item.article_id for item in news if item.told}
    sections = arrange(await as_fresh(conn, news), known)
    followed = {item.id: follow_of(item) for item in await follows.of_reader(conn, row.id)}
    shown = await _followed(conn, sections, followed, rules.language(row))
    came = {section.follow_id for section in sections}
    digest = Digest(
        key=f"digest:{row.id}:{plan.day.isoformat()}",
        reader=row.id,
        day=plan.day,
        since=since,
        until=now,
        followed=shown,
        quiet=tuple(follow for number, follow in followed.items() if number not in came),
        trends=None,
    )
    return digest, {item.article_id for item in news} - known


async def _followed(
    conn: AsyncConnection[Any], sections: Sequence[Section], followed: dict[int, Follow], lang: str
) -> tuple[FollowNews, ...]:
    chosen = [pick for section in sections for pick in section.stories]
    stored = await articles.texts(
        conn, [number for pick in chosen for number in pick.article_ids[:CHOSEN_FROM]]
    )
    return tuple(
        FollowNews(
            followed[section.follow_id],
            section.articles,
            section.sources,
            section.alerted,
            tuple(story_news(pick, stored, followed, lang) for pick in section.stories),
            section.more,
        )
        for section in sections
    )
