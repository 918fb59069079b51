from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.ingest.fetch import Failed, Fetched, NotModified
from tidings.ingest.schedule import (
    DEAD_AFTER,
    FIRST,
    LONGEST,
    LONGEST_BACK_OFF,
    SHORTEST,
    FeedState,
    decide,
    publishing_interval,
)

NOW = datetime(2020, 5, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://outlet.com/feed"
FEED = FeedState(URL, interval=HOUR)


def every(gap: timedelta, count: int = 20) -> list[datetime]:
    return [NOW - gap * (number + 1) for number in range(count)]


@pytest.mark.parametrize(
    ("gap", "interval"),
    [
        (timedelta(minutes=1), SHORTEST),
        (timedelta(minutes=40), timedelta(minutes=20)),
        (2 * HOUR, HOUR),
        (30 * HOUR, LONGEST),
    ],
)
def test_a_feed_is_polled_twice_in_the_time_it_takes_to_publish(gap: timedelta, interval: timedelta) -> None:
    assert publishing_interval(every(gap), NOW) == interval


def test_too_few_dates_say_nothing() -> None:
    assert publishing_interval(every(HOUR, 2), NOW) == FIRST
    assert publishing_interval([NOW + HOUR] * 9, NOW) == FIRST


def test_a_feed_that_fell_silent_is_polled_less_often() -> None:
    week_ago = [date - timedelta(days=7) for date in every(timedelta(minutes=20))]
    assert publishing_interval(week_ago, NOW) > publishing_interval(every(timedelta(minutes=20)), NOW)


def test_items_published_in_one_go_are_not_an_endless_stream() -> None:
    daily_digest = [NOW - timedelta(hours=20)] * 15
    assert publishing_interval(daily_digest, NOW) > SHORTEST


def test_a_feed_that_answers_is_active_again() -> None:
    failing = FeedState(URL, HOUR, error_streak=7, state="backing_off")
    after = decide(failing, Fetched(URL, b""), NOW, every(2 * HOUR))
    assert (after.state, after.error_streak, after.reason, after.interval) == ("active", 0, None, HOUR)
    assert NOW + HOUR <= after.next_poll_at <= NOW + 1.1 * HOUR


@pytest.mark.parametrize("outcome", [NotModified(), Fetched(URL, b"")])
def test_a_feed_with_nothing_new_is_asked_a_little_later(outcome: NotModified | Fetched) -> None:
    assert decide(FEED, outcome, NOW).interval == 1.2 * HOUR
    assert decide(FeedState(URL, LONGEST), outcome, NOW).interval == LONGEST


def test_a_permanent_redirect_becomes_the_address() -> None:
    moved = "https://new.outlet.com/feed"
    assert decide(FEED, Fetched(moved, b"", moved_to=moved), NOW).url == moved
    assert decide(FEED, NotModified(moved), NOW).url == moved
    assert decide(FEED, Fetched(moved, b""), NOW).url == URL


def test_each_failure_doubles_the_wait_up_to_a_day() -> None:
    waits = []
    for streak in range(8):
        after = decide(FeedState(URL, HOUR, streak, "backing_off"), Failed("timeout"), NOW)
        assert (after.state, after.error_streak, after.reason) == ("backing_off", streak + 1, "timeout")
        waits.append(after.next_poll_at - NOW)
    assert waits[1] == pytest.approx(2 * waits[0], abs=timedelta(seconds=1))
    assert waits == sorted(waits)
    assert LONGEST_BACK_OFF <= waits[-1] <= 1.1 * LONGEST_BACK_OFF


def test_a_server_that_says_when_to_come_back_is_obeyed() -> None:
    after = decide(FEED, Failed("http_429", retry_after=timedelta(days=3)), NOW)
    assert after.next_poll_at == NOW + timedelta(days=3)
    assert decide(FEED, Failed("http_503", retry_after=timedelta(seconds=1)), NOW).next_poll_at >= NOW + HOUR


def test_a_host_that_wants_quiet_because_of_another_feed_is_no_failure() -> None:
    after = decide(FeedState(URL, HOUR, 3, "active"), Failed("paused", retry_after=2 * HOUR), NOW)
    assert (after.state, after.error_streak, after.next_poll_at) == ("active", 3, NOW + 2 * HOUR)


def test_a_feed_that_is_gone_is_dead_at_once() -> None:
    after = decide(FEED, Failed("gone"), NOW)
    assert (after.state, after.reason) == ("dead", "gone")


def test_a_feed_that_fails_for_weeks_is_dead() -> None:
    assert decide(FeedState(URL, HOUR, DEAD_AFTER - 2), Failed("dns"), NOW).state == "backing_off"
    assert decide(FeedState(URL, HOUR, DEAD_AFTER - 1), Failed("dns"), NOW).state == "dead"


def test_feeds_added_together_do_not_come_due_together() -> None:
    due = {decide(FeedState(f"{URL}{number}", HOUR), NotModified(), NOW).next_poll_at for number in range(50)}
    assert len(due) > 25


@given(
    st.integers(0, 10**7),
    st.integers(0, 100),
    st.sampled_from([NotModified(), Fetched(URL, b""), Failed("timeout"), Failed("http_429", "", 5 * HOUR)]),
    st.lists(st.integers(-(10**6), 10**6), max_size=30),
)
def test_the_next_poll_is_never_now_and_never_beyond_a_day_unasked(
    seconds: int, streak: int, outcome: NotModified | Fetched | Failed, offsets: list[int]
) -> None:
    feed = FeedState(URL, timedelta(seconds=seconds), streak)
    after = decide(feed, outcome, NOW, [NOW + timedelta(seconds=offset) for offset in offsets])
    assert SHORTEST <= after.next_poll_at - NOW <= 1.1 * LONGEST_BACK_OFF
