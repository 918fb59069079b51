"""Topic modelling: the computed stories and topics of a window as the public result."""

from __future__ import annotations

from collections.abc import Iterable

from tidings.agents import sentiment_emotion
from tidings.schemas.results import (
    Cluster,
    Emerging,
    Gap,
    Momentum,
    SourceCount,
    Topic,
    TopicsResult,
    TrendsResult,
)
from tidings.text.cutting import cut
from tidings.trends.view import GapTrend, StoryTrend, TopicTrend, TrendsView

NAME = "topic_modeler"

TOPICS = 8
LABEL_LIMIT = 80
STORY_LABEL_LIMIT = 120
TERMS = 10
TOP_SOURCES = 10


def topics_result(view: TrendsView) -> TopicsResult:
    """The topics of a set of articles."""
    return TopicsResult(
        topics=_topics(view),
        clusters=_clusters(view),
        emerging=_emerging(view.emerging),
        gaps=_gaps(view.gaps),
    )


def trends_result(view: TrendsView) -> TrendsResult:
    """All a trends answer holds."""
    return TrendsResult(
        topics=_topics(view),
        clusters=_clusters(view),
        sentiment=sentiment_emotion.contract(view.tone),
        top_sources=tuple(
            SourceCount(source=source, articles=articles)
            for source, articles in view.top_sources[:TOP_SOURCES]
        ),
        momentum=tuple(_momentum(topic) for topic in view.topics[:TOPICS]),
        emerging=_emerging(view.emerging),
        gaps=_gaps(view.gaps),
    )


def topic_label(topic: TopicTrend) -> str:
    """The topic's label within the contract's limit."""
    return cut(topic.label, LABEL_LIMIT)


def _topics(view: TrendsView) -> tuple[Topic, ...]:
    return tuple(
        Topic(
            label=topic_label(topic),
            terms=topic.terms[:TERMS] or (topic_label(topic),),
            size=topic.articles,
            sources=topic.sources,
            trend=topic.trend,
        )
        for topic in view.topics[:TOPICS]
    )


def _clusters(view: TrendsView) -> tuple[Cluster, ...]:
    return tuple(
        Cluster(
            id=str(topic.stories[0].story_id if topic.stories else place),
            doc_ids=tuple(str(key) for key in topic.article_ids),
        )
        for place, topic in enumerate(view.topics[:TOPICS])
    )


def _momentum(topic: TopicTrend) -> Momentum:
    score = round(min(max(topic.momentum, 0.0), 1.0), 4)
    return Momentum(topic=topic_label(topic), score=score, direction=topic.direction)


def _emerging(stories: Iterable[StoryTrend]) -> tuple[Emerging, ...]:
    return tuple(
        Emerging(
            label=cut(story.label, STORY_LABEL_LIMIT),
            terms=story.terms,
            articles=story.articles,
            sources=story.sources,
            ratio=round(max(story.ratio, 0.0), 2),
        )
        for story in stories
    )


def _gaps(gaps: Iterable[GapTrend]) -> tuple[Gap, ...]:
    return tuple(
        Gap(
            label=cut(gap.label, STORY_LABEL_LIMIT),
            articles=gap.articles,
            expected=round(max(gap.expected, 0.0), 2),
        )
        for gap in gaps
    )
