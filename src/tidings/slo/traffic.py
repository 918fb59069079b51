"""What was counted over a span, asked for by name: how many, by which label, within which time."""

from __future__ import annotations

import math
from collections.abc import Mapping

# A count by its series and its labels' values: "within simple 5.0"; see tallies.py.
Tally = Mapping[str, float]


def by_label(tally: Tally, series: str) -> dict[str, float]:
    """A series by the values of its labels; one without labels stands under an empty name."""
    return {
        key.removeprefix(series).strip(): count
        for key, count in tally.items()
        if key.partition(" ")[0] == series
    }


def total(tally: Tally, series: str) -> float:
    """A series, whatever its labels."""
    return math.fsum(by_label(tally, series).values())


def within(tally: Tally, path: str) -> list[tuple[float, float]]:
    """How many commands of a path took at most so many seconds, by the bounds of their histogram."""
    labels = ((label.partition(" "), count) for label, count in by_label(tally, "within").items())
    return sorted((float(bound), count) for (of, _, bound), count in labels if of == path)


def quantile(counts: list[tuple[float, float]], share: float) -> float | None:
    """The time within which that share of commands ended, as Prometheus reads it off a histogram.

    Within a bucket the times are taken for evenly spread; of what is past the last bound only that bound is
    known.
    """
    if not counts or counts[-1][1] <= 0:
        return None
    wanted, below, done = counts[-1][1] * share, 0.0, 0.0
    for bound, count in counts:
        if count >= wanted:
            return below if math.isinf(bound) else below + (bound - below) * (wanted - done) / (count - done)
        below, done = bound, count
    return below
