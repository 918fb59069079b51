"""The rule: from the alerts that fire, the level in force and who set it, to the next level or none.

    full budget           BudgetWarning                     -> level 1
                          and more than 95 % of it is spent -> level 2
    answers fail or drag  HighErrorRate, HighLatency        -> level 1
                          still, after 10 minutes of it     -> level 2
    neither, for 15 min   one level down, at most one in 15 minutes

Level 3 refuses questions, which a person has to answer for; so only a person sets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tidings.degradation import Level
from tidings.prometheus import FiringAlert
from tidings.store.degradation import Change, Memory

BUDGET = "BudgetWarning"
FAULTS = frozenset({"HighErrorRate", "HighLatency"})

# The warning comes at 80 % of the day's money; from here on first models would soon have spent the rest.
NEARLY_SPENT = 0.95
# The alerts look back ten minutes at most: what level 1 has mended no longer fires by then.
PATIENCE = timedelta(minutes=10)
# A fault that comes back within this time is taken for the same one.
QUIET = timedelta(minutes=15)
# The rule looks four times a minute. Who saw nothing for longer does not know that all was quiet.
BLIND = timedelta(minutes=1)


class Reason(StrEnum):
    """Why the rule changes the level."""

    FIRING = "firing"
    STILL_FIRING = "still_firing"
    NEARLY_SPENT = "nearly_spent"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Sight:
    """The alerts that fire now, and the share of the day's budget that is spent; None is not known."""

    alerts: Sequence[FiringAlert] = ()
    spent: float | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """The level that the alerts ask for, and why."""

    level: Level
    reason: Reason
    alerts: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """As it is kept in the history; `told` reads it again."""
        return " ".join((self.reason.value, *self.alerts))


@dataclass(frozen=True, slots=True)
class Decision:
    """The level to set now, None to stay; and since when no alert asks for the one in force."""

    quiet_since: datetime | None = None
    move: Demand | None = None


def decide(sight: Sight, held: Change | None, memory: Memory) -> Decision:
    """The next step; none where an operator holds the level, or has just let go of it."""
    now = memory.now
    if held is not None and _is_operators(held, now):
        return Decision()
    level = Level(held.level) if held else Level.NORMAL
    begun = held.since if held else None
    demand = demanded(sight, level, begun, now)
    if demand.level > level:
        return Decision(move=demand)
    if begun is None or level is Level.NORMAL or demand.level is level:
        return Decision()
    quiet_since = _quiet_since(memory)
    if now - max(quiet_since, begun) < QUIET:
        return Decision(quiet_since)
    return Decision(quiet_since, Demand(Level(level - 1), Reason.QUIET))


def demanded(sight: Sight, level: Level, begun: datetime | None, now: datetime) -> Demand:
    """The level that the alerts ask for while that one is in force since `begun`."""
    faults = [alert for alert in sight.alerts if alert.name in FAULTS]
    lasting = [
        alert
        for alert in faults
        if level is Level.SOFT and begun and now - max(alert.since, begun) >= PATIENCE
    ]
    budget = [alert for alert in sight.alerts if alert.name == BUDGET]
    if budget and sight.spent is not None and sight.spent > NEARLY_SPENT:
        return Demand(Level.HARD, Reason.NEARLY_SPENT, _names(budget))
    if lasting:
        return Demand(Level.HARD, Reason.STILL_FIRING, _names(lasting))
    if faults and level >= Level.HARD:
        return Demand(level, Reason.STILL_FIRING, _names(faults))
    if faults or budget:
        return Demand(Level.SOFT, Reason.FIRING, _names([*faults, *budget]))
    return Demand(Level.NORMAL, Reason.QUIET)


def told(why: str) -> tuple[Reason, str]:
    """What stands in the history of the rule's own changes: the reason, and the alerts by name."""
    reason, _, alerts = why.partition(" ")
    return Reason(reason), ", ".join(alerts.split())


def _is_operators(held: Change, now: datetime) -> bool:
    """Whether a person holds the level; who sets full service has it for as long as quiet takes."""
    return not held.by_rule and (held.level > Level.NORMAL or now - held.at < QUIET)


def _quiet_since(memory: Memory) -> datetime:
    """Since when all is quiet, as far as that was watched."""
    if memory.looked_at is None or memory.quiet_since is None or memory.now - memory.looked_at > BLIND:
        return memory.now
    return memory.quiet_since


def _names(alerts: Sequence[FiringAlert]) -> tuple[str, ...]:
    return tuple(sorted({alert.name for alert in alerts}))
