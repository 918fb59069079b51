from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tidings.store.trends import Fact
from tidings.trends import bursts
from tidings.trends.regrouping import Grouping, regrouped
from tidings.trends.view import Tone, TopicTrend, TrendsView
from tidings.windows import parse_window

WINDOW = parse_window("24h", datetime(2031, 5, 30, 23, 59, 59, tzinfo=UTC))


def topic(label: str, facts: list[Fact], *terms: str, expected: float = 1.0) -> TopicTrend:
    return TopicTrend(
        label=label,
        terms=terms or (label,),
        stories=(),
        articles=len(facts),
        sources=len({fact.source_id for fact in facts}),
        expected=expected,
        trend="rising",
        momentum=0.7,
        direction="up",
        sentiment=0.0,
        article_ids=tuple(fact.id for fact in facts),
        facts={fact.id: fact for fact in facts},
    )


def fact(number: int, outlet: int, tone: float = 0.0) -> Fact:
    return Fact(number, outlet, tone, 0.0)


BRIDGE = topic("Bridge", [fact(n, n, -0.5) for n in range(1, 9)], "Tarn bridge", "cracks", expected=2.0)
MAYOR = topic("Mayor", [fact(8, 8, -0.5), fact(20, 1, 0.7), fact(21, 30, 0.7)], "Odell", "mayor")
MUSEUM = topic("Museum", [fact(40, 1), fact(41, 2)], "glass")


def view(*topics: TopicTrend, windows: int = 7) -> TrendsView:
    return TrendsView(WINDOW, 50, 9, 300, windows, topics, (), (), Tone(0.0, (0, 0, 0, 0, 0), ()), ())


def grouped(*groups: Grouping, windows: int = 7) -> tuple[TopicTrend, ...]:
    return regrouped(view(BRIDGE, MAYOR, MUSEUM, windows=windows), groups).topics


def test_articles_and_outlets_of_a_union_count_once() -> None:
    union = grouped(Grouping((0, 1)), Grouping((2,)))[0]
    assert union.articles == len(union.article_ids) == len(set(union.article_ids)) == 10
    assert union.sources == 9


def test_expectation_course_and_momentum_are_computed_anew() -> None:
    union = grouped(Grouping((1, 0)), Grouping((2,)))[0]
    assert union.expected == 3.0
    assert union.trend == bursts.trend(10, 3.0, cold=False)
    assert (union.momentum, union.direction) == bursts.momentum(10, 3.0, cold=False)


def test_without_a_past_a_union_has_no_course_either() -> None:
    union = grouped(Grouping((0, 1)), Grouping((2,)), windows=0)[0]
    assert (union.trend, union.direction) == ("stable", "flat")


def test_the_mood_of_a_union_is_the_mean_over_its_articles() -> None:
    assert grouped(Grouping((0, 1)), Grouping((2,)))[0].sentiment == pytest.approx(-0.26)


def test_the_strongest_topic_gives_its_name_and_speaks_first() -> None:
    union = grouped(Grouping((1, 0)), Grouping((2,)))[0]
    assert union.label == "Bridge"
    assert union.article_ids[:3] == (1, 8, 2)
    assert union.terms == ("Tarn bridge", "Odell", "cracks", "mayor")


def test_a_given_label_takes_its_place() -> None:
    assert grouped(Grouping((0, 1), "Tarn bridge"), Grouping((2,)))[0].label == "Tarn bridge"


def test_a_topic_alone_keeps_every_figure() -> None:
    assert grouped(Grouping((2,), "Glass"), Grouping((0,)), Grouping((1,)))[2] == replace(
        MUSEUM, label="Glass"
    )


def test_the_strongest_topics_come_first_whatever_order_was_asked_for() -> None:
    labels = [one.label for one in grouped(Grouping((2,)), Grouping((1,)), Grouping((0,)))]
    assert labels == ["Bridge", "Mayor", "Museum"]
