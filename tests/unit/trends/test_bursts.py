"""The figures trends rest on: pasts, expectations, bursts, directions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.trends import bursts
from tidings.trends.bursts import past_of
from tidings.windows import parse_window

UNTIL = datetime(2031, 3, 20, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_corpus_that_began_inside_the_window_has_no_past() -> None:
    assert past_of(parse_window("24h", UNTIL), date(2031, 3, 19)).is_cold
    assert past_of(parse_window("24h", UNTIL), None).is_cold


def test_the_past_reaches_back_a_week_where_there_is_one() -> None:
    assert past_of(parse_window("24h", UNTIL), date(2030, 1, 1)).windows == 7
    assert past_of(parse_window("6h", UNTIL), date(2030, 1, 1)).windows == 28
    assert past_of(parse_window("1w", UNTIL), date(2030, 1, 1)).windows == 2


def test_a_short_past_is_taken_as_far_as_it_goes() -> None:
    assert past_of(parse_window("24h", UNTIL), date(2031, 3, 17)).windows == 2


def test_a_stray_old_article_makes_no_past() -> None:
    past = past_of(parse_window("24h", UNTIL), date(2012, 1, 1))
    assert past.windows == 7
    assert bursts.established(past, {date(2031, 3, 14): 1, date(2031, 3, 19): 400}).is_cold
    assert bursts.established(past, {date(2031, 3, 17): 90, date(2031, 3, 19): 400}).windows == 2
    assert bursts.established(past, {date(2031, 3, 14): 300, date(2031, 3, 19): 400}).windows == 5


def test_daily_counts_fold_into_windows_of_a_day() -> None:
    past = past_of(parse_window("24h", UNTIL), date(2030, 1, 1))
    assert past.fold({date(2031, 3, 18): 5, date(2031, 3, 12): 2}) == [5, 0, 0, 0, 0, 0, 2]


def test_daily_counts_fold_into_windows_of_a_week() -> None:
    past = past_of(parse_window("1w", UNTIL), date(2030, 1, 1))
    assert past.fold({date(2031, 3, 12): 3, date(2031, 3, 6): 4, date(2031, 3, 5): 1}) == [7, 1]


def test_windows_shorter_than_a_day_share_its_count() -> None:
    past = past_of(parse_window("6h", UNTIL), date(2030, 1, 1))
    folded = past.fold({date(2031, 3, 18): 8})
    assert sum(folded) == pytest.approx(8)
    assert max(folded) == pytest.approx(2)


def test_what_peaked_before_is_expected_again() -> None:
    assert bursts.expected([0, 0, 0, 0, 0, 0, 70]) == pytest.approx(40)
    assert bursts.expected([10] * 7) == pytest.approx(10)
    assert bursts.expected([]) == 0


@given(st.integers(1, 500), st.integers(1, 500), st.floats(0, 500))
def test_a_burst_grows_with_sources_and_falls_with_what_was_expected(
    n: int, sources: int, past: float
) -> None:
    assert bursts.burst(sources + 1, n, past) > bursts.burst(sources, n, past)
    assert bursts.burst(sources, n, past + 1) < bursts.burst(sources, n, past)


def test_nothing_at_or_below_its_expectation_surprises() -> None:
    assert bursts.surprise(10, 10) == 0
    assert bursts.surprise(3, 12) == 0
    assert bursts.surprise(12, 3) > bursts.surprise(6, 3) > 0


@pytest.mark.parametrize(
    ("n", "expected", "trend", "direction"),
    [(20, 4, "rising", "up"), (4, 20, "falling", "down"), (10, 11, "stable", "flat")],
)
def test_trend_and_momentum_agree(n: int, expected: float, trend: str, direction: str) -> None:
    assert bursts.trend(n, expected, cold=False) == trend
    score, towards = bursts.momentum(n, expected, cold=False)
    assert towards == direction
    assert 0 <= score <= 1


def test_a_cold_start_claims_no_direction() -> None:
    assert bursts.trend(50, 0, cold=True) == "stable"
    assert bursts.momentum(50, 0, cold=True) == (0.5, "flat")
