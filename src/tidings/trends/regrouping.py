"""Regrouping: topics put together by someone else's judgement, with every figure counted anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeVar

from tidings.store.trends import Fact
from tidings.trends import bursts
from tidings.trends.naming import TERMS, distinct_texts
from tidings.trends.threads import History, added
from tidings.trends.view import TopicTrend, TrendsView

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Grouping:
    """Topics of a view, by place, that are one; `label` is None where the strongest one's stays."""

    members: tuple[int, ...]
    label: str | None = None


def regrouped(view: TrendsView, groupings: Sequence[Grouping]) -> TrendsView:
    """The view with these topics, the strongest first; each of its own must be in exactly one grouping."""
    cold = view.baseline_windows == 0
    topics = [_united([view.topics[place] for place in sorted(item.members)], cold) for item in groupings]
    labelled = [
        topic if item.label is None else replace(topic, label=item.label)
        for topic, item in zip(topics, groupings, strict=True)
    ]
    return replace(view, topics=tuple(sorted(labelled, key=_strength, reverse=True)))


def _strength(topic: TopicTrend) -> float:
    return bursts.burst(topic.sources, topic.articles, topic.expected)


def _united(topics: Sequence[TopicTrend], cold: bool) -> TopicTrend:
    """One topic of several, strongest first, counted over the articles of them all."""
    if len(topics) == 1:
        return topics[0]
    facts: dict[int, Fact] = {}
    for topic in topics:
        facts.update(topic.facts)
    history = added(History(topic.expected, topic.past) for topic in topics)
    expected = history.expected
    score, direction = bursts.momentum(len(facts), expected, cold=cold)
    stories = [story for topic in topics for story in topic.stories]
    return TopicTrend(
        label=topics[0].label,
        terms=tuple(distinct_texts(_in_turn([topic.terms for topic in topics])))[:TERMS],
        stories=tuple(sorted(stories, key=lambda story: (-story.burst, story.story_id))),
        articles=len(facts),
        sources=len({fact.source_id for fact in facts.values()}),
        expected=expected,
        trend=bursts.trend(len(facts), expected, cold=cold),
        momentum=score,
        direction=direction,
        sentiment=sum(fact.sentiment for fact in facts.values()) / len(facts),
        article_ids=tuple(dict.fromkeys(_in_turn([topic.article_ids for topic in topics]))),
        facts=facts,
        past=history.past,
    )


def _in_turn(rows: Sequence[Sequence[_T]]) -> list[_T]:
    """The first of each row, then the second of each."""
    return [item for turn in zip_longest(*rows) for item in turn if item is not None]
