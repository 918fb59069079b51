"""What is carried out, what is refused with a sentence, and what is passed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tidings.bot.incoming.admission import (
    BUTTONS_UNDONE,
    COMMANDS_UNDONE,
    REFUSALS_A_MINUTE,
    Admission,
    admit,
    hourly_limit,
)
from tidings.bot.incoming.intake import arrived
from tidings.bot.incoming.sorting import Sorted
from tidings.store.inbox import Standing

IDLE = Standing(undone=0, refused=0, turned_away=0, resets_at=None)
RESET = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)


def test_one_command_runs_two_wait_and_a_fourth_is_refused() -> None:
    admitted = [admit("command", replace(IDLE, undone=undone), known=True) for undone in range(4)]
    assert COMMANDS_UNDONE == 3
    assert admitted == [Admission(), Admission(), Admission(), Admission("busy")]


def test_buttons_wait_in_a_longer_lane_of_their_own() -> None:
    assert admit("button", replace(IDLE, undone=COMMANDS_UNDONE), known=True) == Admission()
    assert admit("button", replace(IDLE, undone=BUTTONS_UNDONE), known=True) == Admission("busy")
    assert hourly_limit("button", 10) > hourly_limit("command", 10) == 10


def test_who_has_used_up_the_hour_is_told_until_when() -> None:
    standing = replace(IDLE, undone=9, resets_at=RESET)
    assert admit("command", standing, known=True) == Admission("hourly", RESET)


def test_a_stranger_is_turned_away_once_and_then_passed_over() -> None:
    assert admit("command", IDLE, known=False) == Admission("stranger")
    assert admit("button", replace(IDLE, turned_away=1), known=False) == Admission(outcome="stranger")


@pytest.mark.parametrize(
    ("standing", "outcome"),
    [(replace(IDLE, undone=3), "flood_busy"), (replace(IDLE, resets_at=RESET), "flood_hourly")],
)
def test_nobody_is_refused_more_often_than_they_read(standing: Standing, outcome: str) -> None:
    flooding = replace(standing, refused=REFUSALS_A_MINUTE)
    assert admit("command", flooding, known=True) == Admission(outcome=outcome)


@pytest.mark.parametrize("admission", [Admission("busy"), Admission(outcome="flood_busy")])
def test_what_is_not_carried_out_uses_up_nothing_of_the_hour(admission: Admission) -> None:
    arrival = arrived(Sorted(1, "command", 5, "anna"), {"update_id": 1}, admission)
    assert arrival.lane == "refusal"
    assert arrived(Sorted(1, "command", 5, "anna"), {"update_id": 1}, Admission()).lane == "command"


def test_of_what_is_passed_over_only_the_number_is_kept() -> None:
    update = Sorted(1, "button", 5, "anna")
    assert arrived(update, {"update_id": 1}, Admission(outcome="flood_busy")).body is None
    assert (
        arrived(update, {"update_id": 1, "x": "\0"}, Admission()).body == '{"update_id": 1, "x": "\\u0000"}'
    )


def test_refusals_of_a_minute_do_not_keep_a_good_command_out() -> None:
    assert admit("command", replace(IDLE, refused=REFUSALS_A_MINUTE), known=True) == Admission()


def test_a_notice_is_always_heard() -> None:
    assert admit("notice", replace(IDLE, undone=100, resets_at=RESET), known=False) == Admission()
