"""Shares of a sample, with the interval that chance leaves them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

# The normal quantile of a two-sided interval of 95 %.
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    hits: int
    of: int

    @classmethod
    def among(cls, outcomes: Iterable[bool]) -> Share:
        """The share of True."""
        known = list(outcomes)
        return cls(sum(known), len(known))

    @property
    def value(self) -> float:
        """The share itself; nothing of nothing is none."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of 95 %, which holds near 0 and 1 and in small samples too."""
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.value
        scale = 1 + Z * Z / n
        middle = (p + Z * Z / (2 * n)) / scale
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / scale
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        if not self.of:
            return "-"
        low, high = self.interval
        return f"{100 * self.value:.1f} ({100 * low:.1f}-{100 * high:.1f})"
