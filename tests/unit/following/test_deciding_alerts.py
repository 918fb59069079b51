"""Alerts are decided from what is known: what to tell of what came, what waits, and until when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tidings.following.alerts import STORIES_AN_ALERT, Fresh, Outcome, Watch, decide, picks
from tidings.following.clock import ReaderClock

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
AWAKE = ReaderClock(ZoneInfo("Europe/Berlin"), 23, 8)
# 14:00 in Berlin is midnight there.
ASLEEP = ReaderClock(ZoneInfo("Pacific/Auckland"), 23, 8)


def came(article: int, story: int, *, follow: int = 1, source: int = 0, minutes: float = 5) -> Fresh:
    return Fresh(follow, article, story, source or article, NOW - minutes * MINUTE)


def test_nothing_that_came_is_nothing_to_tell() -> None:
    decision = decide(NOW, AWAKE, [Watch(1)], [], cool_down=HOUR)
    assert (decision.outcome, decision.stories, decision.look_at) == (Outcome.NOTHING, (), {1: None})


def test_the_articles_of_a_story_are_told_at_once_for_all_it_came_for() -> None:
    fresh = [came(10, 7), came(11, 7, follow=2), came(11, 7), came(12, 7, follow=2, minutes=1)]
    decision = decide(NOW, AWAKE, [Watch(1), Watch(2)], fresh, cool_down=HOUR)
    (story,) = decision.stories
    assert (story.article_ids, story.sources, story.follow_ids) == ((12, 11, 10), 3, (1, 2))
    assert decision.look_at == {1: None, 2: None}
    assert decision.told == {1, 2}


def test_an_article_that_came_for_two_followed_things_is_counted_once() -> None:
    (story,) = picks([came(10, 7), came(10, 7, follow=2)])
    assert story.article_ids == (10,)


def test_a_followed_thing_told_of_a_little_while_ago_waits_for_its_cool_down() -> None:
    told = NOW - 20 * MINUTE
    decision = decide(NOW, AWAKE, [Watch(1, told)], [came(10, 7)], cool_down=HOUR)
    assert (decision.outcome, decision.stories) == (Outcome.COOLING, ())
    assert decision.look_at == {1: told + HOUR}


def test_at_the_end_of_the_cool_down_it_is_told() -> None:
    decision = decide(NOW, AWAKE, [Watch(1, NOW - HOUR)], [came(10, 7)], cool_down=HOUR)
    assert decision.outcome is Outcome.TOLD


def test_a_story_is_told_when_any_of_what_it_came_for_is_free() -> None:
    watches = [Watch(1, NOW - MINUTE), Watch(2)]
    fresh = [came(10, 7), came(10, 7, follow=2), came(20, 8)]
    decision = decide(NOW, AWAKE, watches, fresh, cool_down=HOUR)
    assert [story.story_id for story in decision.stories] == [7]
    # What else came for the first is told after a cool-down from now: it was just told of again.
    assert decision.look_at == {1: NOW + HOUR, 2: None}


def test_nothing_is_told_in_quiet_hours_and_all_of_it_is_looked_at_when_they_end() -> None:
    decision = decide(NOW, ASLEEP, [Watch(1), Watch(2)], [came(10, 7)], cool_down=HOUR)
    assert decision.outcome is Outcome.QUIET
    assert decision.look_at == {1: ASLEEP.at(ASLEEP.day(NOW), 8), 2: None}


def test_what_a_digest_is_about_to_tell_waits_for_it() -> None:
    soon = NOW + 10 * MINUTE
    decision = decide(NOW, AWAKE, [Watch(1)], [came(10, 7)], cool_down=HOUR, digest_due=soon)
    assert (decision.outcome, decision.look_at) == (Outcome.DIGEST, {1: soon + MINUTE})


def test_a_digest_that_does_not_come_is_not_waited_for() -> None:
    for due in (NOW - HOUR, NOW + 2 * HOUR):
        decision = decide(NOW, AWAKE, [Watch(1)], [came(10, 7)], cool_down=HOUR, digest_due=due)
        assert decision.outcome is Outcome.TOLD


def test_the_most_told_stories_come_first_and_the_rest_after_the_cool_down() -> None:
    fresh = [came(100 + story, story) for story in range(1, STORIES_AN_ALERT + 2)]
    fresh += [came(200, 3), came(201, 5), came(202, 5)]
    decision = decide(NOW, AWAKE, [Watch(1)], fresh, cool_down=HOUR)
    told = [story.story_id for story in decision.stories]
    assert told[:2] == [5, 3]
    assert len(told) == STORIES_AN_ALERT
    assert decision.look_at == {1: NOW + HOUR}


def test_old_stories_beyond_the_first_few_are_told_by_their_number() -> None:
    fresh = [came(100 + story, story, minutes=400) for story in range(1, STORIES_AN_ALERT + 3)]
    fresh.append(came(200, 9, minutes=10))
    decision = decide(NOW, AWAKE, [Watch(1)], fresh, cool_down=HOUR)
    assert decision.stories[0].story_id == 9
    assert (len(decision.stories), len(decision.more)) == (STORIES_AN_ALERT, 3)
    assert decision.look_at == {1: None}


def test_where_a_digest_will_come_old_stories_are_left_to_it() -> None:
    fresh = [came(100 + story, story, minutes=400) for story in range(1, STORIES_AN_ALERT + 3)]
    decision = decide(NOW, AWAKE, [Watch(1)], fresh, cool_down=HOUR, digest_due=NOW + 9 * HOUR)
    assert (len(decision.stories), decision.more) == (STORIES_AN_ALERT, ())
    assert decision.look_at == {1: NOW + HOUR}


def test_outlets_weigh_more_than_articles() -> None:
    fresh = [came(1, 7, source=1), came(2, 7, source=1), came(3, 7, source=1)]
    fresh += [came(4, 8, source=1), came(5, 8, source=2)]
    assert [story.story_id for story in picks(fresh)] == [8, 7]


CAME = st.lists(
    st.builds(
        came,
        article=st.integers(1, 40),
        story=st.integers(1, 12),
        follow=st.integers(1, 4),
        minutes=st.integers(0, 600),
    ),
    unique_by=lambda item: (item.follow_id, item.article_id),
)
WATCHES = st.lists(st.one_of(st.none(), st.integers(0, 200)), min_size=4, max_size=4)


@given(CAME, WATCHES, st.integers(0, 180), st.sampled_from([AWAKE, ASLEEP]))
def test_what_came_is_told_now_or_looked_at_again_and_never_both(
    fresh: list[Fresh], ages: list[int | None], minutes: int, clock: ReaderClock
) -> None:
    story_of = {item.article_id: item.story_id for item in fresh}
    fresh = [
        Fresh(i.follow_id, i.article_id, story_of[i.article_id], i.source_id, i.arrived_at) for i in fresh
    ]
    cool_down = minutes * MINUTE
    watches = [
        Watch(number, None if age is None else NOW - age * MINUTE) for number, age in enumerate(ages, 1)
    ]
    decision = decide(NOW, clock, watches, fresh, cool_down=cool_down)
    told = [article for story in (*decision.stories, *decision.more) for article in story.article_ids]
    assert len(told) == len(set(told))
    assert set(told) == decision.articles
    left = {item.follow_id for item in fresh if item.article_id not in told}
    assert {number for number, at in decision.look_at.items() if at is not None} == left
    assert all(at >= NOW for at in decision.look_at.values() if at)
    free = {w.follow_id for w in watches if w.alerted_at is None or w.alerted_at + cool_down <= NOW}
    assert all(free.intersection(story.follow_ids) for story in decision.stories)
    assert not (decision.stories and clock.quiet_until(NOW))


@given(CAME, st.integers(5, 90))
def test_everything_is_told_in_the_end_and_once_with_a_cool_down_between(
    fresh: list[Fresh], minutes: int
) -> None:
    story_of = {item.article_id: item.story_id for item in fresh}
    left = [
        Fresh(i.follow_id, i.article_id, story_of[i.article_id], i.source_id, i.arrived_at) for i in fresh
    ]
    wanted, told, now = {item.article_id for item in left}, [], NOW
    alerted: dict[int, datetime | None] = dict.fromkeys(range(1, 5))
    while left:
        decision = decide(
            now,
            ReaderClock(ZoneInfo("UTC")),
            [Watch(n, at) for n, at in alerted.items()],
            left,
            cool_down=minutes * MINUTE,
        )
        batch = decision.articles
        told += sorted(batch)
        alerted |= dict.fromkeys(decision.told, now)
        left = [item for item in left if item.article_id not in batch]
        later = [at for at in decision.look_at.values() if at is not None]
        assert not left or batch or min(later) > now
        now = min(later, default=now)
    assert sorted(told) == sorted(wanted)
