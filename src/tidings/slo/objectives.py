"""The service levels: what is promised of commands, and which of what was counted is held against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tidings.slo.traffic import Tally, by_label, quantile, total, within

# Of every hundred commands five may be slower than promised: that is what a 95th percentile says.
_SLOW = 0.05
# What is wrong with a question, and that there is no news about it, is no fault of the service, as in alerts
# and rollouts; an answer of which nothing is proved shows in the evidence coverage.
_NO_FAULT = frozenset({"VALIDATION_FAILED", "NO_DATA"})
# Vectors of queries are found again however old the answers are; alerts leave them out as well.
_NO_ANSWERS = frozenset({"query_vector"})


class Unit(StrEnum):
    """In what a figure is told."""

    SECONDS = "seconds"
    SHARE = "share"
    DOLLARS = "dollars"


@dataclass(frozen=True, slots=True)
class Events:
    """What was counted, and how much of it counts against the promise."""

    bad: float
    total: float


@dataclass(frozen=True, slots=True)
class Objective:
    """A promise: the figure is at most the target, or at least.

    `allowed` is how much of each event may go wrong before it is broken, which is the error budget: a share
    of events, or for costs the dollars of a command.
    """

    name: str
    at_most: bool
    target: float
    unit: Unit
    allowed: float
    events: Callable[[Tally], Events]
    figure: Callable[[Tally], float | None]


def _slow(path: str, seconds: float) -> Objective:
    """95 of 100 commands of a path take at most so long, which must be a bound of the histogram."""

    def events(tally: Tally) -> Events:
        counts = within(tally, path)
        everything = counts[-1][1] if counts else 0.0
        return Events(everything - dict(counts).get(seconds, 0.0), everything)

    def figure(tally: Tally) -> float | None:
        return quantile(within(tally, path), 1 - _SLOW)

    return Objective(f"p95_{path}", True, seconds, Unit.SECONDS, _SLOW, events, figure)


def _at_most(name: str, target: float, events: Callable[[Tally], Events], unit: Unit) -> Objective:
    """What goes wrong is at most so much of an event."""

    def figure(tally: Tally) -> float | None:
        counted = events(tally)
        return counted.bad / counted.total if counted.total > 0 else None

    return Objective(name, True, target, unit, target, events, figure)


def _at_least(name: str, target: float, events: Callable[[Tally], Events]) -> Objective:
    """What goes right is at least such a share of the events."""

    def figure(tally: Tally) -> float | None:
        counted = events(tally)
        return 1 - counted.bad / counted.total if counted.total > 0 else None

    return Objective(name, False, target, Unit.SHARE, 1 - target, events, figure)


def _faults(tally: Tally) -> Events:
    codes = by_label(tally, "errors")
    return Events(
        sum(count for code, count in codes.items() if code not in _NO_FAULT), total(tally, "commands")
    )


def _unanswered(tally: Tally) -> Events:
    return Events(total(tally, "errors"), total(tally, "commands"))


def _unproved(tally: Tally) -> Events:
    outcomes = by_label(tally, "claims")
    proposed = sum(outcomes.values())
    return Events(proposed - outcomes.get("pass", 0.0), proposed)


def _paid(tally: Tally) -> Events:
    return Events(total(tally, "spent"), total(tally, "priced"))


def _fallbacks(tally: Tally) -> Events:
    # Of the commands that ask models at all: those without would hide it.
    asked = within(tally, "enhanced")
    return Events(total(tally, "fallbacks"), asked[-1][1] if asked else 0.0)


def _misses(tally: Tally) -> Events:
    lookups, hits = (
        sum(count for cache, count in by_label(tally, series).items() if cache not in _NO_ANSWERS)
        for series in ("lookups", "hits")
    )
    return Events(lookups - hits, lookups)


OBJECTIVES = (
    _slow("simple", 5.0),
    _slow("enhanced", 12.0),
    _at_most("error_rate", 0.02, _faults, Unit.SHARE),
    _at_least("evidence_coverage", 0.95, _unproved),
    _at_most("command_cost", 0.50, _paid, Unit.DOLLARS),
    _at_most("fallback_rate", 0.10, _fallbacks, Unit.SHARE),
    _at_least("cache_hit_rate", 0.30, _misses),
    _at_least("command_success", 0.95, _unanswered),
)
