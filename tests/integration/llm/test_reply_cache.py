"""Replies shared by processes: one of all who ask the same pays, the others wait."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from tidings.llm.outcomes import Usage
from tidings.llm.replies import ReplyCache, StoredReply
from tidings.observability import metrics
from tidings.store.pool import Database

KEY, OTHER = b"a key", b"another key"
REPLY = StoredReply(
    "gpt-6.1-terra", {"label": "Порт закрыт", "ids": ["D1"], "odd": "\0"}, Usage(900, 80, 512, 3), 700
)

# Ten tasks that want the same; whoever has to pays, slowly. Says who paid, and what everybody got.
ASKERS = """
import asyncio, sys
import pytest

from tidings.llm.outcomes import Usage
from tidings.llm.replies import ReplyCache, StoredReply
from tidings.store.pool import Database

async def ask(cache):
    reply = await cache.get(b"a key")
    if reply is not None:
        return reply.model, 0
    if await cache.claim(b"a key", 10):
        await asyncio.sleep(0.3)
        await cache.put(b"a key", StoredReply("gpt-6.1-terra", {}, Usage(), 700))
        return "gpt-6.1-terra", 1
    reply = await cache.wait(b"a key", 10)
    return reply and reply.model, 0

async def main(url):
    async with Database(url=url) as db:
        cache = ReplyCache(db, 1)
        sys.stdin.readline()
        answers = await asyncio.gather(*[ask(cache) for _ in range(10)])
    print(sum(paid for _, paid in answers), *{model for model, _ in answers})

asyncio.run(main(*sys.argv[1:]))
"""

# Claims for a minute and then does nothing.
DYING = """
import asyncio, sys
from tidings.llm.replies import ReplyCache
from tidings.store.pool import Database

async def main(url):
    async with Database(url=url) as db:
        print(await ReplyCache(db, 1).claim(b"a key", 60.0), flush=True)
        await asyncio.sleep(60)

asyncio.run(main(*sys.argv[1:]))
"""


def start(code: str, url: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, url]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


async def execute(db: Database, statement: str) -> None:
    async with db.connection() as conn:
        await conn.execute(statement.encode())


async def test_a_reply_comes_back_as_it_was_put_with_when(db: Database) -> None:
    cache = ReplyCache(db, 1)
    assert await cache.get(KEY) is None
    await cache.put(KEY, REPLY)
    stored = await ReplyCache(db, 1).get(KEY)
    assert stored is not None
    assert stored.made_at is not None
    assert (stored.model, stored.draft, stored.usage, stored.nanos) == (
        REPLY.model,
        REPLY.draft,
        REPLY.usage,
        REPLY.nanos,
    )
    assert await cache.get(OTHER) is None


async def test_of_20_tasks_in_two_processes_one_pays_and_all_have_the_reply(
    db: Database, database_url: str
) -> None:
    processes = [start(ASKERS, database_url) for _ in range(2)]
    said = await asyncio.gather(*[asyncio.to_thread(process.communicate, "go\n") for process in processes])
    payers, models = zip(*(out.split() for out, _ in said), strict=True)
    assert sorted(payers) == ["0", "1"]
    assert set(models) == {"gpt-6.1-terra"}


async def test_of_many_tasks_that_pay_at_once_again_and_again_one_a_key_pays(db: Database) -> None:
    """Readers that missed just before the reply came do not pay a second time."""
    cache, paid = ReplyCache(db, 1), 0

    async def ask(key: bytes) -> None:
        nonlocal paid
        if await cache.get(key) is None and await cache.claim(key, 10):
            paid += 1
            await cache.put(key, REPLY)

    for number in range(20):
        await asyncio.gather(*[ask(f"key {number}".encode()) for _ in range(16)])
    assert paid == 20


async def test_a_killed_payer_s_claim_lapses_and_another_pays(db: Database, database_url: str) -> None:
    cache, dying = ReplyCache(db, 1), start(DYING, database_url)
    assert dying.stdout is not None
    assert dying.stdout.readline() == "True\n"
    dying.kill()
    dying.wait()
    assert not await cache.claim(KEY, 10)
    assert await cache.wait(KEY, 30) is None
    assert await cache.claim(KEY, 10)


async def test_a_claim_is_kept_up_while_its_process_lives_and_no_longer_than_it_asked(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tidings.llm.replies._LEASE_SECONDS", 0.2)
    payer, other = ReplyCache(db, 1), ReplyCache(db, 1)
    assert await payer.claim(KEY, 1.0)
    await asyncio.sleep(0.6)
    assert not await other.claim(KEY, 60)
    assert await other.wait(KEY, 30) is None
    assert await other.claim(KEY, 60)


async def test_a_released_claim_ends_the_wait_and_another_may_pay(db: Database) -> None:
    payer, other = ReplyCache(db, 1), ReplyCache(db, 1)
    assert await payer.claim(KEY, 60)
    waiting = asyncio.create_task(other.wait(KEY, 60))
    await asyncio.sleep(0.05)
    await payer.release(KEY)
    assert await asyncio.wait_for(waiting, 5) is None
    assert await other.claim(KEY, 60)


async def test_waiting_ends_when_time_is_up(db: Database) -> None:
    cache = ReplyCache(db, 1)
    assert await cache.claim(KEY, 60)
    assert await asyncio.wait_for(cache.wait(KEY, 0.1), 5) is None


async def test_a_claim_taken_over_is_not_released_by_its_first_holder(db: Database) -> None:
    slow, quick, third = (ReplyCache(db, 1) for _ in range(3))
    assert await slow.claim(KEY, 0.0)
    assert await quick.claim(KEY, 60)
    await slow.release(KEY)
    assert not await third.claim(KEY, 60)


async def test_a_reply_that_comes_after_its_claim_lapsed_is_kept(db: Database) -> None:
    slow, quick = ReplyCache(db, 1), ReplyCache(db, 1)
    assert await slow.claim(KEY, 0.0)
    assert await quick.claim(KEY, 60)
    await slow.put(KEY, REPLY)
    await quick.release(KEY)
    assert await quick.wait(KEY, 1) is not None


async def test_releasing_does_not_remove_a_reply(db: Database) -> None:
    cache = ReplyCache(db, 1)
    assert await cache.claim(KEY, 60)
    await cache.put(KEY, REPLY)
    await cache.release(KEY)
    assert await cache.get(KEY) is not None
    assert not await cache.claim(KEY, 60)


async def test_a_reply_past_its_hours_is_paid_for_again(db: Database) -> None:
    cache = ReplyCache(db, 1)
    await cache.put(KEY, REPLY)
    await execute(db, "UPDATE model_replies SET ends_at = ends_at - interval '59 minutes'")
    assert await cache.get(KEY) is not None
    await execute(db, "UPDATE model_replies SET ends_at = ends_at - interval '2 minutes'")
    assert await cache.get(KEY) is None
    assert await cache.claim(KEY, 60)
    assert await cache.get(KEY) is None
    assert await cache.wait(KEY, 0.05) is None


async def test_rows_that_stand_for_nothing_are_removed_a_few_at_a_time(db: Database) -> None:
    for number in range(150):
        await ReplyCache(db, 1).claim(f"dead {number}".encode(), 0.0)
    kept = ReplyCache(db, 1)
    assert await kept.claim(OTHER, 60)
    await kept.put(KEY, REPLY)
    assert await db.fetch_all("SELECT count(*) FROM model_replies") == [(52,)]
    await ReplyCache(db, 1).put(KEY, REPLY)
    assert await db.fetch_all("SELECT key FROM model_replies ORDER BY 1") == [(KEY,), (OTHER,)]


async def test_with_0_hours_nothing_is_kept_and_everybody_pays(db: Database) -> None:
    cache = ReplyCache(db, 0)
    assert await cache.claim(KEY, 60)
    assert await cache.claim(KEY, 60)
    await cache.put(KEY, REPLY)
    await cache.release(KEY)
    assert await cache.get(KEY) is None
    assert await cache.wait(KEY, 60) is None
    assert await db.fetch_all("SELECT count(*) FROM model_replies") == [(0,)]


async def test_the_hit_rate_counts_who_asked_and_who_did_not_have_to_pay(db: Database) -> None:
    asked, hits = (
        counter.labels("replies")._value for counter in (metrics.cache_requests, metrics.cache_hits)
    )
    before = asked.get(), hits.get()
    cache = ReplyCache(db, 1)
    assert await cache.get(KEY) is None
    assert await cache.claim(KEY, 60)
    assert await cache.get(KEY) is None
    waiting = asyncio.create_task(cache.wait(KEY, 60))
    await cache.put(KEY, REPLY)
    assert await waiting is not None
    assert await cache.get(KEY) is not None
    assert (asked.get() - before[0], hits.get() - before[1]) == (3, 2)
