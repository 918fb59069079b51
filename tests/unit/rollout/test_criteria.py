"""What becomes of a rollout: taken back when clearly bad, promoted when long good enough, else neither."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tidings.rollout.criteria import (
    Evidence,
    Limits,
    Options,
    Ruling,
    Surroundings,
    Verdict,
    decide,
    for_drill,
)
from tidings.rollout.measures import Measures, Sight
from tidings.rollout.stages import STAGES

HOUR = 3600.0
OPTIONS = Options(enough=50)


def within(quick: float, slow: float, bound: float = 30.0) -> tuple[tuple[float, float], ...]:
    """So many commands within a second, and so many more within the bound."""
    return ((1.0, quick), (12.0, quick), (20.0, quick), (bound, quick + slow), (math.inf, quick + slow))


GOOD = Measures(commands=1000, faults=2, within=within(1000, 0), proposed=5000, proved=4990, dollars=100.0)


def seen(canary: Measures, stable: Measures = GOOD, around: Surroundings | None = None) -> Evidence:
    sight = Sight(canary, stable)
    return Evidence(sight, sight, around or Surroundings())


def ruling(canary: Measures, *, stage: int = 0, hours: float = 5, stable: Measures = GOOD) -> Ruling:
    return decide(STAGES, stage, hours * HOUR, seen(canary, stable), OPTIONS)


def test_a_good_canary_goes_on_when_its_time_is_over_and_not_before() -> None:
    assert (ruling(GOOD, hours=3.9).verdict, ruling(GOOD, hours=3.9).reason) == (Verdict.HOLD, "time")
    assert ruling(GOOD, hours=4.0) == Ruling(Verdict.PROMOTE, "good", {"commands": 1000, "percent": 30})
    assert ruling(GOOD, stage=1, hours=23).verdict is Verdict.HOLD
    assert ruling(GOOD, stage=1, hours=24) == Ruling(
        Verdict.COMPLETE, "good", {"commands": 1000, "percent": 100}
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"faults": 80}, "beyond_errors"),
        ({"within": within(900, 100)}, "beyond_p95"),
        ({"proved": 4300}, "beyond_coverage"),
    ],
)
@pytest.mark.parametrize("stage", [0, 1])
def test_what_breaks_a_criterion_is_taken_back_at_any_stage_and_at_once(
    change: dict[str, object], reason: str, stage: int
) -> None:
    bad = replace(GOOD, **change)  # type: ignore[arg-type]
    assert (ruling(bad, stage=stage, hours=0.1).verdict, ruling(bad, stage=stage).reason) == (
        Verdict.ROLL_BACK,
        reason,
    )


def test_what_broke_only_lately_is_taken_back_too() -> None:
    late = Sight(Measures(commands=40, faults=20, within=within(40, 0)), GOOD)
    found = decide(STAGES, 0, 3.9 * HOUR, Evidence(late, Sight(GOOD, GOOD)), OPTIONS)
    assert (found.verdict, found.reason) == (Verdict.ROLL_BACK, "beyond_errors")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"faults": 30}, "beyond_errors"),  # 3 percent
        ({"within": within(900, 100, 15.0)}, "beyond_p95"),
        ({"proved": 4600}, "beyond_coverage"),
        ({"dollars": 600.0}, "beyond_cost"),
    ],
)
def test_what_keeps_no_promise_of_the_service_stays_where_it_is(
    change: dict[str, object], reason: str
) -> None:
    bad = replace(GOOD, **change)  # type: ignore[arg-type]
    # Others do as badly, so that it is no worse than they.
    found = ruling(bad, hours=1000, stable=bad)
    assert (found.verdict, found.reason) == (Verdict.HOLD, reason)


@pytest.mark.parametrize(("commands", "faults"), [(9, 9), (20, 1), (30, 1), (49, 0), (0, 0)])
def test_too_few_commands_neither_stop_nor_promote_however_long_it_takes(commands: int, faults: int) -> None:
    few = Measures(commands=commands, faults=faults, within=within(commands, 0), proposed=50, proved=50)
    found = ruling(few, hours=10_000)
    assert (found.verdict, found.reason) == (Verdict.WAIT, "too_little")
    assert found.params == {"commands": commands, "enough": 50}


def test_ten_commands_that_all_fail_are_enough() -> None:
    assert ruling(Measures(commands=10, faults=10, within=within(10, 0))).verdict is Verdict.ROLL_BACK


def test_a_canary_clearly_worse_than_everybody_else_is_taken_back_within_the_limits_too() -> None:
    loose = Options(limits=Limits(errors=0.5, coverage=0.1, slo_errors=0.5, slo_coverage=0.1))
    bad = replace(GOOD, faults=150)
    found = decide(STAGES, 0, HOUR, seen(bad), loose)
    assert (found.verdict, found.reason) == (Verdict.ROLL_BACK, "worse_errors")
    assert decide(STAGES, 0, HOUR, seen(bad, stable=bad), loose).reason == "time"
    unproved = replace(GOOD, proved=4000)
    assert decide(STAGES, 0, HOUR, seen(unproved), loose).reason == "worse_coverage"
    # With few others to compare with, the limits alone decide.
    assert decide(STAGES, 0, HOUR, seen(bad, stable=Measures(commands=3)), loose).reason == "time"


def test_nothing_goes_on_while_service_is_reduced_or_somebody_is_called() -> None:
    reduced = decide(STAGES, 0, 5 * HOUR, seen(GOOD, around=Surroundings(level=1)), OPTIONS)
    assert (reduced.verdict, reduced.reason) == (Verdict.WAIT, "degraded")
    called = decide(STAGES, 0, 5 * HOUR, seen(GOOD, around=Surroundings(("HighErrorRate",))), OPTIONS)
    assert (called.verdict, called.params) == (Verdict.HOLD, {"alerts": "HighErrorRate"})


def test_a_bad_canary_is_taken_back_also_while_service_is_reduced() -> None:
    around = Surroundings(("HighErrorRate",), 2)
    assert (
        decide(STAGES, 0, 60, seen(replace(GOOD, faults=500), around=around), OPTIONS).verdict == "roll_back"
    )


@pytest.mark.parametrize("hours", [5, 30])
@pytest.mark.parametrize("stage", [0, 1])
def test_a_drill_never_reaches_more_users(stage: int, hours: float) -> None:
    found = for_drill(ruling(GOOD, stage=stage, hours=hours))
    assert found.verdict in (Verdict.HOLD, Verdict.ROLL_BACK)
    assert for_drill(Ruling(Verdict.PROMOTE, "good")) == Ruling(Verdict.ROLL_BACK, "drill_unnoticed")
    bad = Ruling(Verdict.ROLL_BACK, "beyond_errors")
    assert for_drill(bad) is bad


def test_measures_without_commands_say_nothing() -> None:
    assert Measures().figures() == {
        "commands": 0,
        "errors": None,
        "p95": None,
        "coverage": None,
        "cost": None,
    }


def test_the_percentile_is_read_off_the_histogram() -> None:
    spread = Measures(commands=100, within=((1.0, 90.0), (2.0, 100.0), (math.inf, 100.0)))
    assert spread.p95 == pytest.approx(1.5)
    assert spread.slower(1.0) == 10
    assert spread.slower(1.9) == 10  # no bound between: what is past the last one counts
    beyond = Measures(commands=100, within=((1.0, 90.0), (2.0, 90.0), (math.inf, 100.0)))
    assert beyond.p95 == 2.0
