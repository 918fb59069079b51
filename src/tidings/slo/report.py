"""The report: every promise with its figure, its budget and how fast that burns, and who used the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from tidings.slo.burning import Standing, budget_left, burn_rate, needed, standing
from tidings.slo.objectives import OBJECTIVES, Objective
from tidings.slo.traffic import Tally, by_label

Source = Literal["prometheus", "database"]

WINDOW = "window"
# What burns within the hour is an incident, within six a trend; the same spans as multi-window alerts use.
RECENT = {"1h": 1 / 24, "6h": 0.25}
# Counts are written down once a minute and scraped more often, but a process needs a moment to begin.
_SLACK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Readings:
    """What one source knows of the days before a moment: counts by span, and since when it counted."""

    source: Source
    moment: datetime
    days: int
    begun: datetime | None
    spans: Mapping[str, Tally]
    users: int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """One promise and what became of it."""

    objective: Objective
    figure: float | None
    standing: Standing
    budget_left: float | None
    burn: Mapping[str, float | None]
    sample: int
    needed: int


@dataclass(frozen=True, slots=True)
class Use:
    """Who used it how much, and how many of those who said so were helped."""

    users: int | None
    commands: Mapping[str, int]
    ratings: int
    helped: int

    @property
    def satisfaction(self) -> float | None:
        """The share of ratings that say an answer helped."""
        return self.helped / self.ratings if self.ratings else None


@dataclass(frozen=True, slots=True)
class Report:
    """How well the service was over some days, and from where that is known."""

    source: Source
    moment: datetime
    days: int
    begun: datetime | None
    measures: tuple[Measure, ...]
    use: Use

    @property
    def covered(self) -> float:
        """Of the days asked for, those that anything is known of."""
        if self.begun is None:
            return 0.0
        known, asked = self.moment - self.begun, timedelta(days=self.days)
        return self.days if known >= asked - _SLACK else known / timedelta(days=1)

    @property
    def is_whole(self) -> bool:
        """Whether all the days asked for are known of."""
        return self.covered >= self.days

    @property
    def broken(self) -> tuple[Measure, ...]:
        """The promises that were not kept."""
        return tuple(measure for measure in self.measures if measure.standing is Standing.UNMET)


def report(readings: Readings) -> Report:
    """Hold what was counted against what was promised."""
    return Report(
        source=readings.source,
        moment=readings.moment,
        days=readings.days,
        begun=readings.begun,
        measures=tuple(_measure(objective, readings.spans) for objective in OBJECTIVES),
        use=_use(readings),
    )


def _measure(objective: Objective, spans: Mapping[str, Tally]) -> Measure:
    tally, allowed = spans[WINDOW], objective.allowed
    events = objective.events(tally)
    return Measure(
        objective=objective,
        figure=objective.figure(tally),
        standing=standing(events, allowed),
        budget_left=budget_left(events, allowed),
        burn={span: burn_rate(objective.events(part), allowed) for span, part in spans.items()},
        sample=round(events.total),
        needed=needed(allowed),
    )


def _use(readings: Readings) -> Use:
    tally = readings.spans[WINDOW]
    commands = {name: round(count) for name, count in sorted(by_label(tally, "commands").items())}
    ratings = by_label(tally, "ratings")
    return Use(
        users=readings.users,
        commands={name: count for name, count in commands.items() if count},
        ratings=round(sum(ratings.values())),
        helped=round(ratings.get("helpful", 0.0)),
    )
