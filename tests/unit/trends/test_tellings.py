"""Articles under their stories: counted as columns, told as facts only where they are looked at."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tidings.store.trends import Fact, Told
from tidings.trends.tellings import Tellings, evenly
from tidings.trends.threads import final_story

ROWS = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 4), st.integers(0, 50)),  # story, outlet, when
    max_size=40,
)


def told(rows: list[tuple[int, int, int]]) -> Told:
    """Articles numbered from 100 on."""
    stories, outlets, at = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    ids = np.arange(100, 100 + len(rows))
    return Told(stories, ids, outlets, ids / 1000, at.astype(np.float64))


@given(ROWS, st.integers(1, 3))
def test_every_story_has_its_articles_the_oldest_first(rows: list[tuple[int, int, int]], least: int) -> None:
    tellings = Tellings.of(told(rows), least=least)
    wanted: dict[int, list[Fact]] = {}
    for number, (story, outlet, at) in enumerate(rows, 100):
        wanted.setdefault(story, []).append(Fact(number, outlet, number / 1000, float(at)))
    wanted = {story: facts for story, facts in wanted.items() if len(facts) >= least}
    assert tellings.sizes == {story: len(facts) for story, facts in wanted.items()}
    for story, facts in wanted.items():
        assert tellings.facts(story) == sorted(facts, key=lambda fact: (fact.at, fact.id))
    outlets = {story: len({fact.source_id for fact in facts}) for story, facts in wanted.items()}
    assert tellings.widest(3) == sorted(outlets, key=lambda story: (-outlets[story], story))[:3]


@given(ROWS, st.sampled_from([{}, {1: 2}, {1: 2, 2: 7}, {5: 3, 6: 3}]))
def test_merged_stories_are_told_as_one(rows: list[tuple[int, int, int]], merges: dict[int, int]) -> None:
    merged = Tellings.of(told(rows)).merged(merges)
    moved = [(final_story(story, merges), outlet, at) for story, outlet, at in rows]
    straight = Tellings.of(told(moved))
    assert merged.sizes == straight.sizes
    assert all(merged.facts(story) == straight.facts(story) for story in straight.sizes)
    assert merged.widest(9) == straight.widest(9)


def test_what_nobody_told_has_no_articles() -> None:
    tellings = Tellings.of(told([(1, 1, 0), (3, 1, 1)]))
    assert [tellings.facts(story) for story in (0, 2, 4)] == [[], [], []]
    assert tellings.spread(2, 6) == []


def test_a_few_are_taken_evenly() -> None:
    assert evenly([], 3) == []
    assert evenly([1, 2], 3) == [1, 2]
    assert evenly(range(10), 4) == [0, 2, 5, 7]
    tellings = Tellings.of(told([(1, 1, 9 - at) for at in range(9)]))
    assert tellings.spread(1, 3) == [108, 105, 102]
