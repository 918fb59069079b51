"""Whole commands at one pot, in processes that are killed: never over it, nothing held for the dead."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from tests.integration.commands_until_killed import ASKING, answer_all, ask
from tests.integration.conftest import OPTIONS
from tests.waiting import PATIENCE

from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.llm.budget import reconcile
from tidings.schemas import Meta
from tidings.settings import Settings
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.integration.commands_until_killed"])
POT = 0.25
NANOS = 10**9
COMMANDS, PROCESSES = 50, 2
# How often each process is killed, and how long after it began to ask.
KILLS, KILLED_AFTER = 2, (1.5, 5.0)
CALLED_WITHIN = 10.0

QUOTA = "10000/100000000"
SETTINGS: dict[str, Any] = {
    **OPTIONS,
    "daily_usd": POT,
    "model_cache_hours": 0,
    "gemini_quota": QUOTA,
    "anthropic_quota": QUOTA,
    "openai_quota": QUOTA,
}

# One statement, so one moment: each pot of a day and of a user, and the same from the calls.
BALANCE = """
SELECT pot.name, pot.nanos_spent, pot.nanos_reserved, coalesce(sum(nanos_paid), 0)::bigint,
       coalesce(sum(call.nanos_reserved) FILTER (WHERE outcome IS NULL), 0)::bigint
  FROM model_pots AS pot LEFT JOIN model_calls AS call
    ON pot.name = ANY (model_pot_names(user_hash, command, call.day))
 GROUP BY pot.name, pot.nanos_spent, pot.nanos_reserved
"""
# Nobody settles the calls of the dead: they lapse at once instead of in some seconds.
LAPSE = "UPDATE model_calls SET lapses_at = clock_timestamp() WHERE outcome IS NULL RETURNING id"

# Also those that other commands found on their way.
LOST = "SELECT count(*) FROM model_calls WHERE outcome = 'lost'"


class Asker:
    """A process with commands to ask; killed now and then, and begun anew with those not yet answered."""

    def __init__(
        self, url: str, options: dict[str, Any], numbers: list[int], seed: int, calling: asyncio.Event
    ) -> None:
        self._url, self._options, self._calling = url, options, calling
        self._dice = random.Random(seed)
        self._waiting = set(numbers)
        self.answers: dict[int, Meta] = {}

    async def run(self) -> None:
        """Until all are answered; the last process is left to live."""
        for _ in range(KILLS):
            with self._process() as (process, told):
                await self._hear(told, self._dice.uniform(*KILLED_AFTER))
                # On a busy machine the first call may come later; once the pot is empty none does.
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._calling.wait(), CALLED_WITHIN)
                process.kill()
        with self._process() as (process, told):
            await self._hear(told, PATIENCE)
            await asyncio.to_thread(process.join, PATIENCE)
            assert process.exitcode == 0

    @contextmanager
    def _process(self) -> Iterator[tuple[BaseProcess, Connection]]:
        told, teller = FORKED.Pipe(duplex=False)
        process = FORKED.Process(
            target=answer_all, args=(teller, self._url, self._options, sorted(self._waiting)), daemon=True
        )
        process.start()
        teller.close()
        try:
            yield process, told
        finally:
            process.kill()
            process.join()
            told.close()

    async def _hear(self, told: Connection, seconds: float) -> None:
        """Hear of answers for so long after the process began to ask, or until it has ended."""
        assert await asyncio.to_thread(told.recv) == ASKING
        until = time.monotonic() + seconds
        while await asyncio.to_thread(told.poll, max(until - time.monotonic(), 0)):
            try:
                number, meta = told.recv()
            except EOFError:
                return
            self.answers[number] = meta
            self._waiting.discard(number)


async def watch(db: Database, ended: asyncio.Event, calling: asyncio.Event) -> int:
    """Look at all pots again and again; how often. None is over its limit, and each is what the calls say.

    `calling` is set while some call is open.
    """
    looks = 0
    while not ended.is_set():
        pots = await db.fetch_all(BALANCE)
        if any(open_ for *_, open_ in pots):
            calling.set()
        else:
            calling.clear()
        for name, spent, held, paid, open_ in pots:
            assert (spent, held) == (paid, open_), name
            assert not name.startswith("day ") or spent + held <= POT * NANOS
        looks += 1
        await asyncio.sleep(0.02)
    return looks


def was_refused(meta: Meta) -> bool:
    """Whether the pot was empty for it."""
    return any(step.endswith(":daily_usd") for step in meta.degradations)


async def used_up(db: Database, options: dict[str, Any]) -> bool:
    """Ask further commands, one after another, until the pot is empty for one."""
    engine = Engine.over(Settings(**options), db, load_embedder())
    engine.models.load()
    try:
        for number in range(COMMANDS, 4 * COMMANDS):
            if was_refused((await ask(engine, number)).meta):
                return True
        return False
    finally:
        await engine.models.aclose()


async def test_50_commands_in_two_processes_that_die_never_spend_a_cent_over_their_pot(
    own_url: str, servers: ProviderServers
) -> None:
    servers.behave("all", Behaviour("latency", seconds=0.5, sigma=1.0))
    options = {**SETTINGS, **servers.settings()}
    shares = [list(range(first, COMMANDS, PROCESSES)) for first in range(PROCESSES)]
    ended, calling = asyncio.Event(), asyncio.Event()
    askers = [Asker(own_url, options, share, seed, calling) for seed, share in enumerate(shares)]
    async with Database(url=own_url) as db, asyncio.timeout(2 * PATIENCE):
        async with asyncio.TaskGroup() as group:
            looks = group.create_task(watch(db, ended, calling))
            await asyncio.gather(*(asker.run() for asker in askers))
            metas = [meta for asker in askers for meta in asker.answers.values()]
            # Where models hardly answered, as on a busy machine, the rest of the pot is asked for now.
            refused = any(map(was_refused, metas)) or await used_up(db, options)
            ended.set()
        await db.fetch_all(LAPSE)
        await reconcile(db)
        ((lost,),) = await db.fetch_all(LOST)
        pots = {name: rest for name, *rest in await db.fetch_all(BALANCE)}
    answers = {number: meta for asker in askers for number, meta in asker.answers.items()}
    assert sorted(answers) == list(range(COMMANDS))
    assert looks.result() > 20
    assert lost > 0
    assert all(held == open_ == 0 and spent == paid for spent, held, paid, open_ in pots.values())
    spent = sum(spent for name, (spent, *_) in pots.items() if name.startswith("day "))
    # On a busy machine the calls of the dead may have taken the whole pot.
    assert sum(meta.cost_usd for meta in answers.values()) <= spent / NANOS <= POT
    assert spent > 0
    assert refused
