"""Which threads make a topic, which are emerging, and what the past makes of the present."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tidings.store.trends import Fact, ToneRow
from tidings.trends import topics
from tidings.trends.gaps import find_gaps, untold
from tidings.trends.naming import Name, Named
from tidings.trends.threads import Thread, coherence
from tidings.trends.tone import points_of, tone_of
from tidings.trends.view import GapTrend
from tidings.windows import SPANS, parse_window

NOON = datetime(2031, 3, 5, 12, tzinfo=UTC)


def named(
    lead: int, articles: Iterable[int], axis: int, *, expected: float = 0.0, parent: int | None = None
) -> Named:
    facts = {n: Fact(n, n % 50, 0.1, float(n)) for n in articles}
    thread = Thread(lead, facts, expected, stories=frozenset({lead}), parent=parent)
    vector = np.eye(16, dtype=np.float32)[axis]
    return Named(
        thread, f"thread {lead}", tuple(facts), vector, lambda: Name(f"thread {lead}", (f"term {lead}",))
    )


def test_kin_join_the_widest_and_strangers_stay_apart() -> None:
    groups = topics.group(
        [named(1, range(20), 0), named(2, range(100, 110), 0), named(3, range(200, 206), 1)]
    )
    assert [len(group.facts) for group in groups] == [30, 6]
    assert groups[0].lead.thread.lead == 1
    assert groups[0].terms == ("term 1", "term 2")


def test_an_episode_belongs_to_the_topic_of_its_story() -> None:
    groups = topics.group([named(1, range(40), 0), named(9, range(100, 104), 5, parent=1)])
    assert len(groups) == 1


def test_there_are_at_most_eight_topics_and_the_strongest_come_first() -> None:
    threads = [named(n, range(1000 * n, 1000 * n + 3 + n), n) for n in range(1, 13)]
    groups = topics.group(threads)
    assert len(groups) == topics.MOST_TOPICS
    assert [group.lead.thread.lead for group in groups] == list(range(12, 4, -1))


def test_what_leads_a_topic_is_not_shown_as_emerging_again() -> None:
    lead, other = named(1, range(20), 0), named(2, range(100, 108), 1)
    groups = topics.group([lead, other])[:1]
    assert topics.emerging([lead, other], groups) == [other]


def test_what_was_expected_or_has_few_outlets_is_not_emerging() -> None:
    usual = named(1, range(20), 0, expected=18.0)
    same_outlet = Thread(2, {n: Fact(n, 7, 0.0, 0.0) for n in range(9)}, 0.0)
    lone = Named(
        same_outlet, "lone", tuple(range(9)), np.eye(16, dtype=np.float32)[3], lambda: Name("lone", ())
    )
    assert topics.emerging([usual, lone], []) == []


def test_a_cold_start_compares_the_halves_of_the_window() -> None:
    late, even = named(1, range(60, 70), 0), named(2, range(45, 56), 1)
    assert topics.emerging([late, even], [], middle=50.0) == [late]
    assert topics.growth(even.thread, 50.0).expected == 5


def test_coherence_tells_one_event_from_many() -> None:
    one = np.eye(8, dtype=np.float32)[0]
    assert coherence([one, one, one]) == pytest.approx(1.0)
    assert coherence(list(np.eye(8, dtype=np.float32))) == pytest.approx(0.0)
    assert coherence([one]) == 1.0


def test_a_gap_is_a_story_of_the_past_that_the_window_hardly_has() -> None:
    past = [(1, 70, 9), (2, 70, 9), (3, 7, 3), (4, 35, 5)]
    gaps = find_gaps(past, {1: 1, 2: 9}, {4: 9}, windows=7)
    assert [(story, n) for story, n, _ in gaps] == [(1, 1), (9, 0)]
    assert gaps[0][2] == pytest.approx(10)


def test_a_subject_that_goes_on_in_other_stories_is_no_gap() -> None:
    axes = np.eye(4, dtype=np.float32)
    gaps = [GapTrend("strike", 0, 5.0, 1), GapTrend("flood", 0, 4.0, 2), GapTrend("unread", 0, 4.0, 3)]
    near = (axes[0] + axes[3]) / np.sqrt(2, dtype=np.float32)
    kept = untold(gaps, {1: axes[0], 2: axes[1]}, [near, axes[2], np.zeros(1, np.float32)])
    assert [gap.label for gap in kept] == ["flood", "unread"]
    assert untold(gaps, {}, []) == tuple(gaps)


def test_tone_is_the_mean_over_all_articles_not_over_buckets() -> None:
    window = parse_window("24h", NOON)
    buckets = window.buckets(points_of(window))
    rows = [
        ToneRow(1, 3, -1.5, (0.3, 0, 0, 0, 0)),
        ToneRow(12, 1, 0.5, (0.1, 0, 0, 0, 0)),
    ]
    tone = tone_of(rows, buckets)
    assert tone.overall == pytest.approx(-0.25)
    assert tone.emotions[0] == pytest.approx(0.1)
    assert tone.timeline[0].score == pytest.approx(-0.5)
    assert tone.timeline[5].score is None
    assert tone.timeline[-1].end - window.since == timedelta(days=1)


@pytest.mark.parametrize("name", SPANS)
def test_every_window_has_a_readable_number_of_points(name: str) -> None:
    assert 6 <= points_of(parse_window(name, NOON)) <= 14
