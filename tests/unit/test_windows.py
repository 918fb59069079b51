"""Window names, spans, and the moments people type."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.errors import InvalidRequest
from tidings.windows import SPANS, parse_moment, parse_window

NOON = datetime(2021, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", SPANS)
def test_each_window_ends_at_the_moment_asked_for_and_spans_what_its_name_says(name: str) -> None:
    window = parse_window(name, NOON)
    assert window.until == NOON
    assert window.span == SPANS[name]


def test_a_window_name_is_read_whatever_its_case_and_spaces() -> None:
    assert parse_window(" 1W ", NOON).name == "1w"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("сегодня", "24h"),
        ("за неделю", "1w"),
        ("на этой неделе", "1w"),
        ("за последние 3 дня", "3d"),
        ("2 недели", "2w"),
        ("в прошлом месяце", "1m"),
        ("за полгода", "6m"),
        ("12 ч", "12h"),
        ("last week", "1w"),
        ("this month", "1m"),
        ("past 24 hours", "24h"),
        ("over the last half a year", "6m"),
        ("A Week", "1w"),
        ("week", "1w"),
    ],
)
def test_words_that_are_a_span_are_a_window(said: str, name: str) -> None:
    assert parse_window(said, NOON).name == name


@pytest.mark.parametrize("said", ["2 weeks of rain", "0 дней", "5 часов", "last", "за", "half a", "два", ""])
def test_words_that_are_more_or_less_than_a_window_are_none(said: str) -> None:
    with pytest.raises(InvalidRequest):
        parse_window(said, NOON)


def test_an_unknown_window_names_those_there_are() -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_window("5h", NOON)
    assert "24h" in caught.value.tech_message
    assert caught.value.params["window"] == "5h"


def test_a_moment_without_zone_is_refused_as_the_end_of_a_window() -> None:
    with pytest.raises(ValueError, match="aware"):
        parse_window("24h", datetime(2021, 3, 5))  # noqa: DTZ001


@given(st.integers(1, 60))
def test_buckets_cover_the_window_without_gaps(count: int) -> None:
    window = parse_window("1w", NOON)
    buckets = window.buckets(count)
    assert len(buckets) == count
    assert buckets[0][0] == window.since
    assert buckets[-1][1] == window.until
    assert all(left[1] == right[0] for left, right in pairwise(buckets))


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2021-03-05", datetime(2021, 3, 6, tzinfo=UTC)),
        ("2021-03-05T23:59:59Z", datetime(2021, 3, 5, 23, 59, 59, tzinfo=UTC)),
        ("2021-03-05T12:00:00+03:00", datetime(2021, 3, 5, 9, tzinfo=UTC)),
        ("2021-03-05 12:00", NOON),
    ],
)
def test_moments_are_read_as_utc_and_a_bare_date_means_its_end(typed: str, moment: datetime) -> None:
    assert parse_moment(typed) == moment


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("9999-12-31", "moment_ahead"),
        ("9999-12-31T23:59:59-12:00", "moment_ahead"),
        ("0001-01-01", "moment_too_early"),
        ("0001-01-01T00:00:00+12:00", "moment_too_early"),
        ("1899-12-31", "moment_too_early"),
    ],
)
def test_a_moment_that_no_article_can_be_known_from_is_refused_by_name(typed: str, message: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_moment(typed)
    assert caught.value.message == message
    assert caught.value.params["value"] == typed


def test_today_may_be_named_before_it_ends_but_the_day_after_tomorrow_may_not() -> None:
    now = datetime.now(UTC)
    assert parse_moment(f"{now:%Y-%m-%d}") <= now + timedelta(days=1)
    with pytest.raises(InvalidRequest):
        parse_moment(f"{now + timedelta(days=2):%Y-%m-%d}")


def test_what_is_no_date_is_refused_by_name() -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_moment("yesterday-ish")
    assert caught.value.params["value"] == "yesterday-ish"
