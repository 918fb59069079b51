"""What was measured of the commands of one track, and what follows from it."""

from __future__ import annotations

import math
from dataclasses import dataclass

# A 95th percentile, as the plan and the service levels have it.
_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Measures:
    """Counts of one track over a span.

    `within` is how many commands took at most so many seconds, by the bounds of the histogram, ascending.
    """

    commands: float = 0.0
    faults: float = 0.0
    within: tuple[tuple[float, float], ...] = ()
    proposed: float = 0.0
    proved: float = 0.0
    dollars: float = 0.0

    @property
    def error_rate(self) -> float | None:
        """Share of commands that ended in a fault."""
        return min(1.0, self.faults / self.commands) if self.commands else None

    @property
    def coverage(self) -> float | None:
        """Share of proposed claims that were proved."""
        return min(1.0, self.proved / self.proposed) if self.proposed else None

    @property
    def cost(self) -> float | None:
        """Dollars a command."""
        return self.dollars / self.commands if self.commands else None

    @property
    def p95(self) -> float | None:
        """Seconds within which 95 of 100 commands ended, evenly spread within a bucket of the histogram."""
        if not self.within or self.within[-1][1] <= 0:
            return None
        wanted = self.within[-1][1] * _SHARE
        below, done = 0.0, 0.0
        for bound, count in self.within:
            if count >= wanted:
                return (
                    below if math.isinf(bound) else below + (bound - below) * (wanted - done) / (count - done)
                )
            below, done = bound, count
        return below

    def slower(self, seconds: float) -> float:
        """How many took longer than the last bound of the histogram that is at most so many seconds."""
        if not self.within:
            return 0.0
        quick = [count for bound, count in self.within if bound <= seconds]
        return self.within[-1][1] - (quick[-1] if quick else 0.0)

    def figures(self) -> dict[str, float | None]:
        """What is shown and logged of it."""
        return {
            "commands": round(self.commands),
            "errors": self.error_rate,
            "p95": self.p95,
            "coverage": self.coverage,
            "cost": self.cost,
        }


@dataclass(frozen=True, slots=True)
class Sight:
    """Both tracks over the same span."""

    canary: Measures
    stable: Measures

    def figures(self) -> dict[str, dict[str, float | None]]:
        """What is shown and logged of it."""
        return {"canary": self.canary.figures(), "stable": self.stable.figures()}
