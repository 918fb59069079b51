"""Clocks of readers: quiet hours and digests on days of 23, 24 and 25 hours, and in zones of odd minutes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.following.clock import ReaderClock

BERLIN, NEW_YORK, KATHMANDU = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Kathmandu"))
# A shift of half an hour; one at midnight; one that skipped a whole day.
LORD_HOWE, HAVANA, APIA = map(ZoneInfo, ("Australia/Lord_Howe", "America/Havana", "Pacific/Apia"))
ZONES = (BERLIN, NEW_YORK, KATHMANDU, LORD_HOWE, HAVANA, APIA, ZoneInfo("UTC"))
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "quiet", "moment", "until"),
    [
        (BERLIN, (23, 8), "2026-01-10T21:59", None),  # 22:59
        (BERLIN, (23, 8), "2026-01-10T22:00", "2026-01-11T07:00"),  # 23:00, to 8:00
        (BERLIN, (23, 8), "2026-01-11T06:59", "2026-01-11T07:00"),
        (BERLIN, (23, 8), "2026-01-11T07:00", None),
        (BERLIN, (1, 9), "2026-01-11T00:30", "2026-01-11T08:00"),  # within one day
        (KATHMANDU, (22, 7), "2026-01-10T16:14", None),  # 21:59, 5:45 ahead
        (KATHMANDU, (22, 7), "2026-01-10T16:15", "2026-01-11T01:15"),
        # The night of 23 hours: 2:00 to 3:00 does not come, so quiet up to 2:00 ends at 3:00, which is then.
        (BERLIN, (23, 2), "2026-03-29T00:59", "2026-03-29T01:00"),
        (BERLIN, (23, 2), "2026-03-29T01:00", None),
        (BERLIN, (23, 8), "2026-03-28T23:00", "2026-03-29T06:00"),
        # The night of 25 hours: 2:00 to 3:00 comes twice. Quiet that covers it does so twice; quiet up to it
        # ends at the first.
        (BERLIN, (23, 3), "2026-10-25T00:30", "2026-10-25T02:00"),
        (BERLIN, (23, 3), "2026-10-25T01:30", "2026-10-25T02:00"),
        (BERLIN, (23, 2), "2026-10-24T23:59", "2026-10-25T00:00"),
        (BERLIN, (23, 2), "2026-10-25T01:00", None),
        (NEW_YORK, (22, 2), "2026-11-01T05:30", "2026-11-01T07:00"),  # 1:30, the first
        (NEW_YORK, (22, 2), "2026-11-01T06:30", "2026-11-01T07:00"),  # 1:30, the second
        (NEW_YORK, (22, 7), "2026-03-08T06:59", "2026-03-08T11:00"),
        (LORD_HOWE, (23, 2), "2026-04-04T14:45", "2026-04-04T15:30"),  # 1:45, before it is 1:30 again
        (HAVANA, (20, 0), "2026-03-08T04:59", "2026-03-08T05:00"),  # midnight does not come: 1:00 does
    ],
)
def test_quiet_hours_end_when_the_readers_clock_says_so(
    zone: ZoneInfo, quiet: tuple[int, int], moment: str, until: str | None
) -> None:
    clock = ReaderClock(zone, *quiet)
    assert clock.quiet_until(utc(moment)) == (utc(until) if until else None)


def test_a_reader_without_quiet_hours_is_never_quiet() -> None:
    assert ReaderClock(BERLIN).quiet_until(utc("2026-01-11T02:00")) is None
    assert ReaderClock(BERLIN, 8, 8).quiet_until(utc("2026-01-11T07:30")) is None


@given(
    zone=st.sampled_from(ZONES),
    start=st.integers(0, 23),
    end=st.integers(0, 23),
    minutes=st.integers(0, 3 * 365 * 24 * 60),
)
def test_at_the_end_of_quiet_hours_and_after_it_the_hour_is_not_quiet(
    zone: ZoneInfo, start: int, end: int, minutes: int
) -> None:
    clock = ReaderClock(zone, start, end)
    moment = utc("2025-01-01T00:00") + minutes * MINUTE
    until = clock.quiet_until(moment)
    hour = moment.astimezone(zone).hour
    quiet = start != end and (start <= hour < end if start < end else hour >= start or hour < end)
    assert (until is not None) == quiet
    if until is not None:
        assert moment < until <= moment + timedelta(hours=25)
        # The next quiet begins at once only where a clock is put forward over all the time between.
        assert clock.quiet_until(until) is None or until.astimezone(zone).hour == start


@pytest.mark.parametrize(
    ("zone", "hour", "after", "day", "due"),
    [
        (BERLIN, 9, "2026-01-10T07:59", "2026-01-10", "2026-01-10T08:00"),
        (BERLIN, 9, "2026-01-10T08:00", "2026-01-11", "2026-01-11T08:00"),
        (BERLIN, 0, "2026-01-10T22:59", "2026-01-11", "2026-01-10T23:00"),
        (KATHMANDU, 7, "2026-01-10T01:00", "2026-01-10", "2026-01-10T01:15"),
        (NEW_YORK, 20, "2026-01-11T00:59", "2026-01-10", "2026-01-11T01:00"),
        # 2:00 does not come that day: the digest is at 3:00, which is then.
        (BERLIN, 2, "2026-03-28T12:00", "2026-03-29", "2026-03-29T01:00"),
        (NEW_YORK, 2, "2026-03-07T12:00", "2026-03-08", "2026-03-08T07:00"),
        # 2:00 comes twice: the digest is at the first.
        (BERLIN, 2, "2026-10-24T12:00", "2026-10-25", "2026-10-25T00:00"),
        (BERLIN, 2, "2026-10-25T00:00", "2026-10-26", "2026-10-26T01:00"),
        (NEW_YORK, 1, "2026-10-31T12:00", "2026-11-01", "2026-11-01T05:00"),
        (NEW_YORK, 1, "2026-11-01T05:30", "2026-11-02", "2026-11-02T06:00"),
    ],
)
def test_the_next_digest_is_at_its_hour_on_the_readers_calendar(
    zone: ZoneInfo, hour: int, after: str, day: str, due: str
) -> None:
    clock = ReaderClock(zone, digest_hour=hour)
    assert clock.next_digest(utc(after)) == (date.fromisoformat(day), utc(due))


def test_a_day_that_had_its_digest_gets_no_second_one() -> None:
    clock = ReaderClock(BERLIN, digest_hour=20)
    found = clock.next_digest(utc("2026-01-10T09:00"), date(2026, 1, 10))
    assert found == (date(2026, 1, 11), utc("2026-01-11T19:00"))


def test_who_wants_no_digest_gets_none() -> None:
    assert ReaderClock(BERLIN).next_digest(utc("2026-01-10T09:00")) is None


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("hour", range(24))
def test_every_day_of_a_year_has_exactly_one_digest(zone: ZoneInfo, hour: int) -> None:
    clock = ReaderClock(zone, digest_hour=hour)
    now, last = utc("2026-01-01T00:00"), date(2025, 12, 31)
    days = []
    while len(days) < 365:
        found = clock.next_digest(now, last)
        assert found is not None
        last, now = found
        days.append(last)
        # It is at its hour, but where that hour is skipped, in the hour after the gap.
        local = now.astimezone(zone)
        assert (local.date(), local.hour) in {(last, hour), (last, hour + 1)}
    assert days == [days[0] + timedelta(days=place) for place in range(365)]


def test_a_day_that_is_on_no_calendar_has_no_digest_of_its_own() -> None:
    clock = ReaderClock(APIA, digest_hour=9)  # which went from the 29th to the 31st of December 2011
    found = clock.next_digest(utc("2011-12-29T20:00"), date(2011, 12, 29))
    assert found is not None
    later = clock.next_digest(found[1], found[0])
    assert later is not None
    assert later[1] - found[1] >= timedelta(hours=24)
