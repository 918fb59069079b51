"""Floors: figures that may rise freely and fall only on purpose, with a reason that stays in the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

FLOORS_FILE = Path(__file__).with_name("floors.json")

# A second digit after the point is noise on these sets (hundreds to thousands of items); a floor's own
# tolerance replaces this where its set is smaller.
DEFAULT_TOLERANCE = 0.005

# A ratio of two times of one run moves with what else the machine does: reading feeds was 3.1 and 3.7 times
# as fast as the peer in two runs of the same code on two shared cores.
TIME_RATIOS = ("speed_over_", "_share")
TIME_RATIO_TOLERANCE = 0.35

# Figures of the machine as much as of the code, and mere counts of tries: shown, never held to a floor.
MACHINE_SUFFIXES = (
    "_ms",
    "_seconds",
    "_s",
    "_mb",
    "_gb",
    "_per_second",
    "_per_s",
    ".kills",
    ".answers",
    ".delivered_insights",
)

State = Literal["held", "above", "below", "new", "reported", "missing"]


@dataclass(frozen=True)
class Floor:
    """The least a figure may be, and how far below it chance alone may bring it."""

    floor: float
    tolerance: float = DEFAULT_TOLERANCE


@dataclass(frozen=True)
class Lowering:
    """A floor that was let down, when and why."""

    metric: str
    before: float
    after: float
    day: str
    reason: str


@dataclass(frozen=True)
class Floors:
    """The content of the floor file."""

    floors: Mapping[str, Floor] = field(default_factory=dict)
    lowered: tuple[Lowering, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """One figure against its floor."""

    metric: str
    figure: float | None
    floor: Floor | None
    state: State


class ReasonNeeded(Exception):
    """A floor would sink, and nobody said why."""


def judge(figures: Mapping[str, float], floors: Floors, benches: set[str]) -> list[Verdict]:
    """Each figure of the benches that ran against its floor; a floor whose figure is gone is `missing`."""
    verdicts = [
        Verdict(metric, figure, floors.floors.get(metric), _state(metric, figure, floors.floors.get(metric)))
        for metric, figure in figures.items()
    ]
    gone = [
        metric for metric in floors.floors if metric not in figures and metric.partition(".")[0] in benches
    ]
    return verdicts + [Verdict(metric, None, floors.floors[metric], "missing") for metric in gone]


def _state(metric: str, figure: float, floor: Floor | None) -> State:
    if floor is None:
        return "reported" if metric.endswith(MACHINE_SUFFIXES) else "new"
    if figure < floor.floor - floor.tolerance:
        return "below"
    return "above" if figure > floor.floor + floor.tolerance else "held"


def _first_tolerance(metric: str, figure: float) -> float:
    """The tolerance a new floor starts with; it may be changed in the file."""
    if any(part in metric for part in TIME_RATIOS):
        return round(TIME_RATIO_TOLERANCE * abs(figure), 4)
    return DEFAULT_TOLERANCE


def updated(floors: Floors, verdicts: list[Verdict], reason: str | None, day: date) -> Floors:
    """Floors raised to what was measured; ReasonNeeded where one would sink or go and no reason is given."""
    sinking = [verdict.metric for verdict in verdicts if verdict.state in ("below", "missing")]
    if sinking and not reason:
        raise ReasonNeeded(", ".join(sinking))
    now = dict(floors.floors)
    lowered = list(floors.lowered)
    for verdict in verdicts:
        old = floors.floors.get(verdict.metric)
        if old is not None and verdict.state in ("below", "missing"):
            after = round(verdict.figure, 4) if verdict.figure is not None else 0.0
            lowered.append(Lowering(verdict.metric, old.floor, after, day.isoformat(), reason or ""))
        if verdict.state == "missing":
            del now[verdict.metric]
        elif verdict.figure is not None and verdict.state in ("new", "above", "below"):
            tolerance = old.tolerance if old else _first_tolerance(verdict.metric, verdict.figure)
            now[verdict.metric] = Floor(round(verdict.figure, 4), tolerance)
    return Floors(dict(sorted(now.items())), tuple(lowered))


def load(path: Path = FLOORS_FILE) -> Floors:
    """The floors on disk; none where there is no file yet."""
    if not path.exists():
        return Floors()
    data = json.loads(path.read_text(encoding="utf-8"))
    return Floors(
        {metric: Floor(**floor) for metric, floor in data["floors"].items()},
        tuple(Lowering(**entry) for entry in data["lowered"]),
    )


def save(floors: Floors, path: Path = FLOORS_FILE) -> None:
    """Write the floors so that a change reads well in a diff."""
    data = {
        "floors": {metric: vars(floor) for metric, floor in floors.floors.items()},
        "lowered": [vars(entry) for entry in floors.lowered],
    }
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
