"""Places of a time axis that people know by name: full hours, midnights, beginnings of months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from tidings.charts.chart import Tick
from tidings.messages import Lang

# More names than these run into each other on a phone.
_MOST = 6
_HOURS = (1, 2, 3, 4, 6, 12)
_DAYS = (1, 2, 3, 7, 14)
_MONTHS = (1, 2, 3, 6)
# Nearer to an end of the axis than this share of it, there is no room to write a name.
_EDGE = 0.03
_DAY = timedelta(days=1)
# Longer than this, days are no longer told apart by their date.
_LONGEST_IN_DAYS = timedelta(days=75)
_LONGEST_IN_HOURS = timedelta(days=2)
# Russian months are words, as their short forms look like misprints.
_DATE = {"ru": "d MMMM", "en": "d MMM"}
_MONTH = {"ru": "LLLL", "en": "LLL"}


def ticks(since: datetime, until: datetime, zone: ZoneInfo, lang: Lang) -> tuple[Tick, ...]:
    """At most six names on the reader's clock, as far apart as each other."""
    found = next(places for places in _choices(since, until, zone) if len(places) <= _MOST)
    span = until - since
    months = span > _LONGEST_IN_DAYS
    return tuple(
        Tick((place - since) / span, _name(place.astimezone(zone), lang, months=months)) for place in found
    )


def _choices(since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[list[datetime]]:
    """Ways to divide the span, the finest first; the last gives no place at all."""
    span = until - since
    if span <= _LONGEST_IN_HOURS:
        yield from (_within(_hours(since, until, zone, step), since, until) for step in _HOURS)
    if span <= _LONGEST_IN_DAYS:
        yield from (_within(_days(since, until, zone, step), since, until) for step in _DAYS)
    yield from (_within(_months(since, until, zone, step), since, until) for step in _MONTHS)
    yield []


def _within(places: Iterator[datetime], since: datetime, until: datetime) -> list[datetime]:
    return [place for place in places if _EDGE <= (place - since) / (until - since) <= 1 - _EDGE]


def _hours(since: datetime, until: datetime, zone: ZoneInfo, step: int) -> Iterator[datetime]:
    """Hours of the wall clock: over a change of the clocks they are nearer to each other, or farther."""
    for midnight in _days(since, until, zone, 1):
        local = midnight.astimezone(zone)
        yield from (local.replace(hour=hour).astimezone(UTC) for hour in range(0, 24, step))


def _days(since: datetime, until: datetime, zone: ZoneInfo, step: int) -> Iterator[datetime]:
    """Midnights, counted back from the last one."""
    last = until.astimezone(zone).date()
    count = (until - since) // _DAY + 2
    for back in range(count - count % step, -1, -step):
        day = last - timedelta(days=back)
        yield datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _months(since: datetime, until: datetime, zone: ZoneInfo, step: int) -> Iterator[datetime]:
    """First days of months, January among them at every step."""
    first, last = since.astimezone(zone), until.astimezone(zone)
    for number in range(first.year * 12, last.year * 12 + 12, step):
        yield datetime(number // 12, number % 12 + 1, 1, tzinfo=zone).astimezone(UTC)


def _name(local: datetime, lang: Lang, *, months: bool) -> str:
    """A month, with the year where one begins; a date at midnight; else the time."""
    if months:
        pattern = f"{_MONTH[lang]} y" if local.month == 1 else _MONTH[lang]
    else:
        pattern = "HH:mm" if local.hour or local.minute else _DATE[lang]
    return str(format_datetime(local, pattern, locale=lang))
