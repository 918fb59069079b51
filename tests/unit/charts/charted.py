"""Answers made up for tests of their charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.unit.pages.made_up_news import UNTIL, answer, feelings, meta, topic

from tidings.schemas import Answer, Keyphrase, KeywordsResult, SentimentPoint, TopicsResult

LABELS = ("River port closed", "Tram line opens", "Comet seen from the hills")


def about_topics(*labels: str, sizes: Sequence[int] = (12, 7, 3), **more: Any) -> Answer:
    trends = ("rising", "stable", "falling")
    topics = tuple(
        topic(label, trends[number % 3], sizes[number % len(sizes)])
        for number, label in enumerate(labels or LABELS)
    )
    return answer(result=TopicsResult(topics=topics), **more)


def about_tone(*levels: tuple[float | None, int], overall: float = -0.2, hours: int = 2) -> Answer:
    """The last span ends with the window; each has a mean tone and how many articles it is of."""
    since = UNTIL - timedelta(hours=hours) * len(levels)
    points = tuple(
        SentimentPoint(
            start=since + timedelta(hours=hours) * number,
            end=since + timedelta(hours=hours) * (number + 1),
            score=level,
            n_docs=count,
        )
        for number, (level, count) in enumerate(levels)
    )
    result = feelings(overall).model_copy(update={"timeline": points})
    return answer(result=result, meta=meta(since=since))


def about_phrases(*phrases: tuple[str, float]) -> Answer:
    found = tuple(
        Keyphrase(phrase=phrase, norm=phrase.lower(), score=score, ngram=1, lang="en")
        for phrase, score in phrases
    )
    return answer(result=KeywordsResult(keyphrases=found))
