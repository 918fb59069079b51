"""Deadlines: a slow first choice leaves room for the next, and the end is kept for finishing."""

from __future__ import annotations

import pytest

from tidings.llm.deadline import LEAST_SECONDS, Deadline


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_tenth_of_a_command_is_kept_for_finishing(clock: Clock) -> None:
    assert Deadline.after(12.0, clock).left == pytest.approx(10.8)


def test_a_first_choice_leaves_four_tenths_to_those_after_it(clock: Clock) -> None:
    whole = Deadline.after(12.0, clock)
    assert whole.share(2).left == pytest.approx(6.48)
    assert whole.share(0).left == whole.left


def test_what_a_slow_model_did_not_use_goes_to_the_next(clock: Clock) -> None:
    whole = Deadline.after(12.0, clock)
    clock.now += 6.48
    assert whole.share(1).left == pytest.approx((10.8 - 6.48) * 0.6)


def test_an_agent_s_own_limit_only_shortens(clock: Clock) -> None:
    whole = Deadline.after(12.0, clock)
    assert whole.within(8.0).left == pytest.approx(8.0)
    assert whole.within(15.0).left == whole.left


def test_too_little_time_is_no_time(clock: Clock) -> None:
    whole = Deadline.after(1.0, clock)
    assert not whole.is_near
    clock.now += 0.9 - LEAST_SECONDS + 0.01
    assert whole.is_near
    clock.now += 5
    assert whole.left == 0.0
