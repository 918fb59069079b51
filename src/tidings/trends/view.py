"""What a trends computation returns: counts, stories and topics of a window, no words written by a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tidings.schemas.results import Direction, Trend
from tidings.store.trends import Fact
from tidings.windows import Window


@dataclass(frozen=True, slots=True)
class StoryTrend:
    """One story inside the window, measured against its own and the corpus' past."""

    story_id: int
    label: str  # title of its most central article
    terms: tuple[str, ...]  # readable forms, what this story says more than the corpus does
    articles: int
    sources: int  # independent outlets: copies do not count
    expected: (
        float  # articles its past leads one to expect; at a cold start, those of the window's first half
    )
    ratio: float  # articles (at a cold start: of the second half) / max(expected, floor)
    burst: float  # ranking score
    is_new: bool  # nothing was expected
    sentiment: float
    article_ids: tuple[int, ...]  # some of them, most central first
    newest_at: datetime
    past: tuple[float, ...] = ()  # articles in each window before, the newest first
    counted: tuple[int, ...] = ()  # all its articles, most central first


@dataclass(frozen=True, slots=True)
class TopicTrend:
    """A group of stories about one subject."""

    label: str  # <= 80 characters
    terms: tuple[str, ...]  # 1 to 10 readable terms
    stories: tuple[StoryTrend, ...]  # strongest first
    articles: int
    sources: int
    expected: float
    trend: Trend
    momentum: float  # 0..1
    direction: Direction
    sentiment: float
    article_ids: tuple[int, ...]  # all of them, the most telling first
    facts: Mapping[int, Fact] = field(default_factory=dict)  # what was counted, by article
    past: tuple[float, ...] = ()  # articles in each window before, the newest first


@dataclass(frozen=True, slots=True)
class GapTrend:
    """A subject the past leads one to expect, and the window lacks; the article gives it its title."""

    label: str
    articles: int
    expected: float
    article_id: int = 0


@dataclass(frozen=True, slots=True)
class TonePoint:
    """Mean sentiment of the articles published in a span; None where there are none."""

    start: datetime
    end: datetime
    score: float | None
    articles: int


@dataclass(frozen=True, slots=True)
class Tone:
    """How the articles of a window feel: means over all of them."""

    overall: float
    emotions: tuple[float, float, float, float, float]  # joy, fear, anger, sadness, surprise
    timeline: tuple[TonePoint, ...]


@dataclass(frozen=True, slots=True)
class TrendsView:
    """All that code computed over every article of the window (or every match of a query in it)."""

    window: Window
    articles: int
    sources: int
    baseline_articles: int  # in the baseline span before the window
    baseline_windows: int  # how many windows long that span is; 0 at a cold start
    topics: tuple[TopicTrend, ...]  # 3 to 8 where the data has them, strongest first
    emerging: tuple[StoryTrend, ...]
    gaps: tuple[GapTrend, ...]
    tone: Tone
    top_sources: tuple[tuple[str, int], ...]
