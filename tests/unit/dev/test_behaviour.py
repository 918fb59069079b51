from __future__ import annotations

import statistics

from tidings.dev.behaviour import OK, SLOW, Behaviour, Schedule

REFUSAL, CUT = Behaviour("refusal"), Behaviour("cut")


def test_what_stands_holds_until_something_else_does() -> None:
    schedule = Schedule()
    schedule.set("openai", CUT)
    assert [schedule.take("openai", "gpt-6.1-terra") for _ in range(3)] == [CUT] * 3
    schedule.set("openai", REFUSAL)
    assert schedule.take("openai", "gpt-6.1-terra") == REFUSAL


def test_what_is_set_for_some_requests_comes_first_and_ends() -> None:
    schedule = Schedule()
    schedule.set("openai", REFUSAL)
    schedule.set("openai", CUT, times=2)
    schedule.set("openai", OK, times=1)
    assert [schedule.take("openai", "gpt-6.1-terra") for _ in range(4)] == [CUT, CUT, OK, REFUSAL]


def test_what_stands_ends_what_was_to_come() -> None:
    schedule = Schedule()
    schedule.set("openai", CUT, times=5)
    schedule.set("openai", OK)
    assert schedule.take("openai", "gpt-6.1-terra") == OK


def test_a_behaviour_of_one_model_does_not_touch_another() -> None:
    schedule = Schedule()
    schedule.set("openai", REFUSAL)
    schedule.set("openai:gpt-6-luna", CUT)
    assert schedule.take("openai", "gpt-6-luna") == CUT
    assert schedule.take("openai", "gpt-6.1-terra") == REFUSAL
    assert schedule.take("google", "gpt-6-luna") == OK


def test_after_a_reset_all_behave_as_at_first() -> None:
    schedule = Schedule(always=REFUSAL)
    schedule.set("openai", CUT)
    schedule.set("google", CUT, times=3)
    schedule.reset()
    assert schedule.take("openai", "gpt-6.1-terra") == schedule.take("google", "gemini-3.8-flash") == REFUSAL


def test_waits_are_what_they_are_asked_to_be() -> None:
    assert Behaviour("ok").wait(1) == 0
    assert Behaviour("slow").wait(1) == SLOW
    assert Behaviour("slow", seconds=2).wait(7) == 2
    assert Behaviour("refusal", seconds=0.5).wait(1) == 0.5


def test_drawn_waits_spread_about_their_median_and_are_the_same_each_time() -> None:
    behaviour = Behaviour("latency", seconds=2, sigma=0.5)
    waits = [behaviour.wait(number) for number in range(2000)]
    assert waits == [behaviour.wait(number) for number in range(2000)]
    assert 1.9 < statistics.median(waits) < 2.1
    # Of a lognormal distribution, 5 % lie above the median times e^(1.645 sigma).
    assert 0.03 < sum(wait > 2 * 2.276 for wait in waits) / len(waits) < 0.07
    assert waits != [Behaviour("latency", seconds=2, sigma=0.5, seed=2).wait(n) for n in range(2000)]
