"""A lookout gives up what hangs, and sees again afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from tidings.health.lookout import Away, Lookout
from tidings.store.pool import Connection, Database


async def sleeping(conn: Connection) -> None:
    await conn.execute("SELECT pg_sleep(60)")


async def one(conn: Connection) -> Any:
    return await (await conn.execute("SELECT 1")).fetchone()


async def wrong(conn: Connection) -> None:
    await conn.execute("SELECT nothing_of_that_name")


async def test_what_hangs_is_given_up_and_the_next_who_asks_is_answered(db: Database) -> None:
    lookout = Lookout(db)
    with pytest.raises(Away) as away:
        await lookout.ask(sleeping)
    assert away.value.reason == "timeout"
    assert await lookout.ask(one) == (1,)
    await lookout.close()


async def test_a_refused_statement_is_told_from_a_database_that_is_away(db: Database) -> None:
    lookout = Lookout(db)
    with pytest.raises(Away) as away:
        await lookout.ask(wrong)
    assert away.value.reason == "failed"
    assert await lookout.ask(one) == (1,)
    await lookout.close()


async def mine(conn: Connection) -> Any:
    return await (await conn.execute("SELECT pg_backend_pid()")).fetchone()


async def test_a_connection_that_a_restart_took_is_made_anew_for_the_same_question(db: Database) -> None:
    lookout = Lookout(db)
    (kept,) = await lookout.ask(mine)
    async with db.connection() as conn:
        await conn.execute("SELECT pg_terminate_backend(%s, 5000)", (kept,))
    (other,) = await lookout.ask(mine)
    assert other != kept
    await lookout.close()
