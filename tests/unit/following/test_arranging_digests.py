"""Digests are arranged from what came: each story once, what alerts told counted; and written in time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tidings.following.alerts import Fresh
from tidings.following.clock import ReaderClock
from tidings.following.digest import Outcome, Timing, arrange, timing

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
UTC_ZONE = ZoneInfo("UTC")


def came(article: int, story: int, follow: int = 1, source: int = 0) -> Fresh:
    return Fresh(follow, article, story, source or article, NOW)


def test_what_most_came_for_stands_first() -> None:
    fresh = [came(1, 1, follow=1), came(2, 2, follow=2), came(3, 3, follow=2)]
    assert [section.follow_id for section in arrange(fresh, ())] == [2, 1]


def test_a_story_stands_under_the_first_followed_thing_alone_and_counts_for_all() -> None:
    fresh = [came(1, 9, follow=1), came(1, 9, follow=2), came(2, 8, follow=2)]
    first, second = arrange(fresh, ())
    assert (first.follow_id, {story.story_id for story in first.stories}) == (2, {8, 9})
    assert (second.follow_id, second.articles, second.stories, second.more) == (1, 1, (), 0)


def test_what_alerts_told_is_counted_and_not_shown_again() -> None:
    (section,) = arrange([came(1, 9, source=5), came(2, 9, source=6), came(3, 8, source=6)], {1, 3})
    assert (section.articles, section.sources, section.alerted) == (3, 2, 2)
    assert [story.article_ids for story in section.stories] == [(2,)]


def test_stories_beyond_the_first_few_are_counted() -> None:
    (section,) = arrange([came(story, story) for story in range(1, 9)], ())
    assert (len(section.stories), section.more) == (3, 5)


def test_a_digest_of_many_followed_things_shows_ten_stories_and_counts_the_rest() -> None:
    fresh = [
        came(10 * follow + place, 10 * follow + place, follow)
        for follow in range(1, 6)
        for place in (1, 2, 3)
    ]
    sections = arrange(fresh, ())
    assert [len(section.stories) for section in sections] == [3, 3, 3, 1, 0]
    assert [section.more for section in sections] == [0, 0, 0, 2, 3]


def test_a_digest_is_written_at_its_hour_even_where_that_is_a_quiet_one() -> None:
    clock = ReaderClock(UTC_ZONE, 10, 14, 12)
    assert timing(NOW + MINUTE, NOW, clock) == Timing()


def test_a_digest_that_is_late_waits_for_the_end_of_quiet_hours() -> None:
    clock = ReaderClock(UTC_ZONE, 13, 15, 12)
    assert timing(NOW + HOUR, NOW, clock) == Timing(Outcome.QUIET, NOW + 3 * HOUR)
    assert timing(NOW + 3 * HOUR, NOW + 3 * HOUR, clock) == Timing()


def test_a_late_digest_is_written_by_day_and_left_to_the_next_after_half_a_day() -> None:
    clock = ReaderClock(UTC_ZONE, 23, 8, 6)
    due = NOW.replace(hour=6)
    assert timing(NOW, due, clock) == Timing()
    assert timing(NOW.replace(hour=18), due, clock) == Timing(Outcome.LATE)
