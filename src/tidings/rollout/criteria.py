"""What becomes of a rollout: pure decisions over what was measured of the canary and of everybody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Any

from tidings.rollout.measures import Measures, Sight
from tidings.rollout.odds import by_chance, no_worse
from tidings.rollout.stages import Stage

# A finding is clear where chance alone brings it about once in a thousand looks. Looks overlap, so that they
# are far fewer than there are; a canary that is taken back wrongly can be started again.
_CHANCE = 0.001
# Fewer commands than these stop nothing, however bad: they may all be one user's, asking again.
_FEWEST = 10
# Of every hundred commands five may be slower than the limit: that is what a 95th percentile says.
_SLOW = 0.05


class Verdict(StrEnum):
    """What is decided about a rollout."""

    WAIT = "wait"  # it cannot be judged
    HOLD = "hold"  # it can, and stays as it is
    PROMOTE = "promote"
    COMPLETE = "complete"
    ROLL_BACK = "roll_back"


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond the first four a rollout is taken back; beyond the `slo_` ones it is not promoted."""

    errors: float = 0.05
    p95: float = 20.0
    coverage: float = 0.90
    slo_errors: float = 0.02
    slo_p95: float = 12.0
    slo_coverage: float = 0.95
    slo_cost: float = 0.50


@dataclass(frozen=True, slots=True)
class Options:
    """How a rollout is judged: how often, over what span, from how many commands on, by which limits."""

    every: float = 15.0
    recent: float | None = None
    # With so many, 5 errors of a hundred are told from 2 about every second time, and from 20 nearly always.
    enough: int = 50
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is so: alerts that fire, and how far service is reduced."""

    alerts: Sequence[str] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known at a look: of the last while, and of the stage as a whole."""

    recent: Sight
    whole: Sight
    around: Surroundings = field(default_factory=Surroundings)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided, and why: a key of the catalogue and its numbers."""

    verdict: Verdict
    reason: str
    params: Mapping[str, Any] = field(default_factory=dict)


def decide(stages: Sequence[Stage], stage: int, in_stage: float, seen: Evidence, options: Options) -> Ruling:
    """Take back what is clearly bad; promote what was good for long enough, with enough to judge it by."""
    limits = options.limits
    stops = chain(_stops(seen.recent, limits), _stops(seen.whole, limits))
    holds = _holds(seen, options, stages[stage].seconds - in_stage)
    return next(chain(stops, holds), None) or _forward(stages, stage, seen.whole.canary)


def _forward(stages: Sequence[Stage], stage: int, canary: Measures) -> Ruling:
    """The next stage; after the last one everybody."""
    is_last = stage + 1 == len(stages)
    percent = 100 if is_last else stages[stage + 1].percent
    verdict = Verdict.COMPLETE if is_last else Verdict.PROMOTE
    return Ruling(verdict, "good", {"commands": round(canary.commands), "percent": percent})


def _holds(seen: Evidence, options: Options, missing: float) -> Iterator[Ruling]:
    """Why it may not go on yet, what keeps it from being judged first."""
    canary = seen.whole.canary
    if round(canary.commands) < options.enough:
        counts = {"commands": round(canary.commands), "enough": options.enough}
        yield Ruling(Verdict.WAIT, "too_little", counts)
    if seen.around.level:
        yield Ruling(Verdict.WAIT, "degraded", {"level": seen.around.level})
    yield from _doubts(canary, options.limits)
    if missing > 0:
        yield Ruling(Verdict.HOLD, "time", {})
    if seen.around.alerts:
        yield Ruling(Verdict.HOLD, "alerts", {"alerts": ", ".join(seen.around.alerts)})


def for_drill(ruling: Ruling) -> Ruling:
    """A drill goes no further than its first stage: one that nothing noticed is over, and has failed."""
    if ruling.verdict in (Verdict.PROMOTE, Verdict.COMPLETE):
        return Ruling(Verdict.ROLL_BACK, "drill_unnoticed")
    return ruling


def _stops(sight: Sight, limits: Limits) -> Iterator[Ruling]:
    """Why the rollout has to be taken back, the plainest first."""
    canary, stable = sight.canary, sight.stable
    commands = round(canary.commands)
    if commands < _FEWEST:
        return
    errors, slower = round(canary.faults), round(canary.slower(limits.p95))
    unproved = round(canary.proposed - canary.proved)
    if _over(canary.error_rate, limits.errors) and by_chance(errors, commands, limits.errors) < _CHANCE:
        yield _beyond(Verdict.ROLL_BACK, "errors", canary.error_rate, limits.errors, commands)
    if _over(canary.p95, limits.p95) and by_chance(slower, commands, _SLOW) < _CHANCE:
        yield _beyond(Verdict.ROLL_BACK, "p95", canary.p95, limits.p95, commands)
    if (
        _under(canary.coverage, limits.coverage)
        and by_chance(unproved, round(canary.proposed), 1 - limits.coverage) < _CHANCE
    ):
        yield _beyond(Verdict.ROLL_BACK, "coverage", canary.coverage, limits.coverage, commands)
    if _worse(errors, commands, round(stable.faults), round(stable.commands)):
        yield _compared("errors", canary.error_rate, stable.error_rate, commands)
    stable_unproved = round(stable.proposed - stable.proved)
    if _worse(unproved, round(canary.proposed), stable_unproved, round(stable.proposed)):
        yield _compared("coverage", canary.coverage, stable.coverage, commands)


def _doubts(canary: Measures, limits: Limits) -> Iterator[Ruling]:
    """Where the canary does not keep what is promised of the service."""
    commands = round(canary.commands)
    if _over(canary.error_rate, limits.slo_errors):
        yield _beyond(Verdict.HOLD, "errors", canary.error_rate, limits.slo_errors, commands)
    if _over(canary.p95, limits.slo_p95):
        yield _beyond(Verdict.HOLD, "p95", canary.p95, limits.slo_p95, commands)
    if _under(canary.coverage, limits.slo_coverage):
        yield _beyond(Verdict.HOLD, "coverage", canary.coverage, limits.slo_coverage, commands)
    if _over(canary.cost, limits.slo_cost):
        yield _beyond(Verdict.HOLD, "cost", canary.cost, limits.slo_cost, commands)


def _worse(bad: int, of: int, other_bad: int, other_of: int) -> bool:
    """Whether the canary is clearly worse than everybody else; not by so little that nobody would care."""
    if of < _FEWEST or other_of < _FEWEST or bad / of <= other_bad / other_of + _SLOW:
        return False
    return no_worse(bad, of, other_bad, other_of) < _CHANCE


def _over(value: float | None, limit: float) -> bool:
    return value is not None and value > limit


def _under(value: float | None, limit: float) -> bool:
    return value is not None and value < limit


def _beyond(verdict: Verdict, measure: str, value: float | None, limit: float, commands: int) -> Ruling:
    return Ruling(verdict, f"beyond_{measure}", {"value": value, "limit": limit, "commands": commands})


def _compared(measure: str, value: float | None, stable: float | None, commands: int) -> Ruling:
    counts = {"value": value, "stable": stable, "commands": commands}
    return Ruling(Verdict.ROLL_BACK, f"worse_{measure}", counts)
