"""A reader's clock: when they are not to be disturbed, and when their digest is due, in any zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReaderClock:
    """A zone, the hours of quiet from one up to another, and the hour of the digest, on that clock.

    None: no quiet, no digest. Where a clock is put forward over an hour, what was to be then is at the first
    moment after it; where an hour comes twice, quiet holds in both, and what begins or ends at it does so at
    the first.
    """

    zone: ZoneInfo
    quiet_from: int | None = None
    quiet_to: int | None = None
    digest_hour: int | None = None

    def day(self, moment: datetime) -> date:
        """The day on the reader's calendar."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, hour: int) -> datetime:
        """The moment, in UTC, at which that hour begins on that day."""
        return datetime.combine(day, time(hour), self.zone).astimezone(UTC)

    def quiet_until(self, moment: datetime) -> datetime | None:
        """When the quiet that this moment lies in ends; None where it lies in none."""
        if self.quiet_from is None or self.quiet_to is None or self.quiet_from == self.quiet_to:
            return None
        local = moment.astimezone(self.zone)
        if not _is_between(local.hour, self.quiet_from, self.quiet_to):
            return None
        ends = (self.at(day, self.quiet_to) for day in _days(local.date()))
        return next(end for end in ends if end > moment)

    def next_digest(self, after: datetime, last: date | None = None) -> tuple[date, datetime] | None:
        """The first digest after a moment, of a later day than `last`: its day and its moment in UTC."""
        if self.digest_hour is None:
            return None
        start = self.day(after)
        if last is not None and last >= start:
            start = last + _DAY
        return next((day, due) for day in _days(start) if (due := self.at(day, self.digest_hour)) > after)


def _is_between(hour: int, start: int, end: int) -> bool:
    """Whether an hour lies in a span of hours, which may go over midnight."""
    return start <= hour < end if start < end else hour >= start or hour < end


def _days(day: date) -> Iterator[date]:
    while True:
        yield day
        day += _DAY
