"""Window names to spans of time: what "24h" and "1w" mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from tidings.errors import InvalidRequest

# A month is 30 days and a year 365: a window is a span, not a calendar page, so that "1m" of today and
# of yesterday hold the same number of days and their counts compare.
SPANS: dict[str, timedelta] = {
    "6h": timedelta(hours=6),
    "12h": timedelta(hours=12),
    "24h": timedelta(hours=24),
    "1d": timedelta(days=1),
    "3d": timedelta(days=3),
    "1w": timedelta(weeks=1),
    "2w": timedelta(weeks=2),
    "1m": timedelta(days=30),
    "3m": timedelta(days=90),
    "6m": timedelta(days=180),
    "1y": timedelta(days=365),
}
# Older than any news archive of the web, and far enough from the calendar's edge for every window.
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
# A bare date means its end, which for today is up to a day ahead.
AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open span of UTC time, `since` <= t < `until`."""

    name: str
    since: datetime
    until: datetime

    @property
    def span(self) -> timedelta:
        """How long the window is."""
        return self.until - self.since

    def buckets(self, count: int) -> list[tuple[datetime, datetime]]:
        """The window cut into `count` equal spans, oldest first."""
        step = self.span / count
        edges = [self.since + step * i for i in range(count)] + [self.until]
        return list(pairwise(edges))


def parse_window(name: str, as_of: datetime | None = None) -> Window:
    """The window of that name ending at `as_of` (default: now); else InvalidRequest names those there are."""
    span = SPANS.get(name.strip().lower())
    if span is None:
        raise InvalidRequest(
            f"unknown window {name!r}; there are {', '.join(SPANS)}",
            message="unknown_window",
            params={"window": name, "windows": ", ".join(SPANS)},
        )
    until = as_of or datetime.now(UTC)
    if until.tzinfo is None:
        raise ValueError("as_of must be aware")
    return Window(name.strip().lower(), until - span, until)


def parse_moment(text: str) -> datetime:
    """An ISO date or time as an aware UTC moment; a bare date means the end of that day."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidRequest(
            f"cannot read {text!r} as a date",
            message="bad_moment",
            params={"value": text},
        ) from error
    aware = known_moment(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment, text.strip())
    end = timedelta(days=1) if len(text.strip()) == len("2020-05-30") else timedelta(0)
    return known_moment(aware.astimezone(UTC) + end, text.strip())


def known_moment(moment: datetime, named: str) -> datetime:
    """The aware moment, if articles may be known from then; InvalidRequest when too early or yet to come."""
    if moment < EARLIEST:
        raise InvalidRequest(
            f"{named} is before {EARLIEST:%Y}", message="moment_too_early", params={"value": named}
        )
    if moment > datetime.now(UTC) + AHEAD:
        raise InvalidRequest(f"{named} is in the future", message="moment_ahead", params={"value": named})
    return moment
