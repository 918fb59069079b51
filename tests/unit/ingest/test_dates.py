from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.ingest.dates import DatedBy, decide_date, parse_date, stated_lag, zone_hours

NOW = datetime(2020, 5, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-05-20T14:05:00Z", "2020-05-20T14:05:00"),
        ("2020-05-20T14:05:00.5+03:00", "2020-05-20T11:05:00.500000"),
        ("2020-05-20T14:05:00 +0300", "2020-05-20T11:05:00"),
        ("2020-05-20 14:05", "2020-05-20T14:05:00"),
        ("2020-05-20", "2020-05-20T00:00:00"),
        ("20200520", "2020-05-20T00:00:00"),
        ("20200520T140500Z", "2020-05-20T14:05:00"),
        ("2020-05-20T24:00:00Z", "2020-05-21T00:00:00"),
        ("Wed, 20 May 2020 14:05:00 GMT", "2020-05-20T14:05:00"),
        ("Wed, 20 May 2020 14:05:00 +0300", "2020-05-20T11:05:00"),
        ("Wed, 20 May 2020 14:05:00 MSK", "2020-05-20T11:05:00"),
        ("Wed, 20 May 2020 14:05:00 EST", "2020-05-20T19:05:00"),
        ("Wed, 20 May 2020 14:05:00 NOWHERE", None),
        ("Wed, 20 May 2020 14:05:00 XYZ", "2020-05-20T14:05:00"),
        ("20 May 20 14:05 GMT", "2020-05-20T14:05:00"),
        ("20 May 99 14:05 GMT", "1999-05-20T14:05:00"),
        ("20 May 2020 14:05:00 +0300 (MSK)", "2020-05-20T11:05:00"),
        ("20 May 2020 14:05 UTC+3", "2020-05-20T11:05:00"),
        ("Wed May 20 14:05:00 MSK 2020", "2020-05-20T11:05:00"),
        ("May 20, 2020 2:05 PM EST", "2020-05-20T19:05:00"),
        ("Wednesday, May 20th 2020", "2020-05-20T00:00:00"),
        ("May 20, 2020 12:05 AM", "2020-05-20T00:05:00"),
        ("20 мая 2020, 14:05", "2020-05-20T14:05:00"),
        ("20 мая 2020 г. в 14:05", "2020-05-20T14:05:00"),
        ("ср, 20 мая 2020 14:05:00 +0300", "2020-05-20T11:05:00"),
        ("Среда, 20 мая 2020, 14:05 МСК", "2020-05-20T11:05:00"),
        ("14:05, 20 мая 2020", "2020-05-20T14:05:00"),
        ("1 июня 2020", "2020-06-01T00:00:00"),
        ("20.05.2020 14:05", "2020-05-20T14:05:00"),
        ("05/20/2020", "2020-05-20T00:00:00"),
        ("20/05/2020 14:05", "2020-05-20T14:05:00"),
        ("05/04/2020 02:05 PM", "2020-05-04T14:05:00"),
        ("2020年5月20日", "2020-05-20T00:00:00"),
        ("1590000000", "2020-05-20T18:40:00"),
        ("1590000000123", "2020-05-20T18:40:00.123000"),
        ("05/04/2020", None),
        ("2020-02-30", None),
        ("32 May 2020", None),
        ("20 Moy 2020", None),
        ("yesterday", None),
        ("10:30", None),
        ("12345678", None),
        ("", None),
        ("2020-05-20T14:05:00+99:00", None),
        ("9" * 400, None),
    ],
)
def test_a_date_is_read_in_the_forms_feeds_write(text: str, moment: str | None) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None
    assert parse_date(text) == expected


@given(st.integers(631152000, 4102444800), st.integers(-14, 14))
def test_a_date_printed_as_feeds_print_it_is_read_back(seconds: int, offset: int) -> None:
    aware = datetime.fromtimestamp(seconds, timezone(offset * HOUR))
    assert parse_date(aware.isoformat()) == aware
    assert parse_date(aware.strftime("%a, %d %b %Y %H:%M:%S %z")) == aware
    assert parse_date(aware) == aware


@given(st.text(max_size=100))
def test_no_text_at_all_is_an_error(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_utc() -> None:
    assert parse_date(datetime(2020, 5, 20, 14, 5)) == datetime(2020, 5, 20, 14, 5, tzinfo=UTC)  # noqa: DTZ001


def test_a_past_date_is_believed() -> None:
    assert decide_date("2020-05-19T10:00:00Z", None, NOW) == DatedBy(
        datetime(2020, 5, 19, 10, tzinfo=UTC), "published"
    )


def test_an_update_stands_in_for_a_missing_date() -> None:
    assert decide_date("soon", "2020-05-19T10:00:00Z", NOW).rule == "updated"


@pytest.mark.parametrize(
    "stated", [None, "", "soon", "1970-01-01T00:00:00Z", "0", "1989-12-31T23:59:59Z", "0001-01-01T00:00:00Z"]
)
def test_an_undated_item_is_dated_by_when_it_was_fetched(stated: str | None) -> None:
    assert decide_date(stated, None, NOW) == DatedBy(NOW, "undated")


def test_a_clock_that_is_minutes_ahead_is_no_zone_error() -> None:
    assert decide_date(NOW + timedelta(minutes=9), None, NOW) == DatedBy(NOW, "published")


@pytest.mark.parametrize(
    ("ahead_minutes", "minutes_before"),
    [(11, 49), (55, 5), (60, 0), (65, 0), (75, 45), (179, 1), (14 * 60, 0)],
)
def test_a_date_hours_ahead_is_moved_back_by_as_few_whole_hours_as_bring_it_to_now(
    ahead_minutes: int, minutes_before: int
) -> None:
    dated = decide_date(NOW + timedelta(minutes=ahead_minutes), None, NOW)
    assert dated == DatedBy(NOW - timedelta(minutes=minutes_before), "zone")


def test_a_date_further_ahead_than_any_zone_is_not_believed() -> None:
    assert decide_date(NOW + 15 * HOUR, None, NOW) == DatedBy(NOW, "future")


def test_a_feed_known_to_be_ahead_is_moved_back_as_a_whole() -> None:
    lags = [-2.9 * HOUR, -2.5 * HOUR, -2.2 * HOUR, -2.7 * HOUR, 5 * HOUR]
    assert zone_hours(lags) == 3
    assert decide_date(NOW + 2 * HOUR, None, NOW, lags) == DatedBy(NOW - HOUR, "zone")
    assert decide_date(NOW - 4 * HOUR, None, NOW, lags) == DatedBy(NOW - 7 * HOUR, "zone")


def test_a_feed_known_to_keep_time_has_no_zone_error() -> None:
    lags = [0.1 * HOUR, 0.5 * HOUR, 1 * HOUR, 2 * HOUR, -3 * HOUR]
    assert zone_hours(lags) == 0
    assert decide_date(NOW + 2 * HOUR, None, NOW, lags) == DatedBy(NOW, "future")


def test_a_date_further_ahead_than_its_feed_is_known_to_be_is_not_believed() -> None:
    assert decide_date(NOW + 8 * HOUR, None, NOW, [-2.5 * HOUR] * 5) == DatedBy(NOW, "future")


@given(st.integers(-(10**6), 10**6), st.lists(st.integers(-1200, 1200), max_size=8))
def test_nothing_is_dated_after_it_was_fetched(minutes: int, lags: list[int]) -> None:
    dated = decide_date(NOW + timedelta(minutes=minutes), None, NOW, [timedelta(minutes=lag) for lag in lags])
    assert dated.published_at <= NOW


def test_a_lag_is_what_lies_between_the_stated_date_and_the_fetch() -> None:
    assert stated_lag(NOW + HOUR, None, NOW) == -HOUR
    assert stated_lag("", "2020-05-20T11:00:00Z", NOW) == HOUR
    assert stated_lag(None, None, NOW) is None
