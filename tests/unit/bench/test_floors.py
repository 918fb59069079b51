from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from bench.floors import Floor, Floors, ReasonNeeded, judge, load, save, updated

DAY = date(2024, 3, 2)
FLOORS = Floors({"stories.f1": Floor(0.80, 0.01)})


def states(figures: dict[str, float], floors: Floors = FLOORS) -> dict[str, str]:
    return {verdict.metric: verdict.state for verdict in judge(figures, floors, {"stories"})}


@pytest.mark.parametrize(
    ("figure", "state"), [(0.78, "below"), (0.795, "held"), (0.805, "held"), (0.83, "above")]
)
def test_a_figure_is_judged_against_its_floor_and_tolerance(figure: float, state: str) -> None:
    assert states({"stories.f1": figure}) == {"stories.f1": state}


def test_a_figure_that_is_no_longer_measured_is_missing_not_forgotten() -> None:
    assert states({}) == {"stories.f1": "missing"}


def test_a_bench_that_did_not_run_misses_nothing() -> None:
    assert judge({}, FLOORS, {"retrieval"}) == []


def test_figures_of_the_machine_are_reported_and_get_no_floor() -> None:
    verdicts = judge({"speed.p95_ms": 12.0}, Floors(), {"speed"})
    assert [verdict.state for verdict in verdicts] == ["reported"]
    assert updated(Floors(), verdicts, None, DAY).floors == {}


def test_a_ratio_of_times_gets_room_for_a_busy_machine() -> None:
    verdicts = judge({"feeds.speed_over_peer": 2.0}, Floors(), {"feeds"})
    assert updated(Floors(), verdicts, None, DAY).floors == {"feeds.speed_over_peer": Floor(2.0, 0.7)}


def test_a_floor_rises_without_a_reason_and_keeps_its_tolerance() -> None:
    verdicts = judge({"stories.f1": 0.85}, FLOORS, {"stories"})
    assert updated(FLOORS, verdicts, None, DAY).floors == {"stories.f1": Floor(0.85, 0.01)}


def test_a_floor_does_not_sink_without_a_reason() -> None:
    verdicts = judge({"stories.f1": 0.70}, FLOORS, {"stories"})
    with pytest.raises(ReasonNeeded, match=r"stories\.f1"):
        updated(FLOORS, verdicts, None, DAY)


def test_a_lowered_floor_keeps_when_and_why() -> None:
    verdicts = judge({"stories.f1": 0.70}, FLOORS, {"stories"})
    floors = updated(FLOORS, verdicts, "the gold set was corrected", DAY)
    assert floors.floors["stories.f1"].floor == 0.70
    entry = floors.lowered[0]
    assert (entry.before, entry.after, entry.day, entry.reason) == (
        0.80,
        0.70,
        "2024-03-02",
        "the gold set was corrected",
    )


def test_a_figure_within_tolerance_leaves_its_floor_where_it_is() -> None:
    verdicts = judge({"stories.f1": 0.795}, FLOORS, {"stories"})
    assert updated(FLOORS, verdicts, None, DAY) == FLOORS


def test_floors_survive_the_file(tmp_path: Path) -> None:
    verdicts = judge({"stories.f1": 0.70, "stories.recall": 0.5}, FLOORS, {"stories"})
    floors = updated(FLOORS, verdicts, "why", DAY)
    save(floors, tmp_path / "floors.json")
    assert load(tmp_path / "floors.json") == floors
    assert load(tmp_path / "none.json") == Floors()
