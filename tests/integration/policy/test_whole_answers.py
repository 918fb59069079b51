"""Answers of every mode over the bundled sample stand the last look, in both languages of either news."""

from __future__ import annotations

from datetime import datetime

import pytest

from tidings.engine import Engine
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.policy.answers import check_answer

LANGUAGES = [(news, words) for news in ("auto", "ru", "en") for words in ("ru", "en")]


@pytest.mark.parametrize(("news", "words"), LANGUAGES)
async def test_a_trends_answer_has_nothing_wrong(
    engine: Engine, moment: datetime, news: str, words: str
) -> None:
    answer = await execute_trends(window="1w", lang=news, words=words, as_of=moment, engine=engine)
    assert check_answer(answer) == []


@pytest.mark.parametrize("mode", ["keywords", "sentiment", "topics"])
@pytest.mark.parametrize(("news", "words"), LANGUAGES)
async def test_an_analysis_has_nothing_wrong(
    engine: Engine, moment: datetime, mode: str, news: str, words: str
) -> None:
    answer = await execute_analyze(
        mode=mode, window="1w", lang=news, words=words, as_of=moment, engine=engine
    )
    assert check_answer(answer) == []
