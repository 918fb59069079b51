"""The books when the server itself is killed: a reservation that was granted is there."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import psutil
from tests.waiting import PATIENCE

from tidings.store import budgets
from tidings.store.pool import Database

PLENTY = {
    "command_tokens": 10**6,
    "command_nanos": 10**9,
    "user_commands": 100,
    "user_nanos": 10**9,
    "daily_nanos": 10**9,
}
TOTALS = "SELECT sum(nanos_spent), sum(nanos_reserved) FROM model_pots WHERE name LIKE 'day %'"


def kill(db: Database) -> None:
    """Kill the server and its children at once, as a crash of the machine does."""
    assert db.server is not None
    pid = db.server.status().pid
    assert pid is not None
    server = psutil.Process(pid)
    processes = [server, *server.children(recursive=True)]
    for process in processes:
        process.kill()
    psutil.wait_procs(processes, timeout=PATIENCE)


async def test_a_granted_reservation_survives_the_death_of_the_server(data_dir: Path) -> None:
    async with Database(data_dir=data_dir, max_size=2) as db:
        call = budgets.NewCall(uuid4(), "hash", "first", "agent", "model", "id", 10, 1000, 60.0)
        async with db.connection() as conn:
            assert (await budgets.reserve(conn, call, **PLENTY)).refusal is None
        kill(db)
        assert await db.fetch_all(TOTALS) == [(0, 1000)]


async def test_a_settlement_the_server_forgot_is_still_reserved(data_dir: Path) -> None:
    async with Database(data_dir=data_dir, max_size=2) as db:
        call = budgets.NewCall(uuid4(), "hash", "first", "agent", "model", "id", 10, 1000, 60.0)
        ended = budgets.EndedCall(call.id, "ok", 5, 5, 0, 0, 700, 0.1)
        async with db.connection() as conn:
            await budgets.reserve(conn, call, **PLENTY)
            await budgets.settle(conn, ended)
        kill(db)
        assert await db.fetch_all(TOTALS) in ([(0, 1000)], [(700, 0)])
        async with db.connection() as conn:
            await budgets.settle(conn, ended)
        assert await db.fetch_all(TOTALS) == [(700, 0)]
