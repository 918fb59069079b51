"""Which story an article joins."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_reports import DAY, report

from tidings.stories import ActiveStories, Affinity, Assignment, StoryArticle, StoryState


def stories_of(assignments: list[Assignment]) -> dict[int, int]:
    return {each.article_id: each.story_id for each in assignments}


def test_reports_of_one_event_share_a_story_named_after_the_first() -> None:
    placed = ActiveStories().assign([report(7, 1), report(8, 1, at=60.0), report(9, 2, at=90.0)])
    assert stories_of(placed) == {7: 7, 8: 7, 9: 9}
    assert [each.is_new for each in placed] == [True, False, True]


def test_an_article_joins_a_story_founded_earlier_in_the_same_batch_or_in_another() -> None:
    together = ActiveStories().assign([report(1, 1), report(2, 1)])
    apart = ActiveStories()
    assert together == apart.assign([report(1, 1)]) + apart.assign([report(2, 1)])


def test_a_report_in_another_language_joins_by_meaning_and_names() -> None:
    placed = ActiveStories().assign([report(1, 1, lang="en"), report(3, 1, lang="ru", at=60.0)])
    assert stories_of(placed) == {1: 1, 3: 1}


def test_silence_longer_than_the_gap_ends_a_story() -> None:
    gap = Affinity().max_gap
    live = ActiveStories()
    placed = live.assign([report(1, 1), report(2, 1, at=gap + 1.0)])
    assert stories_of(placed) == {1: 1, 2: 2}


def test_a_late_article_joins_the_story_that_began_after_it_and_widens_it() -> None:
    live = ActiveStories()
    placed = live.assign([report(1, 1, at=DAY), report(2, 1, at=DAY / 2)])
    assert stories_of(placed) == {1: 1, 2: 1}
    assert (live.state(1).first_seen, live.state(1).last_seen) == (DAY / 2, DAY)


def test_an_article_too_old_for_every_story_founds_its_own() -> None:
    gap = Affinity().max_gap
    placed = ActiveStories().assign([report(1, 1, at=gap + 1.0), report(2, 1, at=0.0)])
    assert stories_of(placed) == {1: 1, 2: 2}


def test_expiring_forgets_only_stories_nobody_could_join() -> None:
    live = ActiveStories()
    live.assign([report(1, 1), report(2, 2, at=2 * DAY)])
    assert live.expire(live.affinity.max_gap + DAY) == 1
    assert 1 not in live
    assert 2 in live
    assert stories_of(live.assign([report(4, 2, at=3 * DAY)])) == {4: 2}


def test_assigning_an_article_twice_as_founder_is_refused() -> None:
    live = ActiveStories()
    live.assign([report(1, 1)])
    with pytest.raises(ValueError, match="article 1"):
        live.assign([report(1, 2, at=30 * DAY)])


def test_an_article_without_words_or_meaning_stands_alone() -> None:
    empty = [StoryArticle(n, 0.0, "en", np.zeros(512, np.float32), {}, {}) for n in (1, 2)]
    assert stories_of(ActiveStories().assign(empty)) == {1: 1, 2: 2}


def test_the_index_grows_past_its_first_allocation_and_still_finds_everyone() -> None:
    founders = [report(n, n) for n in range(1, 1501)]
    live = ActiveStories()
    live.assign(founders)
    again = [report(n + 2000, n, at=60.0) for n in range(1, 1501, 50)]
    assert stories_of(live.assign(again)) == {each.article_id: each.article_id - 2000 for each in again}


def test_only_changed_stories_are_given_for_storing_and_only_once() -> None:
    live = ActiveStories()
    live.assign([report(1, 1), report(2, 2)])
    assert {state.story_id for state in live.take_changed()} == {1, 2}
    live.assign([report(3, 1)])
    assert [state.story_id for state in live.take_changed()] == [1]
    assert live.take_changed() == []


def test_stories_that_another_changed_are_taken_over_as_it_left_them() -> None:
    mine, other = ActiveStories(), ActiveStories()
    mine.assign([report(1, 1), report(2, 2)])
    other.load(mine.take_changed())
    other.assign([report(3, 1, at=60.0), report(4, 4)])
    mine.renew(other.take_changed())
    assert [mine.state(story) for story in (1, 2, 4)] == [other.state(story) for story in (1, 2, 4)]
    assert mine.take_changed() == []
    later = [report(5, 1, at=90.0), report(6, 4, at=90.0)]
    assert mine.assign(later) == other.assign(later)


def test_a_story_that_another_ended_is_joined_no_more() -> None:
    live = ActiveStories()
    live.assign([report(1, 1), report(2, 2)])
    live.drop([1, 77])
    assert 1 not in live
    assert stories_of(live.assign([report(3, 1, at=60.0), report(4, 2, at=60.0)])) == {3: 3, 4: 2}


def test_loading_stories_marks_none_of_them_changed() -> None:
    first = ActiveStories()
    first.assign([report(1, 1)])
    second = ActiveStories()
    second.load(first.take_changed())
    assert second.take_changed() == []


def test_evidence_explains_a_choice_and_changes_nothing() -> None:
    live = ActiveStories()
    live.assign([report(1, 1), report(2, 2)])
    live.take_changed()
    (best, evidence, chance), *_ = live.evidence(report(3, 1))
    assert best == 1
    assert chance > live.affinity.join
    assert evidence.cosine > 0.5
    assert live.take_changed() == []
    assert live.state(1).size == 1


def test_an_article_can_be_put_where_it_belongs_whatever_speaks_for_it() -> None:
    live = ActiveStories()
    live.put(report(1, 1), 1)
    live.put(report(2, 2), 1)
    assert live.state(1).size == 2
    with pytest.raises(KeyError):
        live.put(report(3, 1), 99)


def stored_and_read(states: list[StoryState]) -> list[StoryState]:
    """States as a database gives them back: JSON for the maps, bytes for the vector."""
    rows = [json.dumps(asdict(state) | {"vector_sum": state.vector_sum.hex()}) for state in states]
    fields = [json.loads(row) for row in rows]
    return [StoryState(**row | {"vector_sum": bytes.fromhex(row["vector_sum"])}) for row in fields]


def world(seed: int, size: int) -> list[StoryArticle]:
    """Articles of a few events, some between two events, some late, in two languages."""
    random = np.random.default_rng(seed)
    articles = []
    for number in range(size):
        event = int(random.integers(1, 7))
        articles.append(
            report(
                number + 1,
                event,
                at=float(number * 3600 - random.integers(0, 2) * random.integers(0, 2 * int(DAY))),
                lang="ru" if random.random() < 0.3 else "en",
                nearness=float(random.uniform(0.4, 0.8)),
                towards=int(random.integers(1, 7)) if random.random() < 0.5 else None,
            )
        )
    return articles


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), cuts=st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_neither_batches_nor_restarts_change_the_outcome(seed: int, cuts: list[int]) -> None:
    articles = world(seed, 90)
    expected = ActiveStories().assign(articles)
    rows: dict[int, StoryState] = {}
    got: list[Assignment] = []
    start = 0
    for length in [*cuts, len(articles)]:
        live = ActiveStories()
        live.load(stored_and_read(list(rows.values())))
        placed = live.assign(articles[start : start + length])
        start += length
        for each in placed:
            if each.merge:
                rows.pop(each.merge.absorbed, None)
        rows |= {state.story_id: state for state in live.take_changed()}
        got += placed
    assert got == expected


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), every=st.integers(1, 30))
def test_expiring_at_any_time_changes_nothing_for_articles_not_yet_come(seed: int, every: int) -> None:
    articles = sorted(world(seed, 90), key=lambda article: article.published_at)
    expected = ActiveStories().assign(articles)
    live = ActiveStories()
    got: list[Assignment] = []
    for start in range(0, len(articles), every):
        live.expire(articles[start].published_at)
        got += live.assign(articles[start : start + every])
    assert got == expected
