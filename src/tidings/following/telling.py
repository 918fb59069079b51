"""Telling readers what came for them: what is due is decided, put into the outbox and marked, all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import structlog
from psycopg import AsyncConnection

from tidings.following.alerts import Decision, Fresh, Outcome, Watch, decide
from tidings.following.clock import ReaderClock
from tidings.following.news import Alert, Follow
from tidings.following.showing import CHOSEN_FROM, story_news
from tidings.following.subscriptions import follow_of
from tidings.observability import metrics
from tidings.policy.domains import DomainRule
from tidings.store import articles, follows, readers, search, subjects, telling
from tidings.store.corpus import source_id
from tidings.store.follows import FollowRow
from tidings.store.pool import Database
from tidings.store.readers import ReaderRow
from tidings.store.telling import Come

log = structlog.get_logger(__name__)

# What came longer ago, as no worker ran, is no alert any more: it is for the digest, where there is one.
NEWS_SPAN = timedelta(hours=24)
# As far as a digest reaches back.
_REACH = timedelta(days=2)
# Readers told in one run; the next run goes on with those who have waited longest.
READERS_A_RUN = 1000
# Under which what a reader does not want is put away.
_WITHHELD = "withheld"


class Post(Protocol):
    """Puts an alert into the outbox, in the transaction that marks it as told."""

    async def __call__(self, conn: AsyncConnection[Any], alert: Alert, reader: ReaderRow, /) -> None:
        """Have it shown once the transaction is committed."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for all readers: the time between two alerts about one thing, and what may be cited."""

    cool_down: timedelta
    domains: DomainRule
    language: Callable[[ReaderRow], str]


async def tell_due(db: Database, post: Post, rules: Rules, now: datetime) -> Counter[Outcome]:
    """Tell everybody for whom something is due; what became of it."""
    waiting = await db.read(lambda conn: telling.due(conn, now, READERS_A_RUN))
    outcomes: Counter[Outcome] = Counter()
    for reader in waiting:
        outcome = await _tell(db, reader, post, rules, now)
        if outcome is not None:
            outcomes[outcome] += 1
            metrics.follow_alerts.labels(outcome.value).inc()
    if outcomes:
        log.info("alerts_decided", **{outcome.value: count for outcome, count in outcomes.items()})
    return outcomes


async def _tell(db: Database, reader: int, post: Post, rules: Rules, now: datetime) -> Outcome | None:
    """Tell one reader; None where another process is at it."""
    async with db.transaction() as conn:
        if not await telling.try_reader(conn, reader):
            return None
        await subjects.beside_others(conn)
        rows = await follows.of_reader(conn, reader)
        row = await readers.find(conn, reader) or ReaderRow(reader)
        digest_due = await telling.digest_due(conn, reader)
        news = await wanted(conn, row, rules.domains, now - _REACH, now)
        late = {item.article_id: "late" for item in news if item.arrived_at < now - NEWS_SPAN}
        if digest_due is None:
            await _put_away(conn, reader, late, now)
        fresh = await as_fresh(conn, [item for item in news if item.article_id not in late])
        decision = decide(
            now,
            clock_of(row),
            [Watch(item.id, item.alerted_at) for item in rows],
            fresh,
            cool_down=rules.cool_down,
            digest_due=digest_due,
        )
        if decision.stories:
            alert = await _alert(conn, row, rows, decision, rules.language(row))
            await post(conn, alert, row)
            await telling.tell(conn, reader, decision.articles, alert.key, now)
        await telling.look_at(conn, decision.look_at, decision.told, now)
    return decision.outcome


async def _alert(
    conn: AsyncConnection[Any], row: ReaderRow, rows: Sequence[FollowRow], decision: Decision, lang: str
) -> Alert:
    numbered = {item.id: follow_of(item) for item in rows}
    stored = await articles.texts(
        conn, [number for pick in decision.stories for number in pick.article_ids[:CHOSEN_FROM]]
    )
    stories = tuple(story_news(pick, stored, numbered, lang) for pick in decision.stories)
    # An article is told once, so its number stands for the alert that tells it.
    key = f"alert:{row.id}:{decision.stories[0].article_ids[0]}"
    return Alert(key, row.id, stories, _named(numbered, decision.told), len(decision.more))


def _named(numbered: Mapping[int, Follow], told: Iterable[int]) -> tuple[Follow, ...]:
    return tuple(numbered[number] for number in sorted(told))


async def wanted(
    conn: AsyncConnection[Any],
    row: ReaderRow,
    domains: DomainRule,
    after: datetime,
    now: datetime,
    *,
    told_too: bool = False,
) -> list[Come]:
    """What came for a reader from a moment on and may be told; what may not is put away for good."""
    kept: list[Come] = []
    withheld: dict[int, str] = {}
    for item in await telling.come(conn, row.id, after, told_too=told_too):
        reason = reason_against(item, row, domains)
        if reason is None:
            kept.append(item)
        elif not item.told:
            withheld[item.article_id] = reason
    told = {item.article_id for item in kept}
    await _put_away(conn, row.id, {n: why for n, why in withheld.items() if n not in told}, now)
    return kept


async def _put_away(
    conn: AsyncConnection[Any], reader: int, withheld: Mapping[int, str], now: datetime
) -> None:
    """Never look at these articles again for this reader; each has its reason."""
    if not withheld:
        return
    await telling.tell(conn, reader, withheld, _WITHHELD, now)
    for reason, count in Counter(withheld.values()).items():
        metrics.follow_withheld.labels(reason).inc(count)
    log.info("matches_withheld", articles=len(withheld))


def reason_against(item: Come, row: ReaderRow, domains: DomainRule) -> str | None:
    """Why a reader is not to be told of an article; None where they are.

    Outlets they named when they began to follow win over those of their settings.
    """
    chosen = item.sources or row.sources
    if not item.sources and item.source_id in map(source_id, row.blocked_sources):
        return "blocked_source"
    if chosen and item.source_id not in map(source_id, chosen):
        return "other_source"
    if item.url is not None and domains.refuses(item.url) is not None:
        return "domain"
    return None


async def as_fresh(conn: AsyncConnection[Any], news: Sequence[Come]) -> list[Fresh]:
    """What came, by the stories that its stories have become."""
    merged = await search.merged_into(conn, (item.story_id for item in news), None) if news else {}
    return [
        Fresh(
            item.follow_id,
            item.article_id,
            merged.get(item.story_id, item.story_id),
            item.source_id,
            item.arrived_at,
        )
        for item in news
    ]


def clock_of(row: ReaderRow) -> ReaderClock:
    """The reader's clock."""
    return ReaderClock(ZoneInfo(row.zone or "UTC"), row.quiet_from, row.quiet_to, row.digest_hour)
