"""What limits leave, decided without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tidings.llm.budget import MOST, Limits, Refusal, Room, resets_at, room_within, user_hash
from tidings.settings import Settings
from tidings.store.budgets import Standing

LIMITS = Limits(
    command_tokens=8000, command_nanos=500, user_commands=100, user_nanos=5000, daily_nanos=20_000
)


def test_limits_are_exact_nano_dollars() -> None:
    limits = Limits.of(
        Settings(command_tokens=8000, command_usd=0.5, user_commands=100, user_usd=0.1, daily_usd=0.3)
    )
    assert limits == Limits(8000, 500_000_000, 100, 100_000_000, 300_000_000)


def test_a_limit_beyond_all_sums_is_kept_within_what_the_database_counts() -> None:
    limits = Limits.of(Settings(command_tokens=10**30, daily_usd=float("inf"), user_usd=1e300))
    assert (limits.command_tokens, limits.daily_nanos, limits.user_nanos) == (MOST, MOST, MOST)


def test_a_fresh_command_has_the_room_of_its_own_limits() -> None:
    assert room_within(LIMITS, Standing()) == Room(8000, 500, None)


@pytest.mark.parametrize(
    ("used", "nanos", "tightest"),
    [
        (Standing(command_nanos=400), 100, Refusal.COMMAND_USD),
        (Standing(user_nanos=4990), 10, Refusal.USER_USD),
        (Standing(daily_nanos=19_999), 1, Refusal.DAILY_USD),
        (Standing(command_nanos=400, user_nanos=4990, daily_nanos=19_950), 10, Refusal.USER_USD),
    ],
)
def test_the_tightest_pot_is_the_room(used: Standing, nanos: int, tightest: Refusal) -> None:
    room = room_within(LIMITS, used)
    assert room == Room(8000, nanos, None)
    assert room.tightest is tightest


@pytest.mark.parametrize(
    ("used", "refusal"),
    [
        (Standing(command_nanos=500), Refusal.COMMAND_USD),
        (Standing(user_nanos=5000), Refusal.USER_USD),
        (Standing(daily_nanos=20_000), Refusal.DAILY_USD),
        (Standing(daily_nanos=20_001), Refusal.DAILY_USD),
    ],
)
def test_without_money_the_limit_is_named_and_tokens_are_left_for_free_models(
    used: Standing, refusal: Refusal
) -> None:
    assert room_within(LIMITS, used) == Room(8000, 0, refusal)


def test_without_tokens_there_is_no_room_however_much_money_is_left() -> None:
    assert room_within(LIMITS, Standing(command_tokens=8000)) == Room(0, 500, Refusal.COMMAND_TOKENS)
    assert room_within(LIMITS, Standing(command_tokens=7999)).tokens == 1


def test_a_user_s_last_command_may_go_on_and_the_next_may_not_begin() -> None:
    assert room_within(LIMITS, Standing(user_commands=100, command_counted=True)).refusal is None
    assert room_within(LIMITS, Standing(user_commands=99)).refusal is None
    assert room_within(LIMITS, Standing(user_commands=100)) == Room(0, 0, Refusal.USER_COMMANDS)


def test_limits_of_nothing_leave_nothing() -> None:
    nothing = Limits(0, 0, 0, 0, 0)
    assert room_within(nothing, Standing()).refusal is Refusal.USER_COMMANDS
    assert room_within(nothing, Standing(command_counted=True)).refusal is Refusal.COMMAND_TOKENS


def test_a_day_s_limits_begin_anew_at_midnight_utc() -> None:
    assert resets_at(datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)) == datetime(2026, 3, 1, tzinfo=UTC)
    assert resets_at(datetime(2026, 3, 1, tzinfo=UTC)) == datetime(2026, 3, 2, tzinfo=UTC)
    moscow = timezone(timedelta(hours=3))
    assert resets_at(datetime(2026, 3, 2, 1, tzinfo=moscow)) == datetime(2026, 3, 2, tzinfo=UTC)


def test_users_are_told_apart_without_being_named() -> None:
    assert user_hash("ann@example.org") == user_hash("ann@example.org")
    assert user_hash("ann@example.org") != user_hash("bob@example.org")
    assert "ann" not in user_hash("ann@example.org")
