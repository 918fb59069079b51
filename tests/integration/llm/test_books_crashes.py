"""Several processes at one pot, killed in mid-call: never over it, and nothing is held for the dead."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from tests.waiting import PATIENCE

from tidings.llm.budget import Limits, OutOfBudget, Purse, Room, reconcile
from tidings.llm.outcomes import Outcome, Usage
from tidings.store.pool import Database

CENT = 10_000_000
POT = 50 * CENT
COMMANDS_A_PROCESS = 25
# Calls that have been settled when the killing begins, and how often a process is killed.
BUSY = 300
KILLS = 6
LAPSE_SECONDS = 0.6

# A process whose commands spend without end, each a call after another; it lives until it is killed.
SPENDER = f"""
import asyncio, random, sys
from tidings.llm import budget
from tidings.llm.budget import Limits, OutOfBudget, Purse
from tidings.llm.outcomes import Outcome, Usage
from tidings.store.pool import Database

budget.GRACE_SECONDS = {LAPSE_SECONDS} / 2
LIMITS = Limits(10**9, {POT}, 10**6, {POT}, {POT})

async def spend(db, seed, number):
    dice = random.Random(f"{{seed}}.{{number}}")
    while True:
        command = f"{{seed}}.{{number}}.{{dice.random()}}"
        purse = Purse(db, LIMITS, user=f"user{{number % 5}}", command=command)
        for _ in range(dice.randint(1, 3)):
            most = dice.randint({CENT} // 100, 3 * {CENT})
            try:
                held = await purse.reserve(
                    agent="topic", model="gpt-6-luna", tokens=500, nanos=most, seconds={LAPSE_SECONDS} / 2
                )
            except OutOfBudget:
                await asyncio.sleep(0.01)
                continue
            await asyncio.sleep(dice.uniform(0.0, 0.2))
            known = dice.random() < 0.99
            usage = Usage(dice.randint(0, 400), dice.randint(0, 100)) if known else None
            nanos = dice.randint(0, most // 50) if known else None
            await purse.settle(held, usage=usage, nanos=nanos, outcome=Outcome.OK, seconds=0.1)

async def main(url, seed):
    async with Database(url=url) as db:
        await asyncio.gather(*[spend(db, seed, number) for number in range({COMMANDS_A_PROCESS})])

asyncio.run(main(*sys.argv[1:]))
"""

# A process that reserves, says so, and never comes to settling.
DYING = f"""
import asyncio, sys
from tidings.llm import budget
from tidings.llm.budget import Limits, Purse
from tidings.store.pool import Database

budget.GRACE_SECONDS = {LAPSE_SECONDS} / 2

async def main(url):
    async with Database(url=url) as db:
        purse = Purse(db, Limits(8000, {POT}, 100, {POT}, {POT}), user="ann", command="first")
        await purse.reserve(
            agent="topic_modeler", model="gpt-6-luna", tokens=3000, nanos={CENT}, seconds={LAPSE_SECONDS} / 2
        )
        print("reserved", flush=True)
        await asyncio.sleep(60)

asyncio.run(main(*sys.argv[1:]))
"""

# One statement, so one moment: the day's pot, and the same from the calls.
BALANCE = """
SELECT (SELECT coalesce(sum(nanos_spent), 0) FROM model_pots WHERE name LIKE 'day %'),
       (SELECT coalesce(sum(nanos_reserved), 0) FROM model_pots WHERE name LIKE 'day %'),
       (SELECT coalesce(sum(nanos_paid), 0) FROM model_calls),
       (SELECT coalesce(sum(nanos_reserved), 0) FROM model_calls WHERE outcome IS NULL),
       (SELECT count(*) FROM model_calls WHERE outcome = 'ok')
"""
POTS_AND_CALLS = """
SELECT name, pot.commands, pot.tokens_spent, pot.nanos_spent, calls.commands, calls.tokens, calls.nanos
  FROM model_pots AS pot
  FULL JOIN (SELECT name, count(DISTINCT command) AS commands, sum(tokens_used) AS tokens,
                    sum(nanos_paid) AS nanos
               FROM model_calls, unnest(model_pot_names(user_hash, command, day)) AS name GROUP BY 1
            ) AS calls USING (name)
"""
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start another process of Tidings; gone at the end."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *args: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, *args]
        started.append(
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


async def watch(db: Database, busy: asyncio.Event, ended: asyncio.Event) -> int:
    """Look at the pot again and again; how often. It is never over, and always what the calls say."""
    looks = 0
    while not ended.is_set():
        [(spent, reserved, paid, held, settled)] = await db.fetch_all(BALANCE)
        assert spent + reserved <= POT
        assert (spent, reserved) == (paid, held)
        if settled >= BUSY:
            busy.set()
        looks += 1
        await asyncio.sleep(0.01)
    return looks


async def kill_at_random(url: str, start: Start, busy: asyncio.Event, ended: asyncio.Event) -> None:
    """Two processes of spenders; once they are busy, one is killed and replaced every now and then."""
    dice = random.Random(50)
    running = [start(SPENDER, url, f"{number}") for number in range(2)]
    await busy.wait()
    for killed in range(KILLS):
        await asyncio.sleep(dice.uniform(0.2, 0.7))
        victim = dice.randrange(2)
        running[victim].kill()
        running[victim] = start(SPENDER, url, f"{killed + 2}")
    for process in running:
        process.kill()
        process.wait()
    ended.set()


async def test_a_pot_of_50_cents_holds_against_50_commands_in_two_processes_that_die(
    db: Database, database_url: str, start: Start
) -> None:
    busy, ended = asyncio.Event(), asyncio.Event()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        looks = group.create_task(watch(db, busy, ended))
        group.create_task(kill_at_random(database_url, start, busy, ended))
    await asyncio.sleep(LAPSE_SECONDS)
    await reconcile(db)
    [(spent, reserved, paid, held, _)] = await db.fetch_all(BALANCE)
    assert (reserved, held) == (0, 0)
    assert spent == paid <= POT
    for _, commands, tokens, nanos, *summed in await db.fetch_all(POTS_AND_CALLS):
        assert [commands, tokens, nanos] == summed
    assert await db.fetch_all(DEADLOCKS) == [(0,)]
    assert await db.fetch_all("SELECT DISTINCT outcome FROM model_calls ORDER BY 1") == [("lost",), ("ok",)]
    assert looks.result() > 50


async def test_a_process_killed_after_reserving_leaves_its_cost_and_lets_the_next_command_work(
    db: Database, database_url: str, start: Start
) -> None:
    dying = start(DYING, database_url)
    assert dying.stdout is not None
    assert dying.stdout.readline() == "reserved\n"
    dying.kill()
    purse = Purse(db, Limits(8000, POT, 100, 2 * CENT, POT), user="ann", command="next")
    assert await purse.room() == Room(8000, CENT, None)
    await asyncio.sleep(LAPSE_SECONDS)
    assert await reconcile(db) == 1
    assert await db.fetch_all("SELECT outcome, tokens_used, nanos_paid FROM model_calls") == [
        ("lost", 3000, CENT)
    ]
    held = await purse.reserve(agent="topic_modeler", model="gpt-6.1-terra", tokens=10, nanos=CENT, seconds=1)
    await purse.settle(held, usage=Usage(5, 5), nanos=CENT, outcome=Outcome.OK, seconds=0.1)
    assert (await purse.room()).nanos == 0
    with pytest.raises(OutOfBudget):
        await purse.reserve(agent="topic_modeler", model="gpt-6.1-terra", tokens=10, nanos=1, seconds=1)
