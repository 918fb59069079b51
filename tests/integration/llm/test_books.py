"""Money and tokens in the real books: limits by name, what is settled, and what is left to lapse."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace

import psycopg
import pytest
from structlog.testing import capture_logs

from tidings.llm import budget
from tidings.llm.budget import MOST, Limits, OutOfBudget, Purse, Refusal, Reservation, Room, reconcile
from tidings.llm.outcomes import Outcome, Usage
from tidings.observability import metrics
from tidings.observability.correlation import correlated
from tidings.store import budgets, pool
from tidings.store.pool import Database

CENT = 10_000_000
LIMITS = Limits(
    command_tokens=8000,
    command_nanos=50 * CENT,
    user_commands=100,
    user_nanos=500 * CENT,
    daily_nanos=2000 * CENT,
)
POTS = """
SELECT split_part(name, ' ', 1), commands, tokens_spent, tokens_reserved, nanos_spent, nanos_reserved
  FROM model_pots ORDER BY 1
"""
CALLS = """
SELECT outcome, tokens_reserved, tokens_sent, tokens_received, tokens_used, nanos_reserved, nanos_paid
  FROM model_calls ORDER BY started_at
"""
LET_ALL_LAPSE = "UPDATE model_calls SET lapses_at = now() - interval '1 second' WHERE outcome IS NULL"
RESERVED = "SELECT sum(tokens_reserved), sum(nanos_reserved) FROM model_pots"


def purse(db: Database, limits: Limits = LIMITS, *, user: str = "ann", command: str = "first") -> Purse:
    return Purse(db, limits, user=user, command=command)


async def reserve(
    purse: Purse, *, tokens: int = 100, nanos: int = CENT, seconds: float = 60.0
) -> Reservation:
    return await purse.reserve(
        agent="topic_modeler", model="gpt-6.1-terra", tokens=tokens, nanos=nanos, seconds=seconds
    )


async def settle(
    purse: Purse,
    reservation: Reservation,
    *,
    usage: Usage | None = None,
    nanos: int | None = None,
    outcome: Outcome = Outcome.OK,
) -> None:
    await purse.settle(reservation, usage=usage, nanos=nanos, outcome=outcome, seconds=0.1)


async def execute(db: Database, statement: str) -> None:
    async with db.connection() as conn:
        await conn.execute(statement.encode())


async def refusal_of(purse: Purse, *, tokens: int = 100, nanos: int = CENT) -> Refusal | None:
    try:
        await reserve(purse, tokens=tokens, nanos=nanos)
    except OutOfBudget as refused:
        return refused.refusal
    return None


@pytest.mark.parametrize(
    ("limits", "refusal"),
    [
        (replace(LIMITS, command_tokens=299), Refusal.COMMAND_TOKENS),
        (replace(LIMITS, command_nanos=3 * CENT - 1), Refusal.COMMAND_USD),
        (replace(LIMITS, user_nanos=3 * CENT - 1), Refusal.USER_USD),
        (replace(LIMITS, daily_nanos=3 * CENT - 1), Refusal.DAILY_USD),
        (LIMITS, None),
    ],
)
async def test_the_call_that_would_pass_a_limit_is_refused_by_its_name(
    db: Database, limits: Limits, refusal: Refusal | None
) -> None:
    first = await reserve(purse(db, limits))
    await reserve(purse(db, limits))
    await settle(purse(db, limits), first)
    assert await refusal_of(purse(db, limits)) is refusal


async def test_the_last_token_and_nano_dollar_of_a_limit_can_be_spent(db: Database) -> None:
    exact = replace(LIMITS, command_tokens=100, command_nanos=CENT, user_nanos=CENT, daily_nanos=CENT)
    assert await refusal_of(purse(db, exact)) is None
    assert await refusal_of(purse(db, exact), tokens=0, nanos=0) is None
    assert await refusal_of(purse(db, exact), tokens=1, nanos=0) is Refusal.COMMAND_TOKENS
    assert await refusal_of(purse(db, exact), tokens=0, nanos=1) is Refusal.COMMAND_USD


async def test_a_refused_call_leaves_no_trace(db: Database) -> None:
    assert await refusal_of(purse(db), tokens=9000) is Refusal.COMMAND_TOKENS
    assert await db.fetch_all(POTS) == []
    assert await db.fetch_all(CALLS) == []


@pytest.mark.parametrize(
    ("limits", "refusal"),
    [
        (replace(LIMITS, command_tokens=0), Refusal.COMMAND_TOKENS),
        (replace(LIMITS, command_nanos=0), Refusal.COMMAND_USD),
        (replace(LIMITS, user_commands=0), Refusal.USER_COMMANDS),
        (replace(LIMITS, user_nanos=0), Refusal.USER_USD),
        (replace(LIMITS, daily_nanos=0), Refusal.DAILY_USD),
    ],
)
async def test_a_limit_of_0_allows_nothing(db: Database, limits: Limits, refusal: Refusal) -> None:
    assert (await purse(db, limits).room()).refusal is refusal
    assert await refusal_of(purse(db, limits), tokens=1, nanos=1) is refusal


async def test_a_command_counts_once_however_often_it_asks(db: Database) -> None:
    two = replace(LIMITS, user_commands=2)
    for command in ("first", "second", "first", "second"):
        await reserve(purse(db, two, command=command))
    third = purse(db, two, command="third")
    assert await refusal_of(third) is Refusal.USER_COMMANDS
    assert await third.room() == Room(0, 0, Refusal.USER_COMMANDS)
    assert await refusal_of(purse(db, two, command="first")) is None
    assert await refusal_of(purse(db, two, user="bob", command="third")) is None


async def test_users_have_pots_of_their_own_and_share_the_day_s(db: Database) -> None:
    limits = replace(LIMITS, user_nanos=2 * CENT, daily_nanos=3 * CENT)
    for command in ("first", "second"):
        await reserve(purse(db, limits, command=command))
    assert await purse(db, limits, command="third").room() == Room(8000, 0, Refusal.USER_USD)
    assert await purse(db, limits, user="bob").room() == Room(8000, CENT, None)
    await reserve(purse(db, limits, user="bob"))
    assert await refusal_of(purse(db, limits, user="eve")) is Refusal.DAILY_USD


async def test_another_user_s_command_of_the_same_name_is_another_command(db: Database) -> None:
    await reserve(purse(db, user="ann", command="same"), tokens=8000)
    assert (await purse(db, user="bob", command="same").room()).tokens == 8000


async def test_settling_takes_what_was_used_and_frees_the_rest(db: Database) -> None:
    held = await reserve(purse(db), tokens=3000, nanos=2 * CENT)
    assert await purse(db).room() == Room(5000, 48 * CENT, None)
    await settle(purse(db), held, usage=Usage(sent=900, received=100, cached=512), nanos=CENT)
    assert await purse(db).room() == Room(7000, 49 * CENT, None)
    assert await db.fetch_all(POTS) == [
        ("command", 1, 1000, 0, CENT, 0),
        ("day", 1, 1000, 0, CENT, 0),
        ("user", 1, 1000, 0, CENT, 0),
    ]


async def test_what_nobody_knows_is_taken_in_full(db: Database) -> None:
    held = await reserve(purse(db), tokens=3000, nanos=2 * CENT)
    await settle(purse(db), held, outcome=Outcome.TIMEOUT)
    assert await purse(db).room() == Room(5000, 48 * CENT, None)
    assert await db.fetch_all(CALLS) == [("timeout", 3000, None, None, 3000, 2 * CENT, 2 * CENT)]


async def test_a_refused_request_that_used_nothing_costs_nothing(db: Database) -> None:
    held = await reserve(purse(db))
    await settle(purse(db), held, usage=Usage(), nanos=0, outcome=Outcome.REFUSED_KEY)
    assert await purse(db).room() == Room(8000, 50 * CENT, None)


async def test_more_than_was_reserved_is_booked_and_said(db: Database) -> None:
    held = await reserve(purse(db))
    with capture_logs() as logs:
        await settle(purse(db), held, usage=Usage(sent=70_000), nanos=900 * CENT)
    reasons = [line["reason"] for line in logs if line["event"] == "reservation_exceeded"]
    assert reasons == ["more_tokens_than_reserved", "more_money_than_reserved"]
    assert (await db.fetch_all(CALLS))[0][-1] == 900 * CENT
    assert await purse(db, command="next").room() == Room(8000, 0, Refusal.USER_USD)


async def test_an_honest_call_is_settled_without_a_warning(db: Database) -> None:
    held = await reserve(purse(db))
    with capture_logs() as logs:
        await settle(purse(db), held, usage=Usage(sent=60, received=40), nanos=CENT)
    assert logs == []


async def test_absurd_figures_of_a_provider_never_give_money_back(db: Database) -> None:
    held = await reserve(purse(db))
    await settle(purse(db), held, usage=Usage(sent=-(10**6), received=10**40), nanos=-(10**40))
    assert await db.fetch_all(CALLS) == [("ok", 100, 0, MOST, MOST, CENT, 0)]
    assert (await purse(db).room()).refusal is Refusal.COMMAND_TOKENS


async def test_settling_twice_counts_once(db: Database) -> None:
    held = await reserve(purse(db))
    for nanos in (3, 4):
        await settle(purse(db), held, usage=Usage(sent=1), nanos=nanos)
    assert (await db.fetch_all(CALLS))[0][-1] == 3
    assert (await db.fetch_all(POTS))[1] == ("day", 1, 1, 0, 3, 0)


async def test_a_reservation_whose_answer_was_lost_is_made_once_when_it_is_repeated(db: Database) -> None:
    held = await reserve(purse(db))
    again = budgets.NewCall(held.id, "hash", "first", "agent", "model", "id", 100, CENT, 60.0)
    limits = {name: getattr(LIMITS, name) for name in LIMITS.__slots__}
    async with db.connection() as conn:
        assert (await budgets.reserve(conn, again, **limits)).refusal is None
    assert await db.fetch_all(RESERVED) == [(300, 3 * CENT)]


async def test_a_call_nobody_settles_is_booked_in_full_as_lost(db: Database) -> None:
    await reserve(purse(db), tokens=3000, nanos=2 * CENT)
    assert await reconcile(db) == 0
    await execute(db, LET_ALL_LAPSE)
    lost = metrics.model_requests.labels("gpt-6.1-terra", "lost")._value.get()
    assert await reconcile(db) == 1
    assert await reconcile(db) == 0
    assert metrics.model_requests.labels("gpt-6.1-terra", "lost")._value.get() == lost + 1
    assert await db.fetch_all(CALLS) == [("lost", 3000, None, None, 3000, 2 * CENT, 2 * CENT)]
    assert await db.fetch_all(RESERVED) == [(0, 0)]
    assert await purse(db).room() == Room(5000, 48 * CENT, None)


async def test_the_next_reservation_books_what_lapsed_of_anybody(db: Database) -> None:
    await reserve(purse(db, user="ann"))
    await execute(db, LET_ALL_LAPSE)
    await reserve(purse(db, user="bob"))
    assert [row[0] for row in await db.fetch_all(CALLS)] == ["lost", None]
    assert await db.fetch_all(RESERVED) == [(300, 3 * CENT)]


async def test_a_call_lapses_some_seconds_after_its_time_limit(db: Database) -> None:
    await reserve(purse(db), seconds=12.5)
    [(seconds,)] = await db.fetch_all("SELECT extract(epoch FROM lapses_at - started_at) FROM model_calls")
    assert float(seconds) == 12.5 + budget.GRACE_SECONDS


async def test_a_call_taken_for_lost_is_corrected_when_it_ends_after_all(db: Database) -> None:
    held = await reserve(purse(db), tokens=3000, nanos=2 * CENT)
    await execute(db, LET_ALL_LAPSE)
    await reconcile(db)
    with capture_logs() as logs:
        await settle(purse(db), held, usage=Usage(sent=10), nanos=CENT)
        await settle(purse(db), held, usage=Usage(sent=20), nanos=3 * CENT)
    assert [line["event"] for line in logs] == ["call_settled_late", "reservation_exceeded"]
    assert await db.fetch_all(CALLS) == [("ok", 3000, 10, 0, 10, 2 * CENT, CENT)]
    assert (await db.fetch_all(POTS))[1] == ("day", 1, 10, 0, CENT, 0)


async def test_a_command_given_up_while_it_reserves_holds_nothing(db: Database, database_url: str) -> None:
    await reserve(purse(db))
    with psycopg.connect(database_url) as other:
        other.execute("SELECT FROM model_pots WHERE name LIKE 'day %' FOR UPDATE")
        task = asyncio.create_task(reserve(purse(db, user="bob")))
        await asyncio.sleep(0.2)
        assert not task.done()
        task.cancel()
        await asyncio.wait([task], timeout=5)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await db.fetch_all(RESERVED) == [(300, 3 * CENT)]
    assert (await purse(db, user="bob").room()) == Room(8000, 50 * CENT, None)


async def test_a_command_given_up_while_it_settles_is_settled(db: Database, database_url: str) -> None:
    held = await reserve(purse(db))
    with psycopg.connect(database_url) as other:
        other.execute("SELECT FROM model_pots WHERE name LIKE 'day %' FOR UPDATE")
        task = asyncio.create_task(settle(purse(db), held, usage=Usage(sent=1), nanos=2))
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.sleep(0.2)
        assert not task.done()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await db.fetch_all(POTS))[1] == ("day", 1, 1, 0, 2, 0)


async def test_a_command_given_up_while_the_database_is_busy_ends_and_its_call_is_left_to_lapse(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "CHECKOUT_SECONDS", 0.3)
    async with Database(url=database_url, max_size=1) as db:
        held = await reserve(purse(db))
        with capture_logs() as logs:
            async with db.connection():
                task = asyncio.create_task(settle(purse(db), held, nanos=1))
                await asyncio.sleep(0.1)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
        assert [line["event"] for line in logs] == ["call_left_to_lapse"]
        assert await db.fetch_all(RESERVED) == [(300, 3 * CENT)]


async def test_a_call_of_yesterday_is_settled_in_yesterday_s_pots(db: Database) -> None:
    held = await reserve(purse(db))
    await execute(
        db,
        "UPDATE model_calls SET day = day - 1; "
        "UPDATE model_pots SET day = day - 1, "
        "name = replace(name, to_char(day, 'YYYY-MM-DD'), to_char(day - 1, 'YYYY-MM-DD'))",
    )
    room = await purse(db).room()
    assert room == Room(7900, 49 * CENT, None)
    await reserve(purse(db), nanos=3 * CENT)
    await settle(purse(db), held, nanos=CENT)
    days = "SELECT day - max(day) OVER (), commands, nanos_spent, nanos_reserved FROM model_pots"
    assert await db.fetch_all(f"{days} WHERE name LIKE 'day %' ORDER BY day") == [
        (-1, 1, CENT, 0),
        (0, 0, 0, 3 * CENT),
    ]
    assert await purse(db).room() == Room(7800, 46 * CENT, None)


async def test_a_reservation_succeeds_exactly_where_there_is_room(db: Database) -> None:
    dice = random.Random(7)
    refusals: set[Refusal | None] = set()
    for number in range(150):
        limits = Limits(*(dice.randint(0, 4) for _ in range(4)), daily_nanos=dice.randint(0, 80))
        asker = purse(db, limits, user=f"user{number // 6}", command=f"command{number // 3}")
        tokens, nanos = dice.randint(0, 2), dice.randint(0, 2)
        room = await asker.room()
        fits = tokens <= room.tokens and nanos <= room.nanos and room.refusal is not Refusal.USER_COMMANDS
        refusal = await refusal_of(asker, tokens=tokens, nanos=nanos)
        assert (refusal is None) == fits, (room, tokens, nanos, refusal)
        refusals.add(refusal)
    assert refusals == {*Refusal, None}


async def test_every_attempt_says_who_paid_how_much_for_what(db: Database) -> None:
    with correlated("abc123"):
        for user, model in (("ann", "gpt-6.1-terra"), ("ann", "gemini-3.8-flash"), ("bob", "gpt-6.1-terra")):
            owner = purse(db, user=user, command=f"{user}'s")
            held = await owner.reserve(agent="topic_modeler", model=model, tokens=9, nanos=9, seconds=1)
            await settle(owner, held, usage=Usage(5, 2, 4, 1), nanos=3)
    for column in ("user_hash", "command", "model"):
        rows = await db.fetch_all(f"SELECT sum(nanos_paid) FROM model_calls GROUP BY {column} ORDER BY 1")
        assert rows == [(3,), (6,)]
    assert await db.fetch_all(
        "SELECT DISTINCT agent, correlation_id, tokens_sent, tokens_received, tokens_cached, tokens_written, "
        "tokens_used, seconds, ended_at >= started_at, day = (started_at AT TIME ZONE 'UTC')::date "
        "FROM model_calls"
    ) == [("topic_modeler", "abc123", 5, 2, 4, 1, 7, 0.1, True, True)]
    [(stored,)] = await db.fetch_all("SELECT string_agg(c::text, ' ') FROM model_calls c")
    assert "ann," not in stored.replace("ann's", "")


async def test_old_calls_and_pots_of_past_days_are_removed_and_nothing_else(db: Database) -> None:
    for command in ("old", "recent", "open"):
        held = await reserve(purse(db, command=command, user=command))
        if command != "open":
            await settle(purse(db, command=command, user=command), held)
    await execute(
        db,
        "UPDATE model_calls SET started_at = now() - interval '401 days' WHERE command = 'old'; "
        "UPDATE model_pots SET day = day - 2 WHERE name NOT LIKE 'day %' AND name NOT LIKE '% recent'",
    )
    await reconcile(db)
    assert await db.fetch_all("SELECT command FROM model_calls ORDER BY 1") == [("open",), ("recent",)]
    pots = await db.fetch_all("SELECT split_part(name, ' ', 1), nanos_reserved FROM model_pots ORDER BY 1, 2")
    assert pots == [("command", 0), ("command", CENT), ("day", CENT), ("user", CENT)]


async def test_the_gauges_show_what_is_gone_of_the_day_s_money(db: Database) -> None:
    held = await reserve(purse(db), nanos=2 * CENT)
    assert metrics.budget_used._value.get() == 2
    assert metrics.budget_limit._value.get() == 2000
    await settle(purse(db), held, usage=Usage(), nanos=CENT)
    assert metrics.budget_used._value.get() == 1
    await execute(db, "UPDATE model_pots SET nanos_spent = 0")
    await purse(db).room()
    assert metrics.budget_used._value.get() == 0
