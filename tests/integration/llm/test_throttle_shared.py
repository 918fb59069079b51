"""A provider's quota, kept by several processes and over minutes that the tests pass in."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tidings.llm.budget import Limits, Purse
from tidings.llm.call import Call
from tidings.llm.circuit import Gate, Standing
from tidings.llm.deadline import Deadline
from tidings.llm.ladder import Offer
from tidings.llm.models import ModelName
from tidings.llm.task import Prompt
from tidings.llm.throttle import LONGEST_HOLD, Quota, Throttle
from tidings.store import rates
from tidings.store.pool import Database

START = datetime(2026, 5, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

# Asks 60 times at once, as soon as it is told to, and says how often it was let through.
ASKER = """
import asyncio, sys
from tidings.llm.throttle import Quota, Throttle
from tidings.store.pool import Database

async def main(url):
    async with Database(url=url) as db:
        throttle = Throttle(db, {"google": Quota(50, 10_000), "openai": Quota(1000, 10_000)})
        sys.stdin.readline()
        for provider in ("google", "openai"):
            waits = await asyncio.gather(*[throttle.admit(provider, 150) for _ in range(60)])
            print(sum(wait == 0 for wait in waits), flush=True)

asyncio.run(main(*sys.argv[1:]))
"""


class Clock:
    """The quota asked for one provider at moments that are passed in."""

    def __init__(self, db: Database, quota: Quota) -> None:
        self._db = db
        self._quota = quota

    async def admit(self, second: float, tokens: int = 1) -> float:
        async with self._db.connection() as conn:
            return await rates.admit(
                conn,
                "google",
                tokens,
                requests_a_minute=self._quota.requests,
                tokens_a_minute=self._quota.tokens,
                at=at(second),
            )

    async def give_back(self, second: float, tokens: int, age: float) -> None:
        async with self._db.connection() as conn:
            await rates.give_back(conn, "google", tokens, age, at(second))

    async def hold(self, second: float, seconds: float) -> None:
        async with self._db.connection() as conn:
            await rates.hold(conn, "google", seconds, at(second))


def at(second: float) -> datetime:
    return START + timedelta(seconds=second)


def most_in_a_minute(admitted: list[tuple[float, int]]) -> tuple[int, int]:
    """The most requests and tokens in any 60 seconds."""
    windows = [[tokens for when, tokens in admitted if begin <= when < begin + 60] for begin, _ in admitted]
    return max(map(len, windows)), max(map(sum, windows))


def start(url: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ASKER, url]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_processes_asking_at_once_share_one_quota(database_url: str) -> None:
    processes = [start(database_url) for _ in range(2)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    admitted = [[int(line) for line in process.communicate()[0].split()] for process in processes]
    requests, tokens = (sum(counts) for counts in zip(*admitted, strict=True))
    assert requests == 50
    assert tokens == 10_000 // 150


async def test_no_minute_wherever_it_begins_has_more_than_the_quota(db: Database) -> None:
    clock, dice = Clock(db, Quota(requests=12, tokens=1000)), random.Random(3)
    admitted: list[tuple[float, int]] = []
    second = 0.0
    while second < 600:
        tokens = dice.choice([1, 50, 90, 300])
        wait = await clock.admit(second, tokens)
        if wait == 0:
            admitted.append((second, tokens))
        second += dice.uniform(0, 2.5)
    requests, tokens = most_in_a_minute(admitted)
    assert requests <= 12
    assert tokens <= 1000
    assert len(admitted) > 60


async def test_the_wait_given_is_enough_and_not_much_more(db: Database) -> None:
    clock = Clock(db, Quota(requests=100, tokens=1000))
    assert await clock.admit(0.5, 600) == 0
    assert await clock.admit(20.5, 300) == 0
    wait = await clock.admit(30.0, 600)
    assert await clock.admit(30.0 + wait - 0.01, 600) > 0
    assert await clock.admit(30.0 + wait, 600) == 0
    assert 30.0 + wait <= 0.5 + 61
    both = await clock.admit(61.0, 700)
    assert 61.0 + both >= 20.5 + 60


async def test_what_does_not_fit_takes_nothing(db: Database) -> None:
    clock = Clock(db, Quota(requests=3, tokens=1000))
    assert await clock.admit(0, 900) == 0
    for _ in range(5):
        assert await clock.admit(1, 200) > 0
    assert await clock.admit(2, 100) == 0
    assert await clock.admit(3, 0) == 0
    assert await clock.admit(4, 0) > 0


async def test_a_request_beyond_the_whole_quota_goes_alone(db: Database) -> None:
    clock = Clock(db, Quota(requests=10, tokens=1000))
    assert await clock.admit(0, 5) == 0
    wait = await clock.admit(1, 5000)
    assert 59 <= wait <= 60
    assert await clock.admit(1 + wait, 5000) == 0
    assert await clock.admit(2 + wait, 1) > 0


async def test_a_held_provider_lets_nothing_through_and_others_go_on(db: Database) -> None:
    quota = Quota(10, 1000)
    throttle, other = (Throttle(db, {"google": quota, "openai": quota}) for _ in range(2))
    await throttle.hold("google", 30)
    assert 29 < await other.admit("google", 1) <= 31
    assert await other.admit("openai", 1) == 0


async def test_a_hold_ends_by_itself_and_a_shorter_one_does_not_end_it_sooner(db: Database) -> None:
    clock = Clock(db, Quota(10, 1000))
    await clock.hold(0, 30)
    await clock.hold(1, 5)
    assert await clock.admit(10) == pytest.approx(20)
    assert await clock.admit(30) == 0


@pytest.mark.parametrize(("asked", "held"), [(1e12, LONGEST_HOLD), (float("inf"), LONGEST_HOLD), (-5.0, 0.0)])
async def test_no_provider_can_ask_to_be_left_alone_for_ever(db: Database, asked: float, held: float) -> None:
    throttle = Throttle(db, {"google": Quota(10, 1000)})
    await throttle.hold("google", asked)
    assert held - 1 <= await throttle.admit("google", 1) <= held + 1


async def test_tokens_given_back_can_be_taken_at_once(db: Database) -> None:
    throttle = Throttle(db, {"google": Quota(10, 1000)})
    assert await throttle.admit("google", 1000) == 0
    assert await throttle.admit("google", 400) > 0
    await throttle.give_back("google", 400)
    assert await throttle.admit("google", 400) == 0
    assert await throttle.admit("google", 1) > 0


async def test_tokens_are_given_back_to_the_second_that_took_them(db: Database) -> None:
    clock = Clock(db, Quota(100, 1000))
    assert await clock.admit(0, 500) == 0
    assert await clock.admit(30, 500) == 0
    await clock.give_back(40, 400, age=40)
    # The first request's rest leaves at 61; the second one's counts whole until 91.
    assert await clock.admit(62, 500) == 0
    assert await clock.admit(63, 1) > 0


async def test_more_given_back_than_was_taken_frees_no_more_than_that(db: Database) -> None:
    clock = Clock(db, Quota(100, 1000))
    assert await clock.admit(0, 300) == 0
    await clock.give_back(1, 900, age=1)
    assert await clock.admit(2, 1000) == 0
    assert await clock.admit(3, 1) > 0


async def test_what_is_given_back_after_its_minute_frees_nothing(db: Database) -> None:
    clock = Clock(db, Quota(100, 1000))
    assert await clock.admit(0, 500) == 0
    assert await clock.admit(50, 1000 - 500) == 0
    assert await clock.admit(65, 500) == 0
    await clock.give_back(70, 500, age=70)
    assert await clock.admit(71, 1) > 0


async def test_a_clock_set_back_does_not_stop_everything(db: Database) -> None:
    clock = Clock(db, Quota(1, 1000))
    assert await clock.admit(7200) == 0
    assert await clock.admit(0) == 0
    assert await clock.admit(1) > 0


async def test_the_traffic_of_past_minutes_is_not_kept(db: Database) -> None:
    clock = Clock(db, Quota(1000, 10_000))
    for second in range(0, 300, 3):
        assert await clock.admit(second) == 0
    [(rows,)] = await db.fetch_all("SELECT count(*) FROM model_traffic")
    assert rows <= 21


async def test_a_call_given_up_before_anything_is_sent_frees_the_quota(db: Database) -> None:
    """The books are held by another transaction, so that the call waits for its money."""
    throttle = Throttle(db, {"google": Quota(10, 1000)})
    purse = Purse(db, Limits(10_000, 10_000, 10, 10_000, 10_000), user="reader", command="first")
    means: Any = SimpleNamespace(purse=purse, throttle=throttle, circuits=None)
    model: Any = SimpleNamespace(model=ModelName("google", "gemini-3.8-flash"))
    task: Any = SimpleNamespace(agent="topic_modeler")
    call = Call(model, Standing(Gate.CLOSED), means, print)
    async with db.transaction() as conn:
        await conn.execute("LOCK TABLE model_calls IN ACCESS EXCLUSIVE MODE")
        waiting = asyncio.create_task(
            call.draft(task, Offer(Prompt("", "", (), 900), 900, 0), Deadline.after(60))
        )
        await asyncio.sleep(0.3)
        assert await throttle.admit("google", 900) > 0
        waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await throttle.admit("google", 1000) == 0
