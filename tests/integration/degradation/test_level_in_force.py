"""The level in the database: who changed it when and why, and what every process reads."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from tidings.store import degradation
from tidings.store.pool import Database


async def test_a_service_that_was_never_reduced_has_no_history(db: Database) -> None:
    assert await db.read(degradation.current) is None
    assert await db.read(lambda conn: degradation.history(conn, 10)) == []


async def test_the_newest_change_holds_and_the_others_are_its_history(db: Database) -> None:
    async with db.connection() as conn:
        first = await degradation.change(conn, 1, who="vera", why="slow")
        second = await degradation.change(conn, 2, who="rule", why="firing HighLatency", by_rule=True)
        assert await degradation.current(conn) == second
        assert await degradation.history(conn, 10) == [second, first]
        assert await degradation.history(conn, 1) == [second]
    assert (second.level, second.by_rule, second.who, second.why) == (2, True, "rule", "firing HighLatency")
    assert second.at == second.since > first.at


async def test_a_level_that_is_set_again_lasts_since_it_was_first_set(db: Database) -> None:
    async with db.connection() as conn:
        by_rule = await degradation.change(conn, 1, who="rule", why="firing HighLatency", by_rule=True)
        taken_over = await degradation.change(conn, 1, who="vera", why="I look after it")
        back = await degradation.change(conn, 0, who="vera", why="it is well")
        again = await degradation.change(conn, 1, who="vera", why="it is not")
    assert taken_over.since == by_rule.since < taken_over.at
    assert again.since == again.at > back.since


async def test_history_is_never_rewritten(db: Database) -> None:
    async with db.connection() as conn:
        await degradation.change(conn, 1, who="vera", why="slow")
        for statement in ("UPDATE degradations SET why = 'well'", "DELETE FROM degradations"):
            with pytest.raises(psycopg.errors.RaiseException):
                await conn.execute(statement)
        assert len(await degradation.history(conn, 10)) == 1


async def test_changes_at_the_same_moment_follow_each_other(db: Database) -> None:
    async def change(level: int) -> None:
        async with db.connection() as conn:
            await degradation.change(conn, level, who=f"operator {level}", why="drill")

    await asyncio.gather(*(change(number % 4) for number in range(12)))
    rows = await db.read(lambda conn: degradation.history(conn, 20))
    assert len(rows) == 12
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)


async def test_while_one_holds_the_level_another_does_not(db: Database) -> None:
    async with db.connection() as one, db.connection() as other:
        async with one.transaction():
            assert await degradation.try_hold(one)
            assert not await degradation.try_hold(other)
        assert await degradation.try_hold(other)


async def test_every_change_is_counted_once(db: Database) -> None:
    async with db.connection() as conn:
        assert await degradation.uncounted(conn) == {}
        await degradation.change(conn, 1, who="vera", why="slow")
        await degradation.change(conn, 2, who="vera", why="slower")
        await degradation.change(conn, 1, who="rule", why="quiet", by_rule=True)
        assert await degradation.uncounted(conn) == {False: 2, True: 1}
        assert await degradation.uncounted(conn) == {}
        await degradation.change(conn, 0, who="rule", why="quiet", by_rule=True)
        assert await degradation.uncounted(conn) == {True: 1}
