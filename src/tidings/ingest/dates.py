"""When an article was published: how a stated date is read, and which one is believed.

The rule, in the order it is applied to one item; `fetched_at` is the moment Tidings first saw it:

1. The stated date is `published`, or `updated` where that is missing or cannot be read. A time without a zone
   is UTC. A zone name that several countries use means what most news feeds mean by it.
2. **undated**: no readable date, or one before 1990 (an empty clock, not news): the article is dated
   `fetched_at`.
3. A date no later than `fetched_at` plus 10 minutes is believed, except in a feed known to be ahead (5). The
   ten minutes are clocks that differ; such an article is dated `fetched_at`.
4. **zone**: a date up to 14 hours ahead is local time labelled as UTC, or a forgotten summer time. Whole
   hours are taken off: in a feed with a history, the hours that history shows; otherwise as few as bring it
   into the past.
5. A feed is known to be ahead when at least half of its last lags (5 or more) lie in the future. The hours
   that bring the furthest of them into the past are taken off every date of that feed, so that its items
   keep their order. A feed with a history that is not ahead has no zone error: its future dates fall under 6.
6. **future**: any other date ahead of `fetched_at` (a planned event, a typing error): the article is dated
   `fetched_at`.

A date that is too early by a wrong zone cannot be told from an article published hours before it was seen,
and stays as stated. Nothing is ever dated after the moment it was fetched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

DateRule = Literal["published", "updated", "zone", "future", "undated"]
Stated = datetime | str | None

# Clocks of publishers differ by minutes; ten hide no zone error, the smallest of which is half an hour.
CLOCK_SKEW = timedelta(minutes=10)
# The largest offset of any zone in use (UTC+14).
MAX_ZONE_HOURS = 14
# Fewer lags than this say nothing about a feed's habit.
MIN_LAGS = 5
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

_HOUR = timedelta(hours=1)
_MAX_AHEAD = MAX_ZONE_HOURS * _HOUR + CLOCK_SKEW
_LONGEST_DATE = 80

# Offsets in minutes. Ambiguous names: CST and IST as North America and India write them, BST as Britain does.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "ist": 330, "cet": 60,
    "met": 60, "mez": 60, "cest": 120, "mest": 120, "mesz": 120, "eet": 120, "sast": 120, "cat": 120,
    "eest": 180, "eat": 180, "trt": 180, "msk": 180, "мск": 180, "msd": 240, "samt": 240, "gst": 240,
    "pkt": 300, "yekt": 300, "omst": 360, "krat": 420, "wib": 420, "novt": 420, "irkt": 480, "hkt": 480,
    "sgt": 480, "awst": 480, "pht": 480, "yakt": 540, "jst": 540, "kst": 540, "acst": 570, "vlat": 600,
    "aest": 600, "acdt": 630, "aedt": 660, "magt": 660, "sakt": 660, "pett": 720, "nzst": 720,
    "nzdt": 780, "art": -180, "brt": -180, "nst": -210, "ndt": -150, "ast": -240, "adt": -180,
    "clt": -240, "est": -300, "edt": -240, "et": -300, "pet": -300, "cst": -360, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "pt": -480, "akst": -540, "akdt": -480,
    "hst": -600,
}  # fmt: skip

_MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "jan янв січ", "feb фев лют", "mar мар бер", "apr апр кві", "may май мая тра", "jun июн чер",
            "jul июл лип", "aug авг сер", "sep сен вер", "oct окт жов", "nov ноя лис", "dec дек гру",
        ),
        start=1,
    )
    for stem in stems.split()
}  # fmt: skip

_CLOCK = (
    r"(?:[\s,TtТт|]*(?:at|в|о)?\s*(?P<hour>\d{1,2})[:.](?P<minute>\d{1,2})"
    r"(?:[:.](?P<second>\d{1,2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?)?"
)
_ZONE = (
    r"\s*\(?(?:(?P<name>[^\W\d_]{1,5})(?![^\W\d_])\s*)?"
    r"(?P<offset>[+\-−]\d{1,2}(?::?\d{2})?)?\)?(?:\s*\(.*\))?"
)
_WEEKDAY = r"(?:[^\W\d_]{2,12}(?:[.,]+\s*|\s+))?"
_YEAR_END = r"(?:\s*(?:г\.?|года|р\.?|року))?"
_FORMS = tuple(
    re.compile(form + _CLOCK + _ZONE + r"\s*", re.IGNORECASE)
    for form in (
        # 2020-05-20, 2020/5/20, 2020年5月20日
        r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?",
        # Wed, 20 May 2020; 20-May-20; ср, 20 мая 2020 г.
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th|-?го)?[\s\-.]+(?P<word>[^\W\d_]{3,10})\.?,?[\s\-]+"
        r"(?P<year>\d{4}|\d{2})(?!\d|:)" + _YEAR_END,
        # May 20, 2020; Wednesday, May 20th 2020
        _WEEKDAY + r"(?P<word>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        # 20.05.2020, 20-05-2020
        r"(?P<day>\d{1,2})[.\-](?P<month>\d{1,2})[.\-](?P<year>\d{4})" + _YEAR_END,
        # 05/20/2020 or 20/05/2020: read below
        r"(?P<first>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{4})",
    )
)
# Wed May 20 14:05:00 MSK 2020, as C and shells print it.
_CTIME = re.compile(
    r"[a-z]{3}\s+(?P<word>[a-z]{3})\s+(?P<day>\d{1,2})\s+"
    r"(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})\s+"
    r"(?:(?P<name>[a-z]{1,5})\s+)?(?P<offset>[+-]\d{4}\s+)?(?P<year>\d{4})",
    re.IGNORECASE,
)
# 14:05, 20 мая 2020
_CLOCK_FIRST = re.compile(r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)[,\s|]+(?P<date>\d.*)")
_COMPACT = re.compile(r"\d{8}(?:T\d{6}(?:Z|[+-]\d{4})?)?")
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}")


@dataclass(frozen=True, slots=True)
class DatedBy:
    """The moment an article counts as published, UTC, and which part of the rule gave it."""

    published_at: datetime
    rule: DateRule


def decide_date(
    published: Stated, updated: Stated, fetched_at: datetime, lags: Sequence[timedelta] = ()
) -> DatedBy:
    """Applies the module's rule; `lags` are the feed's last `stated_lag` values, in any order."""
    rule: DateRule = "published"
    stated = _believable(published)
    if stated is None:
        rule, stated = "updated", _believable(updated)
    if stated is None:
        return DatedBy(fetched_at, "undated")
    return _placed(stated, rule, fetched_at, lags)


def stated_lag(published: Stated, updated: Stated, fetched_at: datetime) -> timedelta | None:
    """How long before it was fetched an item says it was published; negative ahead, None when undated.

    Worth keeping for items the feed did not show at the poll before: older ones say nothing of its clock.
    """
    stated = _believable(published) or _believable(updated)
    return None if stated is None else fetched_at - stated


def zone_hours(lags: Sequence[timedelta]) -> int:
    """Whole hours by which a feed with these lags dates its items ahead; 0 when it does not."""
    ahead = [-lag for lag in lags if lag < -CLOCK_SKEW]
    if len(lags) < MIN_LAGS or 2 * len(ahead) < len(lags):
        return 0
    furthest = [lag for lag in ahead if lag <= _MAX_AHEAD]
    return _hours_up(max(furthest)) if furthest else 0


def parse_date(value: Stated) -> datetime | None:
    """The moment `value` names, aware and in UTC; None when it names none."""
    if isinstance(value, datetime):
        return _in_utc(value)
    text = (value or "").strip()
    if not text or len(text) > _LONGEST_DATE:
        return None
    if (len(text) > 9 and text[4] == "-") or _COMPACT.fullmatch(text):
        try:
            return _in_utc(datetime.fromisoformat(text))
        except ValueError:
            return _from_forms(text)  # Nearly ISO: the forms are more lenient.
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text))
    return _from_forms(text)


def _placed(stated: datetime, rule: DateRule, fetched_at: datetime, lags: Sequence[timedelta]) -> DatedBy:
    hours = zone_hours(lags)
    if hours and stated - hours * _HOUR <= fetched_at + CLOCK_SKEW:
        return DatedBy(min(stated - hours * _HOUR, fetched_at), "zone")
    ahead = stated - fetched_at
    if ahead <= CLOCK_SKEW:
        return DatedBy(min(stated, fetched_at), rule)
    if len(lags) < MIN_LAGS and ahead <= _MAX_AHEAD:
        return DatedBy(min(stated - _hours_up(ahead) * _HOUR, fetched_at), "zone")
    return DatedBy(fetched_at, "future")


def _hours_up(ahead: timedelta) -> int:
    """The fewest whole hours, at least one, that bring what is `ahead` into the past but for clock skew."""
    return max(1, -((CLOCK_SKEW - ahead) // _HOUR))


def _believable(value: Stated) -> datetime | None:
    moment = parse_date(value)
    return moment if moment is not None and moment >= EARLIEST else None


def _from_epoch(number: float) -> datetime | None:
    seconds = number / 1000 if number > 1e11 else number
    return datetime.fromtimestamp(seconds, UTC)


def _from_forms(text: str) -> datetime | None:
    swapped = _CLOCK_FIRST.fullmatch(text)
    if swapped:
        text = f"{swapped['date']} {swapped['clock']}"
    for form in (*_FORMS, _CTIME):
        match = form.fullmatch(text)
        if match:
            return _assembled(match.groupdict())
    return None


def _assembled(part: dict[str, str | None]) -> datetime | None:
    """The moment the named parts of a form make up; None when there is no such day or zone."""
    day_month = _day_and_month(part)
    if day_month is None:
        return None
    day, month = day_month
    hour, minute, second = _clock(part)
    try:
        zone = timezone(_offset(part))
        # Hour 24 is midnight at the end of the day; second 60 is a leap second.
        start = datetime(_year(part["year"] or ""), month, day, 0, minute, min(second, 59), tzinfo=zone)
        return _in_utc(start + hour * _HOUR) if hour <= 24 else None
    except (ValueError, OverflowError):
        return None


def _day_and_month(part: dict[str, str | None]) -> tuple[int, int] | None:
    """Day and month; None for a word that is no month and for 03/04/2020, which is two different days."""
    if part.get("first"):
        first, other = int(part["first"] or 0), int(part["other"] or 0)
        if first <= 12 and other <= 12 and first != other:
            return (other, first) if part.get("half") else None
        return (first, other) if first > 12 else (other, first)
    word = part.get("word")
    month = _MONTHS.get(word[:3].lower()) if word else int(part["month"] or 0)
    return (int(part["day"] or 0), month) if month else None


def _clock(part: dict[str, str | None]) -> tuple[int, int, int]:
    hour, minute, second = (int(part.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (part.get("half") or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return hour, minute, second


def _year(text: str) -> int:
    """A year of four digits, or of two as RFC 2822 reads them."""
    number = int(text)
    if len(text) == 2:
        return number + (2000 if number < 50 else 1900)
    return number


def _offset(part: dict[str, str | None]) -> timedelta:
    """The zone's distance from UTC; an unknown name counts as UTC, a sum such as UTC+3 as its offset."""
    offset = (part.get("offset") or "").strip().replace("−", "-")
    if not offset:
        return timedelta(minutes=_ZONES.get((part.get("name") or "").lower(), 0))
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    distance = timedelta(hours=hours, minutes=minutes)
    return -distance if offset[0] == "-" else distance


def _in_utc(moment: datetime) -> datetime | None:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None
