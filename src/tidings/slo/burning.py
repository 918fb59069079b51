"""How much of an error budget is used up, how fast, and whether that is enough to judge by."""

from __future__ import annotations

import math
from enum import StrEnum

from tidings.slo.objectives import Events

# Fewer say little of any share, however large a part of them may go wrong.
_FEWEST = 20


class Standing(StrEnum):
    """Whether a promise was kept."""

    MET = "met"
    UNMET = "unmet"
    FEW = "few"


def needed(allowed: float) -> int:
    """How many events it takes to call a promise kept: by fewer, a single bad one would break it."""
    return max(_FEWEST, math.ceil(round(1 / allowed, 6)))


def burn_rate(events: Events, allowed: float) -> float | None:
    """How fast the budget is used: at 1 it lasts exactly the span, at 2 half of it. None without events."""
    return events.bad / (events.total * allowed) if events.total > 0 else None


def budget_left(events: Events, allowed: float) -> float | None:
    """The share of the budget that is not used; below 0 more was used than there is."""
    burnt = burn_rate(events, allowed)
    return None if burnt is None else 1 - burnt


def standing(events: Events, allowed: float) -> Standing:
    """Whether a promise was kept, or is too little to say so known.

    It is broken by few events already where no further ones up to the number needed could mend it.
    """
    least = needed(allowed)
    # Sums of fractions: a budget used to the last is not overdrawn.
    if events.bad > allowed * max(events.total, least) * (1 + 1e-9):
        return Standing.UNMET
    # What Prometheus extrapolates from counts is not whole.
    return Standing.FEW if round(events.total) < least else Standing.MET
