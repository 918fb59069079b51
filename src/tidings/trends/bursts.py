"""How far a count stands above its past: the figures every ranking of trends rests on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from tidings.schemas.results import Direction, Trend
from tidings.windows import Window

# The past a window is held against reaches back a week, so that every weekday is in it, and at least two
# windows' length, so that a long window has more than one of its kind to be compared with.
PAST_SPAN = timedelta(days=7)
LEAST_PAST_WINDOWS = 2
# A window of the past that holds under a tenth of what the corpus now brings was not really followed.
ESTABLISHED = 0.1
# "As of 23:59:59" means the end of that day: a window may begin this long before midnight and still have
# the day that ends there in its past.
BOUNDARY = timedelta(minutes=5)
# One article where none was expected is no burst; half of one keeps ratios finite.
EXPECTED_FLOOR = 0.5
# A count has to leave this range around its expectation before it is called a direction.
RISING = 1.5
FALLING = 1 / 1.5


@dataclass(frozen=True)
class Past:
    """How many whole windows of past there are to compare with; none at a cold start."""

    window: Window
    windows: int

    @property
    def is_cold(self) -> bool:
        """Whether there is no past worth the name."""
        return self.windows == 0

    @property
    def first_day(self) -> date:
        """The first day of the baseline."""
        return (self.window.since - self.window.span * self.windows + BOUNDARY).date()

    @property
    def last_day(self) -> date:
        """The day after the last one that had ended when the window began."""
        return (self.window.since + BOUNDARY).date()

    def fold(self, days: Mapping[date, int]) -> list[float]:
        """Daily counts as counts per past window; windows shorter than a day take their share of it."""
        per_window, known = [0.0] * self.windows, self._places
        for day, n in days.items():
            if day not in known:
                known[day] = self._place(day)
            places, share = known[day]
            for place in places:
                per_window[place] += n * share
        return per_window

    @cached_property
    def _places(self) -> dict[date, tuple[range, float]]:
        """Where each day met so far is counted; hundreds of terms are folded over the same days."""
        return {}

    def _place(self, day: date) -> tuple[range, float]:
        """The past windows a day is counted in, the newest being 0, and how much of it in each."""
        if day >= self.last_day:
            return range(0), 0.0
        span, since = self.window.span.total_seconds(), self.window.since
        end = datetime.combine(day, datetime.min.time(), since.tzinfo) + timedelta(days=1)
        ago = (since + BOUNDARY - end).total_seconds() / span
        if span < _DAY:
            first, last = math.ceil(ago), math.ceil(ago + _DAY / span)
            return range(max(0, first), min(self.windows, last)), span / _DAY
        place = math.floor(ago)
        return range(max(0, place), min(self.windows, place + 1)), 1.0


_DAY = 86_400.0


def past_of(window: Window, first_day: date | None) -> Past:
    """The past the corpus has to offer for a window."""
    if first_day is None:
        return Past(window, 0)
    wanted = max(LEAST_PAST_WINDOWS, math.ceil(PAST_SPAN / window.span))
    start = datetime.combine(first_day, datetime.min.time(), window.since.tzinfo)
    there = int((window.since + BOUNDARY - start) / window.span)
    return Past(window, max(0, min(wanted, there)))


def established(past: Past, days: Mapping[date, int]) -> Past:
    """The past without what came before the corpus was really kept: a few stray old articles are no past."""
    per_window = past.fold(days)
    present = max((n for day, n in days.items() if day >= past.last_day), default=0)
    least = max(1.0, ESTABLISHED * max([present, *per_window]))
    windows = [place for place, n in enumerate(per_window, 1) if n >= least]
    return Past(past.window, max(windows, default=0))


def expected(past: list[float]) -> float:
    """What the past leads one to expect of a window: half its mean, half its peak.

    The peak keeps what returns every week (the name of a weekday, a column) from looking like news.
    """
    return (sum(past) / len(past) + max(past)) / 2 if past else 0.0


def ratio(articles: float, expectation: float) -> float:
    """How many times the expectation the count is."""
    return articles / max(expectation, EXPECTED_FLOOR)


def burst(sources: int, articles: int, expectation: float) -> float:
    """Rank of a story: independent outlets, times how far (in doublings) it exceeds its own past."""
    return sources * math.log2(1.0 + articles / (expectation + 1.0))


def surprise(count: int, expectation: float) -> float:
    """Log-likelihood ratio of a Poisson count above its expectation; 0 when it is not above."""
    floor = max(expectation, EXPECTED_FLOOR)
    if count <= floor:
        return 0.0
    return 2.0 * (count * math.log(count / floor) - (count - floor))


def trend(articles: int, expectation: float, *, cold: bool) -> Trend:
    """Rising, falling or stable; a cold start knows no direction."""
    if cold:
        return "stable"
    times = (articles + 1.0) / (expectation + 1.0)
    if times >= RISING:
        return "rising"
    return "falling" if times <= FALLING else "stable"


def momentum(articles: int, expectation: float, *, cold: bool) -> tuple[float, Direction]:
    """0 for gone, .5 for as expected, 1 for all new; and the direction."""
    if cold:
        return 0.5, "flat"
    score = (articles + 1.0) / (articles + expectation + 2.0)
    directions: dict[Trend, Direction] = {"rising": "up", "falling": "down", "stable": "flat"}
    return score, directions[trend(articles, expectation, cold=False)]
