"""The outbox: a key is used once, a row is sent by one, and it says how far it came."""

from __future__ import annotations

import asyncio

from tidings.store import outbox, processes
from tidings.store.outbox import Message, Target
from tidings.store.pool import Database

HELLO = [Message("<b>Hello</b>", "Hello", '{"inline_keyboard": []}', b"png")]


async def put(db: Database, key: str = "update:1", process: int | None = None, chat: int = 5) -> int | None:
    async with db.transaction() as conn:
        return await outbox.put(conn, Target(key, chat), HELLO, process=process)


async def test_a_key_is_used_once(db: Database) -> None:
    first = await put(db)
    assert first is not None
    assert await put(db) is None
    assert await put(db, "update:2") not in {None, first}


async def test_what_is_worked_on_shows_one_message_whose_place_the_answer_takes(db: Database) -> None:
    async with db.connection() as conn:
        opened = await outbox.begin(conn, Target("update:1", 5))
        await outbox.anchor_open(conn, opened.id, 77)
        again = await outbox.begin(conn, Target("update:1", 5))
        assert (again.id, again.ready, again.message_id) == (opened.id, False, 77)
        assert not await outbox.is_ready(conn, "update:1")
        assert await outbox.progress(conn, "update:1") == 77
        assert await outbox.claim(conn, 1, 9) == []
    assert await put(db) == opened.id
    async with db.connection() as conn:
        assert await outbox.is_ready(conn, "update:1")
        (part,) = await outbox.parts(conn, opened.id)
        assert (part.html, part.message_id) == ("<b>Hello</b>", 77)
        assert not await outbox.abandon(conn, "update:1")


async def test_what_nothing_came_of_leaves_no_row(db: Database) -> None:
    async with db.connection() as conn:
        await outbox.begin(conn, Target("update:1", 5))
        assert await outbox.abandon(conn, "update:1")
    assert await put(db) is not None


async def test_only_the_process_that_holds_a_row_writes_how_far_it_came(db: Database) -> None:
    number = await put(db, process=1) or 0
    async with db.connection() as conn:
        assert await outbox.held(conn, number, 2) is None
        assert not await outbox.anchored(conn, number, 2, 0, 77)
        assert not await outbox.picture_tried(conn, number, 2, 0)
        await outbox.done(conn, number, 2, "shown")
        assert await outbox.outcome(conn, "update:1") is None
        assert await outbox.anchored(conn, number, 1, 0, 77)
        assert await outbox.picture_tried(conn, number, 1, 0)
        assert not await outbox.picture_tried(conn, number, 1, 0)
        await outbox.done(conn, number, 1, "shown")
        assert await outbox.outcome(conn, "update:1") == "shown"
        assert await outbox.parts(conn, number) == []


async def test_what_a_dead_process_held_is_sent_by_another(db: Database) -> None:
    async with db.own_connection() as dying:
        await put(db, process=await processes.join(dying))
        async with db.connection() as conn:
            await processes.free(conn)
            assert await outbox.claim(conn, 99, 9) == []
    async with db.connection() as conn:
        # The server lets go of its lock when it has noticed that the connection is closed.
        freed = (0, 0)
        for _ in range(1000):
            freed = await processes.free(conn)
            if freed != (0, 0):
                break
            await asyncio.sleep(0.01)
        assert freed == (0, 1)
        assert [held.key for held in await outbox.claim(conn, 99, 9)] == ["update:1"]


async def test_what_is_put_off_is_due_later(db: Database) -> None:
    number = await put(db, process=1) or 0
    async with db.connection() as conn:
        assert await outbox.next_due(conn) is None
        assert await outbox.later(conn, number, 1, 60)
        assert await outbox.claim(conn, 1, 9) == []
        assert 55 < (await outbox.next_due(conn) or 0) <= 60
        assert await outbox.waiting(conn) == 1


async def test_a_chat_is_forgotten_but_for_what_is_said_last(db: Database) -> None:
    for key, chat in (("update:1", 5), ("update:2", 5), ("update:3", 6)):
        await put(db, key, chat=chat)
    async with db.connection() as conn:
        await outbox.forget(conn, 5, but="update:2")
        rows = await (await conn.execute("SELECT key FROM outbox ORDER BY key")).fetchall()
    assert rows == [("update:2",), ("update:3",)]


async def test_keys_are_kept_until_nobody_would_use_them_again(db: Database) -> None:
    number = await put(db, process=1) or 0
    await put(db, "update:2", process=1)
    async with db.connection() as conn:
        await outbox.done(conn, number, 1, "shown")
        assert await outbox.prune(conn, 1, 9) == 0
        assert await outbox.prune(conn, 0, 9) == 1
        assert await outbox.waiting(conn) == 1
