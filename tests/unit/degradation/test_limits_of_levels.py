"""What commands may have at each level."""

from __future__ import annotations

import pytest

from tidings.degradation import FULL, Level, limits_of


def test_at_full_service_nothing_is_taken_away() -> None:
    assert limits_of(Level.NORMAL) == FULL
    assert (FULL.rerank, FULL.expand, FULL.documents, FULL.fallbacks_only) == (True, True, None, False)
    assert FULL.within(8000) == 8000
    assert FULL.lets_models("trends")
    assert not FULL.refuses("topics")


def test_level_1_gives_five_articles_without_reranking_and_other_queries() -> None:
    soft = limits_of(Level.SOFT)
    assert (soft.rerank, soft.expand, soft.documents) == (False, False, 5)
    assert soft.within(8000) == 8000
    assert not soft.fallbacks_only
    assert soft.lets_models("trends")


def test_level_2_asks_fallback_models_with_fewer_tokens_and_none_for_trends() -> None:
    hard = limits_of(Level.HARD)
    assert (hard.rerank, hard.expand, hard.documents, hard.fallbacks_only) == (False, False, 5, True)
    assert (hard.within(8000), hard.within(3000)) == (5000, 3000)
    assert not hard.lets_models("trends")
    assert hard.lets_models("sentiment")
    assert not hard.refuses("sentiment")


@pytest.mark.parametrize("mode", ["keywords", "sentiment", "topics"])
def test_level_3_answers_trends_alone_and_without_models(mode: str) -> None:
    emergency = limits_of(Level.EMERGENCY)
    assert emergency.refuses(mode)
    assert not emergency.refuses("trends")
    assert not emergency.lets_models("trends")


def test_no_level_gives_more_than_the_one_before() -> None:
    for level in list(Level)[1:]:
        before, here = limits_of(Level(level - 1)), limits_of(level)
        assert here.rerank <= before.rerank
        assert here.expand <= before.expand
        assert here.fallbacks_only >= before.fallbacks_only
        assert here.within(8000) <= before.within(8000)
        assert here.analyze <= before.analyze
        assert here.models_for_trends <= before.models_for_trends
