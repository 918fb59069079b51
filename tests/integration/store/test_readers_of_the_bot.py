"""Readers, their buttons and their judgements, as the store keeps them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

from tidings.store import budgets, buttons, judgements, readers, users
from tidings.store.budgets import NewCall
from tidings.store.buttons import ButtonRow
from tidings.store.judgements import LabelledPair, Satisfaction
from tidings.store.pool import Database
from tidings.store.readers import ReaderRow

ANNA, BORIS = 5_000_000_001, 2
PAIR = LabelledPair(
    ANNA, "abc", 1, 77, 0, "Seventeen hurt", "17 were hurt", "fact", "quoted", False, "trends", "en", True
)


async def test_a_new_reader_has_quiet_nights_and_no_digest(db: Database) -> None:
    async with db.connection() as conn:
        row = await readers.seen(conn, ANNA, "ru")
    assert row == ReaderRow(ANNA, "ru", None, None, None, 23, 8, [], [], None)


async def test_what_a_reader_chose_stays_when_they_are_seen_again(db: Database) -> None:
    async with db.transaction() as conn:
        await readers.seen(conn, ANNA, "ru")
        await readers.speak(conn, ANNA, "en")
        await readers.live_in(conn, ANNA, "Asia/Tokyo")
        await readers.digest_at(conn, ANNA, 7)
        await readers.quiet_between(conn, ANNA, None)
        await readers.choose_sources(conn, ANNA, ["A"])
        await readers.block_sources(conn, ANNA, ["B"])
        await readers.expect(conn, ANNA, "zone")
        row = await readers.seen(conn, ANNA, "de")
    assert row == ReaderRow(ANNA, "de", "en", "Asia/Tokyo", 7, None, None, ["A"], ["B"], "zone")


async def test_what_was_asked_long_ago_is_awaited_no_more(db: Database) -> None:
    async with db.transaction() as conn:
        await readers.seen(conn, ANNA, None)
        await readers.expect(conn, ANNA, "zone")
        await conn.execute("UPDATE readers SET awaited_until = now() - interval '1 second'")
        found = await readers.find(conn, ANNA)
        assert found
        assert found.awaited is None
        assert await readers.find(conn, BORIS) is None


async def test_readers_of_the_last_day_are_counted(db: Database) -> None:
    async with db.transaction() as conn:
        await readers.seen(conn, ANNA, None)
        await readers.seen(conn, BORIS, None)
        await conn.execute("UPDATE readers SET seen_at = now() - interval '2 days' WHERE id = 2")
        assert await readers.count(conn) == (2, 1)
        await readers.forget(conn, ANNA)
        assert await readers.count(conn) == (1, 0)


async def test_buttons_keep_their_order_and_what_they_do(db: Database) -> None:
    actions = [(f"act{number}", {"n": number, "text": "«ё»\u2028"}) for number in range(20)]
    async with db.transaction() as conn:
        numbers = await buttons.add(conn, ANNA, -7, actions, 30)
        assert numbers == sorted(numbers)
        for number, (action, payload) in zip(numbers, actions, strict=True):
            assert await buttons.find(conn, number) == ButtonRow(number, ANNA, -7, action, payload)


async def test_expired_buttons_are_not_found_and_leave_as_new_ones_come(db: Database) -> None:
    async with db.transaction() as conn:
        [old] = await buttons.add(conn, ANNA, 1, [("act", {})], 30)
        await conn.execute("UPDATE buttons SET expires_at = now() - interval '1 second'")
        assert await buttons.find(conn, old) is None
        await buttons.add(conn, ANNA, 1, [("act", {})], 30)
        [(left,)] = await (await conn.execute("SELECT count(*) FROM buttons")).fetchall()
        assert left == 1


async def test_a_press_is_heeded_once_but_again_for_the_same_update(db: Database) -> None:
    async with db.connection() as conn:
        [number] = await buttons.add(conn, ANNA, 1, [("act", {})], 30)
        assert await buttons.press(conn, number, 500, 60)
        assert not await buttons.press(conn, number, 501, 60)
        assert await buttons.press(conn, number, 500, 60)
        await conn.execute("UPDATE buttons SET pressed_at = now() - interval '61 seconds'")
        assert await buttons.press(conn, number, 502, 60)


async def test_of_presses_at_the_same_moment_one_is_heeded(db: Database) -> None:
    async with db.connection() as conn:
        [number] = await buttons.add(conn, ANNA, 1, [("act", {})], 30)

    async def press(update: int) -> bool:
        async with db.connection() as conn:
            return await buttons.press(conn, number, update, 60)

    assert sum(await asyncio.gather(*(press(update) for update in range(6)))) == 1


async def test_a_secret_is_made_once_for_all_processes(db: Database) -> None:
    async def ask() -> bytes:
        async with db.connection() as conn:
            return await buttons.secret(conn, "buttons")

    found = set(await asyncio.gather(*(ask() for _ in range(6))))
    assert len(found) == 1
    assert len(found.pop()) == buttons.SECRET_BYTES
    async with db.connection() as conn:
        assert await buttons.secret(conn, "other") != await buttons.secret(conn, "buttons")


async def test_a_later_judgement_takes_the_place_of_the_first(db: Database) -> None:
    async with db.transaction() as conn:
        await judgements.judge(conn, [PAIR])
        await judgements.judge(conn, [LabelledPair(**{**_fields(PAIR), "accepted": False})])
        assert await judgements.judged(conn, ANNA, "abc") == {1: False}
        assert await judgements.verdicts(conn, 30) == (0, 1)
        assert await judgements.judged(conn, BORIS, "abc") == {}


def _fields(pair: LabelledPair) -> dict[str, object]:
    return {name: getattr(pair, name) for name in LabelledPair.__slots__}


async def test_satisfaction_counts_a_reader_once_an_answer(db: Database) -> None:
    async with db.transaction() as conn:
        assert await judgements.rate(conn, ANNA, "abc", "trends", helpful=True)
        assert not await judgements.rate(conn, ANNA, "abc", "trends", helpful=True)
        assert await judgements.rate(conn, BORIS, "abc", "trends", helpful=False)
        assert await judgements.satisfaction(conn, 30) == [Satisfaction("trends", 1, 2)]
        assert await judgements.rate(conn, ANNA, "abc", "trends", helpful=False)
        assert await judgements.satisfaction(conn, 30) == [Satisfaction("trends", 0, 2)]
        await conn.execute("UPDATE satisfaction SET judged_at = now() - interval '31 days'")
        assert await judgements.satisfaction(conn, 30) == []


async def test_forgetting_takes_only_what_is_the_readers_own(db: Database) -> None:
    async with db.transaction() as conn:
        for reader in (ANNA, BORIS):
            await buttons.add(conn, reader, reader, [("act", {})], 30)
            await judgements.judge(conn, [LabelledPair(**{**_fields(PAIR), "reader": reader})])
            await judgements.rate(conn, reader, "abc", "trends", helpful=True)
        await buttons.forget(conn, ANNA)
        await judgements.forget(conn, ANNA)
        for query in (
            "SELECT owner FROM buttons",
            "SELECT reader FROM judgements",
            "SELECT reader FROM satisfaction",
        ):
            assert await (await conn.execute(query)).fetchall() == [(BORIS,)]


async def test_what_a_forgotten_user_spent_stays_in_the_sums_of_the_day(db: Database) -> None:
    day = f"day {datetime.now(UTC):%Y-%m-%d}"
    async with db.connection() as conn:
        for user in ("anna", "boris"):
            call = NewCall(uuid4(), user, "c1", "agent", "model", "c1", 10, 100, 60.0)
            await budgets.reserve(
                conn, call, command_tokens=1000, command_nanos=1000, user_commands=9, user_nanos=1000,
                daily_nanos=1000,
            )  # fmt: skip
        await users.forget(conn, "anna")
        standing = await budgets.standing(conn, "anna", "c1")
        assert (standing.user_nanos, standing.command_nanos, standing.daily_nanos) == (0, 0, 200)
        pots = await (await conn.execute("SELECT name FROM model_pots ORDER BY name")).fetchall()
        assert [name for (name,) in pots][1:2] == [day]
        hashes = await (await conn.execute("SELECT user_hash FROM model_calls ORDER BY 1")).fetchall()
        assert hashes == [("",), ("boris",)]
