"""Gaps: stories the past was full of that the window hardly mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from tidings.trends.threads import final_story
from tidings.trends.topics import KINDRED
from tidings.trends.view import GapTrend

MOST_GAPS = 5
# Fewer than three articles a window were no presence whose absence could be noticed.
LEAST_EXPECTED = 3.0
# A gap has at most this share of what was expected.
MOST_SHARE = 0.2


def find_gaps(
    past: Sequence[tuple[int, int, int]],
    present: Mapping[int, int],
    merges: Mapping[int, int],
    windows: int,
) -> list[tuple[int, int, float]]:
    """Story, its articles now (of those `present`), and those expected, the greatest absence first."""
    expected: dict[int, float] = defaultdict(float)
    for story, n, _ in past:
        expected[final_story(story, merges)] += n / windows
    found = [
        (story, present.get(story, 0), expectation)
        for story, expectation in expected.items()
        if expectation >= LEAST_EXPECTED and present.get(story, 0) <= MOST_SHARE * expectation
    ]
    return sorted(found, key=lambda gap: (gap[1] - gap[2], gap[0]))[:MOST_GAPS]


def untold(
    gaps: Sequence[GapTrend],
    faces: Mapping[int, npt.NDArray[np.float32]],
    told: Sequence[npt.NDArray[np.float32]],
) -> tuple[GapTrend, ...]:
    """The gaps whose subject none of the window's threads goes on with; both are given as unit vectors."""

    def goes_on(gap: GapTrend) -> bool:
        face = faces.get(gap.article_id)
        return face is not None and any(
            middle.size == face.size and float(middle @ face) >= KINDRED for middle in told
        )

    return tuple(gap for gap in gaps if not goes_on(gap))
