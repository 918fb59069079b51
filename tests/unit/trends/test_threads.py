"""How stories and bursting terms become threads."""

from collections.abc import Iterable

import numpy as np

from tidings.store.trends import Fact
from tidings.trends.threads import BurstingTerm, History, Thread, final_story, trimmed, weave


def fact(article: int) -> Fact:
    return Fact(article, source_id=article % 7, sentiment=0.0, at=float(article))


def facts(articles: Iterable[int]) -> dict[int, Fact]:
    return {article: fact(article) for article in articles}


def uses(**by_term: Iterable[int]) -> dict[int, list[Fact]]:
    """Terms with their articles, given as t1=[articles], t2=[...]."""
    return {int(name[1:]): [fact(article) for article in articles] for name, articles in by_term.items()}


def test_merges_are_followed_to_the_end() -> None:
    assert final_story(1, {1: 2, 2: 3}) == 3
    assert final_story(3, {1: 2, 2: 3}) == 3


def test_a_term_that_bursts_inside_one_story_names_it() -> None:
    threads = weave(
        {1: facts(range(10))}, {1: History(2.0)}, [BurstingTerm(100, 9.0, 0.0)], uses(t100=range(8))
    )
    assert len(threads) == 1
    assert threads[0].terms == (100,)
    assert threads[0].articles == 10
    assert threads[0].expected == 2.0


def test_a_thread_remembers_the_past_its_expectation_comes_from() -> None:
    pasts = {1: History(2.0, (1.0, 3.0)), 2: History(4.0, (4.0, 4.0))}
    stories = {1: facts([1, 2]), 2: facts([3, 4])}
    assert {thread.lead: thread.past for thread in weave(stories, pasts, [], [])} == {
        1: (1.0, 3.0),
        2: (4.0, 4.0),
    }
    term = BurstingTerm(100, 9.0, 9.0, (8.0, 9.0, 9.0))
    (united,) = weave(stories, pasts, [term], uses(t100=[1, 2, 3, 4, 5]))
    assert (united.expected, united.past) == (9.0, (8.0, 9.0, 9.0)), "the name was seen more than its stories"
    rare = BurstingTerm(100, 9.0, 0.5, (0.0, 1.0))
    (united,) = weave(stories, pasts, [rare], uses(t100=[1, 2, 3, 4, 5]))
    assert (united.expected, united.past) == (6.0, (5.0, 7.0)), "the stories together were"


def test_a_term_that_bursts_across_small_stories_unites_them() -> None:
    stories = {1: facts([1, 2]), 2: facts([3, 4]), 3: facts([5, 6])}
    threads = weave(stories, {}, [BurstingTerm(100, 9.0, 0.0)], uses(t100=[1, 2, 3, 4, 5, 6, 7]))
    assert [thread.articles for thread in threads] == [7]
    assert threads[0].stories == {1, 2, 3}


def test_an_episode_of_a_large_story_is_a_thread_of_its_own_with_that_parent() -> None:
    threads = weave(
        {1: facts(range(100))}, {1: History(50.0)}, [BurstingTerm(100, 9.0, 0.5)], uses(t100=range(15))
    )
    episode = next(thread for thread in threads if thread.parent == 1)
    assert episode.articles == 15
    assert episode.expected == 0.5
    assert any(thread.lead == 1 and thread.articles == 100 for thread in threads)


def test_terms_of_the_same_articles_name_one_thing() -> None:
    bursting = [BurstingTerm(100, 9.0, 0.0), BurstingTerm(101, 8.0, 0.0), BurstingTerm(102, 7.0, 0.0)]
    spread = uses(t100=[1, 2, 3, 4], t101=[1, 2, 3], t102=[8, 9, 10])
    threads = weave({}, {}, bursting, spread)
    assert sorted(thread.terms for thread in threads) == [(100, 101), (102,)]


def test_stories_without_bursting_terms_stay_as_they_are() -> None:
    threads = weave({1: facts([1, 2]), 2: facts([3, 4])}, {2: History(4.0)}, [], [])
    assert {thread.lead: thread.expected for thread in threads} == {1: 0.0, 2: 4.0}


def test_an_article_that_mentions_a_name_stays_in_its_own_story() -> None:
    stories = {1: facts([1, 2]), 2: facts([3, 4, 5, 6])}
    threads = weave(stories, {}, [BurstingTerm(100, 9.0, 0.0)], uses(t100=[1, 2, 3, 9, 10, 11]))
    by_lead = {thread.lead: set(thread.facts) for thread in threads}
    assert by_lead == {100: {1, 2, 9, 10, 11}, 2: {3, 4, 5, 6}}


def test_an_article_that_shares_only_the_name_is_trimmed_away() -> None:
    axes = np.eye(3, dtype=np.float32)
    vectors = {1: axes[0], 2: axes[0], 3: axes[0], 4: axes[1]}
    thread = Thread(100, facts([1, 2, 3, 4]), 0.0, (100,))
    assert set(trimmed(thread, vectors).facts) == {1, 2, 3}
    assert trimmed(thread, {1: axes[0]}) == thread
