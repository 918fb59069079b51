"""Following: the 2020 corpora arrive minute by minute for 500 subscriptions, on clocks that are moved.

Matching, deciding, writing pages and the outbox are the real ones; only the time is not. What was told is
held against what an analysis of each followed thing counts over the same days.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from prometheus_client import REGISTRY
from psycopg import AsyncConnection
from rich.console import Console
from rich.table import Table

from bench import _corpus, _followers
from bench._followers import Span
from tidings.bot.talking.talk import language_of
from tidings.engine import Engine
from tidings.following.digest import Digest
from tidings.following.digests import DigestDesk, plan_digests
from tidings.following.matching import Matcher
from tidings.following.news import Alert
from tidings.following.telling import Rules, tell_due
from tidings.jobs.posting import Post
from tidings.observability.logs import configure_logging
from tidings.schemas import Answer
from tidings.settings import Settings
from tidings.store import arrivals
from tidings.store.pool import Database
from tidings.store.readers import ReaderRow
from tidings.text.blas import limit_to_one_thread
from tidings.text.embeddings import load_embedder
from tidings.windows import Window

NAME = "Following: 500 subscriptions over the 2020 corpora, faster than they came"
SPAN = Span(
    datetime(2020, 5, 22, tzinfo=UTC), datetime(2020, 5, 26, tzinfo=UTC), datetime(2020, 5, 27, tzinfo=UTC)
)
# What is left at the end is told within a day without new articles: each zone has its morning.
AFTERWARDS = timedelta(hours=24)
TICK = timedelta(minutes=1)
COOL_DOWN = timedelta(hours=1)
GROWTH = (50, 500, 5_000, 50_000)
# Articles that arrive at once while growth is measured, and how often.
_TOGETHER, _TIMES = 16, 24


@dataclass
class Told:
    """What readers were told, and when, on the clock that is moved."""

    now: datetime
    alerts: list[tuple[datetime, Alert, ReaderRow]] = field(default_factory=list)
    digests: list[tuple[datetime, Digest, ReaderRow]] = field(default_factory=list)
    matching: list[float] = field(default_factory=list)
    articles: int = 0
    matches: int = 0


@dataclass(frozen=True)
class Figures:
    """What a replay came to."""

    once: float
    awake: float
    apart: float
    as_searched: float
    pairs: int
    speed: float


async def replay(engine: Engine, span: Span) -> tuple[Told, float]:
    """Let the span's articles arrive minute by minute; what was told, and how many times faster than real."""
    told, post = Told(span.since), Post(engine.settings)
    rules = Rules(COOL_DOWN, engine.domains, language_of)
    matcher = Matcher(engine.db, engine.embedder)

    async def alert(conn: AsyncConnection[Any], item: Alert, row: ReaderRow) -> None:
        told.alerts.append((told.now, item, row))
        await post.alert(conn, item, row)

    async def digest(conn: AsyncConnection[Any], item: Digest, row: ReaderRow) -> None:
        told.digests.append((told.now, item, row))
        await post.digest(conn, item, row)

    desk = DigestDesk(engine.db, digest, _without_trends, rules)
    by_minute = await _by_minute(engine.db, span)
    started = time.perf_counter()
    while told.now < span.until + AFTERWARDS:
        told.now += TICK
        await _match(engine.db, matcher, by_minute.get(told.now, {}), told)
        await tell_due(engine.db, alert, rules, told.now)
        await plan_digests(engine.db, told.now)
        await desk.write_due(told.now)
    passed = (span.until + AFTERWARDS - span.since).total_seconds()
    return told, passed / (time.perf_counter() - started)


async def _without_trends(row: ReaderRow, now: datetime) -> Answer | None:
    """The day as a whole is another benchmark's: digests have what is followed alone."""
    return None


async def _by_minute(db: Database, span: Span) -> dict[datetime, dict[int, datetime]]:
    """Articles by the minute at whose end they arrive."""
    rows = await db.fetch_all(
        "SELECT id, published_at FROM article_index WHERE published_at >= %s AND published_at < %s "
        "ORDER BY published_at, id",
        (span.since, span.until),
    )
    minutes: dict[datetime, dict[int, datetime]] = {}
    for article, published in rows:
        minute = published.replace(second=0, microsecond=0) + TICK
        minutes.setdefault(minute, {})[article] = published
    return minutes


async def _match(db: Database, matcher: Matcher, articles: Mapping[int, datetime], told: Told) -> None:
    if not articles:
        return
    async with db.transaction() as conn:
        await arrivals.add(conn, articles, told.now)
    started = time.perf_counter()
    done = await matcher.match(told.now)
    told.matching += [(time.perf_counter() - started) * 1000 / len(articles)] * len(articles)
    told.articles += done.articles
    told.matches += done.matches


async def judge(engine: Engine, span: Span, told: Told, speed: float) -> Figures:
    """Hold what was told against what every followed thing has in the same days."""
    expected = await _expected(engine, span)
    stored = await engine.db.fetch_all(
        "SELECT subject_id, array_agg(article_id) FROM subject_matches GROUP BY subject_id"
    )
    found = {subject: set(articles) for subject, articles in stored}
    agreed = sum(found.get(subject, set()) == articles for subject, articles in expected.items())
    wanted = await _wanted(engine.db, expected)
    known = set(await engine.db.fetch_all("SELECT reader, article_id FROM told WHERE key <> 'withheld'"))
    once = known <= wanted and await _as_many_as_said(engine.db, told.alerts)
    return Figures(
        once=(len(known & wanted) / len(wanted)) if once else 0.0,
        awake=_share_awake(told),
        apart=_share_apart(told.alerts),
        as_searched=agreed / len(expected),
        pairs=len(wanted),
        speed=speed,
    )


async def _as_many_as_said(db: Database, alerts: Sequence[tuple[datetime, Alert, ReaderRow]]) -> bool:
    """Whether as many articles are marked as told by each alert as it says, or more where it says more."""
    rows = dict(await db.fetch_all("SELECT key, count(*) FROM told GROUP BY key"))
    said = [(item.key, sum(story.articles for story in item.stories), item.more) for _, item, _ in alerts]
    return all(rows[key] > articles if more else rows[key] == articles for key, articles, more in said)


async def _expected(engine: Engine, span: Span) -> dict[int, set[int]]:
    """The articles of the span that are about each followed thing, found without following."""
    window = Window("24h", span.since, span.until)
    expected: dict[int, set[int]] = {}
    for number, kind, words, lang, target in await engine.db.fetch_all(
        "SELECT id, kind, words, lang, target FROM subjects ORDER BY id"
    ):
        if kind == "query":
            matches = await engine.retriever.match_window(words, window, lang=lang or "auto")
            expected[number] = {match.id for match in matches}
        else:
            expected[number] = await _that_hold(engine.db, kind, target, window)
    return expected


async def _that_hold(db: Database, kind: str, target: int, window: Window) -> set[int]:
    """The articles of a window that hold a name, or are of a story or of one that went into it."""
    async with db.connection() as conn:
        stories = (await arrivals.story_parts(conn, [target]))[target] if kind == "story" else []
    rows = await db.fetch_all(
        "SELECT id FROM article_signals WHERE published_at >= %s AND published_at < %s "
        "AND (%s = ANY(entity_ids) OR story_id = ANY(%s))",
        (window.since, window.until, target, stories),
    )
    return {article for (article,) in rows}


async def _wanted(db: Database, expected: Mapping[int, set[int]]) -> set[tuple[int, int]]:
    """Each reader with each article that is about anything they follow."""
    rows = await db.fetch_all("SELECT reader, subject_id FROM follows")
    return {(reader, article) for reader, subject in rows for article in expected[subject]}


def _share_awake(told: Told) -> float:
    """The share of alerts and digests that came outside their readers' quiet hours."""
    moments = [(now, row) for now, _, row in (*told.alerts, *told.digests)]
    return sum(not _is_quiet(now, row) for now, row in moments) / len(moments)


def _is_quiet(now: datetime, row: ReaderRow) -> bool:
    hour = now.astimezone(ZoneInfo(row.zone or "UTC")).hour
    if row.quiet_from is None or row.quiet_to is None:
        return False
    quiet = range(row.quiet_from, row.quiet_to if row.quiet_to > row.quiet_from else row.quiet_to + 24)
    return hour in quiet or hour + 24 in quiet


def _share_apart(alerts: Sequence[tuple[datetime, Alert, ReaderRow]]) -> float:
    """The share of alerts that are about a thing there was no alert about for the cool-down."""
    last: dict[int, datetime] = {}
    apart = 0
    for now, alert, _ in alerts:
        apart += any(now - last.get(follow.id, SPAN.seeded) >= COOL_DOWN for follow in alert.follows)
        last |= {follow.id: now for follow in alert.follows}
    return apart / len(alerts)


@dataclass(frozen=True)
class Cost:
    """Milliseconds an article, of which so many to hold it against all queries; seconds to read these."""

    middle: float
    high: float
    held: float
    matches: float
    reading: float


async def grow(engine: Engine, span: Span) -> dict[int, Cost]:
    """What an article costs, by how many different queries are followed."""
    ids = [key for minute in (await _by_minute(engine.db, span)).values() for key in minute]
    async with engine.db.transaction() as conn:
        await conn.execute("TRUNCATE subjects, follows, told, arrivals CASCADE")
    grown: dict[int, Cost] = {}
    for subscriptions in GROWTH:
        have = (await engine.db.fetch_all("SELECT count(*) FROM subjects"))[0][0]
        await _followers.follow_many(engine, span, subscriptions - have)
        matcher = Matcher(engine.db, engine.embedder)
        first, _ = await _cost(engine.db, matcher, ids[:1], span.until)
        costs: list[float] = []
        held, matches = _held_seconds(), 0
        for turn in range(1, _TIMES + 1):
            batch = ids[turn * _TOGETHER : (turn + 1) * _TOGETHER]
            cost, found = await _cost(engine.db, matcher, batch, span.until)
            costs.append(cost)
            matches += found
            async with engine.db.transaction() as conn:
                await conn.execute("TRUNCATE subject_matches")
                await conn.execute("UPDATE follows SET due_at = NULL WHERE due_at IS NOT NULL")
        articles = _TOGETHER * _TIMES
        grown[subscriptions] = Cost(
            *_percentiles(costs), (_held_seconds() - held) * 1000 / articles, matches / articles, first / 1000
        )
    return grown


def _held_seconds() -> float:
    """Spent by now on holding articles against what is followed, without reading and writing either."""
    return REGISTRY.get_sample_value("follow_matching_seconds_sum") or 0.0


async def _cost(db: Database, matcher: Matcher, articles: Sequence[int], at: datetime) -> tuple[float, int]:
    """Milliseconds that each of these articles takes, arriving together, and how often they match."""
    async with db.transaction() as conn:
        await arrivals.add(conn, dict.fromkeys(articles, at), at)
    started = time.perf_counter()
    done = await matcher.match(at)
    return (time.perf_counter() - started) * 1000 / len(articles), done.matches


def _percentiles(costs: Sequence[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(costs, n=20, method="inclusive")
    return cuts[9], cuts[18]


def _growth_table(grown: Mapping[int, Cost]) -> Table:
    table = Table("different queries", "P50 ms", "P95 ms", "of it holding", "matches", "read in s", box=None)
    for count, cost in grown.items():
        times = (f"{cost.middle:.2f}", f"{cost.high:.2f}", f"{cost.held:.2f}")
        table.add_row(f"{count:,}", *times, f"{cost.matches:.1f}", f"{cost.reading:.1f}")
    table.title, table.title_justify = f"A new article, of {_TOGETHER} that come together", "left"
    return table


async def _measure(data: Path) -> tuple[Told, Figures, dict[int, Cost], int]:
    await _corpus.prepare(data)
    with _followers.copied() as url:
        settings = Settings(database_url=None, data_dir=_corpus.folder(), telegram_user_follows=20)
        async with Database(url=url) as db:
            engine = Engine.over(settings, db, load_embedder())
            followed = await _followers.seed(engine, SPAN)
            told, speed = await replay(engine, SPAN)
            figures = await judge(engine, SPAN, told, speed)
            return told, figures, await grow(engine, SPAN), followed


def run(data: Path) -> dict[str, float]:
    """Shares of what was told as it should be, and what matching costs."""
    limit_to_one_thread()
    configure_logging(Settings(log_level="error"))
    told, figures, grown, followed = asyncio.run(_measure(data))
    half, most = _percentiles(told.matching)
    console = Console()
    console.print(
        f"{told.articles:,} articles in {(SPAN.until - SPAN.since).days} day, {followed} subscriptions of "
        f"{_followers.READERS} readers: {told.matches:,} matches; {len(told.alerts):,} alerts and "
        f"{len(told.digests):,} digests, at {figures.speed:,.0f} times real speed"
    )
    table = Table("", "measured", box=None)
    table.add_row("followed things that got what an analysis counts", f"{figures.as_searched:.4f}")
    table.add_row(f"of {figures.pairs:,} articles for a reader told, once", f"{figures.once:.4f}")
    table.add_row("told outside quiet hours", f"{figures.awake:.4f}")
    table.add_row("alerts a cool-down apart", f"{figures.apart:.4f}")
    table.add_row("matching an article, P50 / P95", f"{half:.2f} / {most:.2f} ms")
    console.print(table)
    console.print(_growth_table(grown))
    figured = {f"article_{count}_p95_ms": cost.high for count, cost in grown.items()}
    return figured | {
        "as_searched": figures.as_searched,
        "told_once": figures.once,
        "awake": figures.awake,
        "apart": figures.apart,
        "article_p50_ms": half,
        "article_p95_ms": most,
        "times_real_per_s": figures.speed,
    }
