"""The stages of a rollout: which share of users, and for how long at least."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tidings.errors import InvalidRequest

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_STAGE = re.compile(r"(?P<percent>\d{1,2})=(?P<number>\d{1,4})(?P<unit>[smhd])")
# Longer than this no process that measures may be expected to remember.
_LONGEST = 30 * _UNITS["d"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A share of users, and how long it has to go well for."""

    percent: int
    seconds: int


# As the plan has it. A tenth shows what is plainly wrong before most users meet it; four hours see a busy
# part of a day, and the second stage all of one.
STAGES = (Stage(10, 4 * _UNITS["h"]), Stage(30, 1 * _UNITS["d"]))


def parse_stages(texts: Sequence[str]) -> tuple[Stage, ...]:
    """Stages written as 10=4h; those of the plan where none is written."""
    if not texts:
        return STAGES
    stages = tuple(map(_parse, texts))
    percents = [stage.percent for stage in stages]
    if percents != sorted(set(percents)):
        raise InvalidRequest(
            f"stages whose shares do not grow: {percents}",
            message="canary_stages_grow",
            params={"stages": " ".join(texts)},
        )
    return stages


def stored(stages: Sequence[Stage]) -> list[dict[str, Any]]:
    """Stages as the database keeps them."""
    return [asdict(stage) for stage in stages]


def restored(rows: Sequence[Mapping[str, Any]]) -> tuple[Stage, ...]:
    """Stages that the database kept."""
    return tuple(Stage(row["percent"], row["seconds"]) for row in rows)


def _parse(text: str) -> Stage:
    match = _STAGE.fullmatch(text)
    stage = match and Stage(int(match["percent"]), int(match["number"]) * _UNITS[match["unit"]])
    if not stage or stage.percent < 1 or not 1 <= stage.seconds <= _LONGEST:
        raise InvalidRequest(f"no stage: {text!r}", message="canary_stage", params={"stage": text})
    return stage
