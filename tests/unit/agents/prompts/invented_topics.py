"""An invented view of topics for the tests of prompts."""

from __future__ import annotations

from datetime import UTC, datetime

from tidings.store.trends import Fact
from tidings.trends.view import GapTrend, StoryTrend, Tone, TopicTrend, TrendsView
from tidings.windows import parse_window

NOON = datetime(2031, 5, 30, 12, tzinfo=UTC)
WINDOW = parse_window("24h", datetime(2031, 5, 30, 23, 59, 59, tzinfo=UTC))


def story(number: int, label: str, terms: tuple[str, ...] = ()) -> StoryTrend:
    return StoryTrend(
        story_id=number,
        label=label,
        terms=terms,
        articles=3,
        sources=3,
        expected=1.0,
        ratio=3.0,
        burst=3.0,
        is_new=False,
        sentiment=0.0,
        article_ids=(number * 10,),
        newest_at=NOON,
    )


def topic(number: int, label: str, *terms: str, articles: int = 4, expected: float = 1.0) -> TopicTrend:
    ids = tuple(range(number * 10, number * 10 + articles))
    return TopicTrend(
        label=label,
        terms=terms,
        stories=(story(number, label, terms),),
        articles=articles,
        sources=articles,
        expected=expected,
        trend="rising",
        momentum=0.8,
        direction="up",
        sentiment=-0.2,
        article_ids=ids,
        facts={key: Fact(key, key, -0.2, NOON.timestamp()) for key in ids},
    )


TOPICS = (
    topic(1, "Tarn bridge closes", "Tarn bridge", "cracks", articles=9),
    topic(2, "Mayor Odell promises a new Tarn bridge", "Odell", articles=7),
    topic(3, "Harbour of Ostrel freezes over", "Ostrel", "ice", articles=6),
    topic(4, "Ostrel ferry waits for the ice to melt", "ferry", articles=5),
    topic(5, "Museum shows old glass", "museum", articles=4),
)


def view(topics: tuple[TopicTrend, ...] = TOPICS, *, windows: int = 7) -> TrendsView:
    return TrendsView(
        window=WINDOW,
        articles=100,
        sources=20,
        baseline_articles=700,
        baseline_windows=windows,
        topics=topics,
        emerging=(story(9, "Karsk elects a council"),),
        gaps=(GapTrend("Velm valley drought", 0, 5.0),),
        tone=Tone(-0.1, (0.1, 0.2, 0.1, 0.3, 0.1), ()),
        top_sources=(("North Post", 9),),
    )
