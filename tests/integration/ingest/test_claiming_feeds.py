"""Which process polls which feed, and whose turn it is at a host, with real processes' connections."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from psycopg import AsyncConnection
from tests.waiting import PATIENCE

from tidings.ingest.politeness import SharedTurns
from tidings.presence import Presence
from tidings.store import claims, feeds, hosts, processes
from tidings.store.claims import Choice
from tidings.store.feeds import Feed, Polled
from tidings.store.pool import Database

A, B, C = "https://one.example/a", "https://one.example:8080/b", "https://two.example/c"
NO_GAP = timedelta(0)


async def follow(db: Database, *urls: str) -> None:
    async with db.transaction() as conn:
        for url in urls:
            await feeds.add(conn, url)


async def claim(db: Database, process: int, *running: int, of: Choice | None = None) -> list[str]:
    async with db.transaction() as conn:
        return sorted(feed.url for feed in await claims.claim(conn, process, running, 16, of))


async def living(stack: AsyncExitStack, db: Database) -> tuple[int, AsyncConnection]:
    """A process, as far as the database knows: its number, and the connection it lives by."""
    conn = await stack.enter_async_context(db.own_connection())
    return await processes.join(conn), conn


async def died(db: Database, process: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while process in await db.read(processes.living):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def polled(feed: Feed) -> Polled:
    now = datetime.now(UTC)
    return Polled(
        id=feed.id,
        url=feed.url,
        title="",
        state="active",
        reason=None,
        error_streak=0,
        etag=None,
        last_modified=None,
        next_poll_at=now + timedelta(hours=1),
        interval_s=3600,
        polled_at=now,
        ok=True,
        new=0,
    )


async def the_feed(db: Database, url: str) -> Feed:
    async with db.connection() as conn:
        return next(feed for feed in await feeds.list_feeds(conn) if feed.url == url)


async def test_of_a_host_one_feed_is_claimed_at_a_time_whatever_its_port(db: Database) -> None:
    await follow(db, A, B, C)
    async with AsyncExitStack() as stack:
        (first, _), (second, _) = await living(stack, db), await living(stack, db)
        claimed = await claim(db, first)
        assert len(claimed) == 2
        assert C in claimed
        assert await claim(db, second) == []


async def test_what_a_dead_process_had_is_free_at_once(db: Database) -> None:
    await follow(db, A)
    async with AsyncExitStack() as stack:
        (first, conn), (second, _) = await living(stack, db), await living(stack, db)
        assert await claim(db, first) == [A]
        await conn.close()
        await died(db, first)
        assert await claim(db, second) == [A]


async def test_many_that_claim_at_once_share_the_feeds_out(db: Database) -> None:
    await follow(db, *(f"https://outlet-{number}.example/rss" for number in range(30)))
    async with AsyncExitStack() as stack:
        numbers = [(await living(stack, db))[0] for _ in range(5)]
        shares = await asyncio.gather(*(claim(db, number) for number in numbers))
    every = [url for share in shares for url in share]
    assert len(every) == len(set(every)) == 30


async def test_a_claim_that_is_not_worked_on_is_given_back_and_one_that_is_stays(db: Database) -> None:
    await follow(db, A, C)
    async with AsyncExitStack() as stack:
        (first, _), (second, _) = await living(stack, db), await living(stack, db)
        assert await claim(db, first) == [A, C]
        assert await claim(db, first, (await the_feed(db, A)).id) == [C]
        assert await claim(db, second) == []


async def test_a_poll_is_recorded_by_the_one_who_claimed_it_and_ends_the_claim(db: Database) -> None:
    await follow(db, A)
    feed = await the_feed(db, A)
    async with AsyncExitStack() as stack:
        (first, conn), (second, _) = await living(stack, db), await living(stack, db)
        await claim(db, first)
        await conn.close()
        await died(db, first)
        await claim(db, second)
        async with db.connection() as on:
            assert not await feeds.record_poll(on, polled(feed), first)
            assert await feeds.record_poll(on, polled(feed), second)
            assert not await feeds.record_poll(on, polled(feed), second)


async def test_a_feed_that_is_polled_elsewhere_or_gone_is_told_from_one_that_waits_for_its_host(
    db: Database,
) -> None:
    await follow(db, A, B)
    async with AsyncExitStack() as stack:
        (first, _), (second, _) = await living(stack, db), await living(stack, db)
        (taken,) = await claim(db, first)
        (waits,) = {A, B} - {taken}
        of = Choice(
            frozenset({(await the_feed(db, A)).id, (await the_feed(db, B)).id, 77}), datetime.now(UTC)
        )
        async with db.connection() as conn:
            others = await claims.elsewhere(conn, second, of)
        assert others == {(await the_feed(db, taken)).id, 77}
        assert await claim(db, second, of=of) == []
        async with db.connection() as conn:
            await feeds.record_poll(conn, polled(await the_feed(db, taken)), first)
        assert await claim(db, second, of=of) == [waits], "nor is one polled that was since"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://News.Example/rss", "news.example"),
        ("http://user@news.example:8080/rss?x=1", "news.example"),
        ("https://[2001:db8::1]:444/rss", "[2001:db8::1]"),
        ("https://новости.example/rss", "новости.example"),
        ("https://news.example", "news.example"),
    ],
)
async def test_the_host_of_a_feed_is_that_of_its_address(db: Database, url: str, host: str) -> None:
    await follow(db, url)
    assert await db.fetch_all("SELECT host FROM feeds") == [(host,)]


async def test_the_turn_at_a_host_is_one_process_s_and_comes_after_a_pause(db: Database) -> None:
    gap, spans = 0.1, []
    loop = asyncio.get_running_loop()

    async def ask(turns: SharedTurns) -> None:
        async with turns.turn("one.example"):
            began = loop.time()
            await asyncio.sleep(0.02)
            spans.append((began, loop.time()))

    async with Presence(db) as first, Presence(db) as second:
        both = [SharedTurns(db, presence, gap_seconds=gap) for presence in (first, second)]
        await asyncio.gather(*(ask(turns) for turns in both * 3))
    spans.sort()
    assert all(later[0] >= earlier[1] + gap for earlier, later in pairwise(spans))


async def test_quiet_that_a_host_asked_one_process_for_is_kept_by_all(db: Database) -> None:
    async with Presence(db) as first, Presence(db) as second:
        mine, others = SharedTurns(db, first, gap_seconds=0), SharedTurns(db, second, gap_seconds=0)
        async with mine.turn("one.example") as quiet:
            assert quiet == 0
            await mine.close("one.example", 60)
        async with others.turn("one.example") as quiet:
            assert 55 < quiet <= 60
        async with others.turn("two.example") as quiet:
            assert quiet == 0


async def test_the_turn_of_a_dead_process_is_free_and_of_a_living_one_not(db: Database) -> None:
    async with AsyncExitStack() as stack:
        (first, conn), (second, _) = await living(stack, db), await living(stack, db)
        async with db.connection() as on:
            assert await hosts.take(on, "one.example", first, NO_GAP) == 0
            assert await hosts.take(on, "one.example", second, NO_GAP) is None
            await conn.close()
            await died(db, first)
            assert await hosts.take(on, "one.example", second, NO_GAP) == 0


async def test_a_turn_that_could_not_be_given_back_ends_by_itself(db: Database) -> None:
    async with AsyncExitStack() as stack:
        (first, _), (second, _) = await living(stack, db), await living(stack, db)
        async with db.connection() as on:
            assert await hosts.take(on, "one.example", first, NO_GAP) == 0
            await on.execute("UPDATE hosts SET free_at = free_at - interval '9 minutes'")
            assert await hosts.take(on, "one.example", second, NO_GAP) is None
            await on.execute("UPDATE hosts SET free_at = free_at - interval '1 minute'")
            assert await hosts.take(on, "one.example", second, NO_GAP) == 0
            await on.execute("UPDATE hosts SET free_at = free_at - interval '2 days'")
            await hosts.prune(on)
            assert await (await on.execute("SELECT name FROM hosts")).fetchall() == []
