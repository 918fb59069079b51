"""What a story keeps of its articles."""

from __future__ import annotations

import numpy as np
from invented_reports import DAY, direction, report

from tidings.stories.state import (
    ARTICLE_TERMS,
    STORY_TERMS,
    VECTOR_SCALE,
    LiveStory,
    Report,
    heaviest,
    quantised,
    quantised_weights,
)


def story_of(*reports: Report) -> LiveStory:
    story = LiveStory(1, 0, 0, reports[0].published_at, reports[0].published_at, {}, {}, {})
    for each in reports:
        story.add(each)
    return story


def plain(at: float = 0.0, lang: str = "en", **terms: int) -> Report:
    return Report(at, lang, np.zeros(512, np.int32), terms, {})


def test_quantising_moves_a_cosine_by_less_than_a_ten_thousandth() -> None:
    left, right = direction(1), 0.5 * direction(1) + 0.5 * direction(2)
    exact = left @ right / np.linalg.norm(right)
    ours = quantised(left.astype(np.float32)).astype(float), quantised(right.astype(np.float32)).astype(float)
    assert abs(ours[0] @ ours[1] / np.linalg.norm(ours[0]) / np.linalg.norm(ours[1]) - exact) < 1e-4
    assert abs(np.linalg.norm(ours[0]) / VECTOR_SCALE - 1.0) < 1e-4


def test_an_articles_rarest_terms_are_kept_and_worthless_ones_dropped() -> None:
    weights = {f"word{n:02}": float(n) for n in range(ARTICLE_TERMS + 6)}
    kept = quantised_weights(weights)
    assert len(kept) == ARTICLE_TERMS
    assert min(kept.values()) == 600
    assert quantised_weights({"common": 0.0, "rare": 2.344}) == {"rare": 234}


def test_the_key_decides_between_equal_weights() -> None:
    assert heaviest({"b": 1, "c": 1, "a": 1}, 2) == heaviest({"c": 1, "a": 1, "b": 1}, 2) == {"a": 1, "b": 1}


def test_a_long_lived_story_forgets_its_lightest_terms_only() -> None:
    story = story_of(*(plain(event=500, **{f"odd{n}": 1}) for n in range(3 * STORY_TERMS)))
    assert len(story.terms) <= 2 * STORY_TERMS
    assert story.terms["event"] == 500 * 3 * STORY_TERMS


def test_absorbing_a_story_is_as_if_its_articles_had_joined() -> None:
    first, second, third = plain(0.0, bank=5), plain(DAY, "ru", bank=2), plain(3 * DAY, dam=4)
    apart = story_of(first)
    apart.absorb(story_of(second, third))
    together = story_of(first, second, third)
    assert apart == together


def test_a_storys_mean_is_an_article_of_its_main_language_and_middle_moment() -> None:
    mean = story_of(plain(0.0, bank=6), plain(2 * DAY, bank=2), plain(4 * DAY, "ru", kran=4)).mean(
        np.zeros(512, np.int32)
    )
    assert (mean.lang, mean.published_at) == ("en", 2 * DAY)
    assert mean.terms["bank"] == 4


def test_a_state_holds_all_that_a_restored_story_needs() -> None:
    story = story_of(Report.of(report(1, 1)), Report.of(report(2, 1, at=DAY, lang="ru")))
    vector = np.arange(-256, 256, dtype=np.int32)
    state = story.state(vector)
    assert LiveStory.restored(state, story.row) == story
    assert np.frombuffer(state.vector_sum, "<i4").tolist() == vector.tolist()
