"""The inbox: each update once, one of a user at a time, and what a dead process took is free again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from tests.waiting import PATIENCE

from tidings.store import inbox, processes
from tidings.store.inbox import Arrival
from tidings.store.pool import Connection, Database

ANNA, BORIS = 11, 12
Join = Callable[[], Awaitable[tuple[int, Connection]]]


@pytest.fixture
async def join(db: Database) -> AsyncIterator[Join]:
    """A process of the bot: its number, and the connection it lives as long as."""
    async with AsyncExitStack() as stack:

        async def one() -> tuple[int, Connection]:
            conn = await stack.enter_async_context(db.own_connection())
            return await processes.join(conn), conn

        yield one


async def arrive(db: Database, number: int, user: int = ANNA, lane: str = "command", **more: object) -> bool:
    async with db.transaction() as conn:
        await inbox.lock(conn, [user])
        return await inbox.add(conn, Arrival(number, lane, user, "{}", **more))  # type: ignore[arg-type]


async def claim(db: Database, process: int, lane: str = "command", limit: int = 9) -> list[int]:
    async with db.connection() as conn:
        return [claimed.update_id for claimed in await inbox.claim(conn, lane, process, limit)]


async def finish(db: Database, process: int, update: int) -> bool:
    async with db.connection() as conn:
        (row,) = await (await conn.execute("SELECT id FROM inbox WHERE update_id = %s", (update,))).fetchall()
        return await inbox.done(conn, row[0], process, "answered")


async def free(db: Database) -> tuple[int, int]:
    async with db.connection() as conn:
        return await processes.free(conn)


async def gone(db: Database, process: int, connection: Connection) -> None:
    """The process dies; the server takes a moment to notice that the connection is closed."""
    await connection.close()
    async with asyncio.timeout(PATIENCE), db.connection() as conn:
        while process in await processes.living(conn):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_an_update_that_comes_again_is_stored_once(db: Database) -> None:
    assert await arrive(db, 1)
    assert not await arrive(db, 1)
    async with db.connection() as conn:
        assert await inbox.known(conn, [1, 2]) == {1}


async def test_updates_of_a_user_are_taken_in_order_and_never_two_at_a_time(db: Database, join: Join) -> None:
    process, _ = await join()
    other, _ = await join()
    for number, user in ((1, ANNA), (2, ANNA), (3, BORIS)):
        await arrive(db, number, user)
    assert await claim(db, process) == [1, 3]
    assert await claim(db, other) == []
    assert await finish(db, process, 1)
    assert await claim(db, other) == [2]


async def test_a_button_does_not_wait_for_a_command(db: Database, join: Join) -> None:
    process, _ = await join()
    await arrive(db, 1)
    await arrive(db, 2, lane="button")
    assert await claim(db, process) == [1]
    assert await claim(db, process, "button") == [2]


async def test_no_more_are_taken_than_there_is_room_for(db: Database, join: Join) -> None:
    process, _ = await join()
    for number in range(5):
        await arrive(db, number, user=20 + number)
    assert await claim(db, process, limit=2) == [0, 1]
    assert await claim(db, process, limit=9) == [2, 3, 4]


async def test_two_that_claim_at_the_same_time_never_get_the_same(db: Database, join: Join) -> None:
    one, _ = await join()
    two, _ = await join()
    for number in range(6):
        await arrive(db, number, user=20 + number)
    async with db.transaction() as first, db.transaction() as second:
        mine = await inbox.claim(first, "command", one, 3)
        theirs = await inbox.claim(second, "command", two, 9)
    assert [row.update_id for row in mine] == [0, 1, 2]
    assert [row.update_id for row in theirs] == [3, 4, 5]


async def test_what_a_dead_process_took_is_free_and_what_a_living_one_took_is_not(
    db: Database, join: Join
) -> None:
    dying, connection = await join()
    living, _ = await join()
    await arrive(db, 1, ANNA)
    await arrive(db, 2, BORIS)
    assert await claim(db, dying, limit=1) == [1]
    assert await claim(db, living) == [2]
    assert await free(db) == (0, 0)
    await gone(db, dying, connection)
    assert await free(db) == (1, 0)
    async with db.connection() as conn:
        (again,) = await inbox.claim(conn, "command", living, 9)
    assert (again.update_id, again.attempts) == (1, 2)
    assert not await finish(db, dying, 1)
    assert await finish(db, living, 1)


async def test_what_is_given_back_is_not_due_at_once_and_holds_up_what_came_after_it(
    db: Database, join: Join
) -> None:
    process, _ = await join()
    await arrive(db, 1)
    await arrive(db, 2)
    async with db.connection() as conn:
        (taken,) = await inbox.claim(conn, "command", process, 9)
        assert await inbox.later(conn, taken.id, process, 60)
    assert await claim(db, process) == []


async def test_one_process_leads_until_it_is_gone(db: Database, join: Join) -> None:
    number, first = await join()
    _, second = await join()
    assert await processes.lead(first)
    assert not await processes.lead(second)
    await gone(db, number, first)
    assert await processes.lead(second)


async def test_the_hour_is_used_up_until_its_first_command_is_an_hour_old(db: Database) -> None:
    for number in range(3):
        await arrive(db, number)
    await arrive(db, 9, lane="refusal", refusal="busy")
    async with db.connection() as conn:
        await conn.execute(
            "UPDATE inbox SET received_at = now() - interval '1 minute' * (50 - 10 * update_id)"
            " WHERE update_id < 3"
        )
        with_room = await inbox.standing(conn, ANNA, "command", 4)
        full = await inbox.standing(conn, ANNA, "command", 3)
        over = await inbox.standing(conn, ANNA, "command", 2)
        (minutes,) = await (
            await conn.execute("SELECT extract(epoch FROM %s - now())::float / 60", (full.resets_at,))
        ).fetchall()
    assert with_room.resets_at is None
    assert round(minutes[0]) == 10
    assert full.resets_at is not None
    assert over.resets_at is not None
    assert over.resets_at > full.resets_at
    assert (full.undone, full.refused) == (3, 1)


async def test_what_is_dealt_with_keeps_its_number_alone(db: Database, join: Join) -> None:
    process, _ = await join()
    await arrive(db, 1)
    await claim(db, process)
    await finish(db, process, 1)
    async with db.connection() as conn:
        await inbox.forget(conn, ANNA)
        rows = await (await conn.execute("SELECT queue, body FROM inbox")).fetchall()
        assert rows == [(0, None)]
        assert await inbox.prune(conn, 1, 10) == 0
        assert await inbox.prune(conn, 0, 10) == 1
