"""Per-mode results: what `result` holds for trends, keywords, sentiment and topics."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tidings.schemas.base import ArticleId, Contract, Count, Language, Polarity, Score
from tidings.schemas.evidence import EvidenceRef

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Trend = Literal["rising", "falling", "stable"]
Direction = Literal["up", "down", "flat"]
Intent = Literal["informational", "navigational", "transactional", "research"]


class Keyphrase(Contract):
    """A phrase this set of articles uses more than the background does."""

    phrase: Text
    norm: str
    score: Score
    ngram: Annotated[int, Field(ge=1, le=5)]
    variants: tuple[str, ...] = ()
    examples: Annotated[tuple[EvidenceRef, ...], Field(max_length=3)] = ()
    lang: Language


class ExpansionHint(Contract):
    """How a query could be widened or narrowed."""

    intents: tuple[Intent, ...]
    expansions: Annotated[tuple[str, ...], Field(max_length=8)] = ()
    negatives: Annotated[tuple[str, ...], Field(max_length=5)] = ()


class KeywordsResult(Contract):
    """What a set of articles is about."""

    mode: Literal["keywords"] = "keywords"
    keyphrases: tuple[Keyphrase, ...]
    expansion_hint: ExpansionHint | None = None


class Emotions(Contract):
    """Mean strength of five emotions over the articles."""

    joy: Score
    fear: Score
    anger: Score
    sadness: Score
    surprise: Score


class Aspect(Contract):
    """What the coverage feels something about, and the quote that shows it."""

    name: Text
    score: Polarity
    evidence_ref: EvidenceRef


class SentimentPoint(Contract):
    """Mean sentiment of the articles published in a span; null where there are none."""

    start: datetime
    end: datetime
    score: Polarity | None
    n_docs: Count


class SentimentResult(Contract):
    """How the coverage feels, overall, about what, and over time."""

    mode: Literal["sentiment"] = "sentiment"
    overall: Polarity
    emotions: Emotions
    aspects: Annotated[tuple[Aspect, ...], Field(max_length=10)] = ()
    timeline: tuple[SentimentPoint, ...] = ()


class Topic(Contract):
    """A group of stories: `size` articles from `sources` outlets."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    terms: Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]
    size: Count
    sources: Count
    trend: Trend


class Cluster(Contract):
    """The articles of the topic at the same place of `topics`, most central first."""

    id: str
    doc_ids: tuple[ArticleId, ...]


class Emerging(Contract):
    """A story that was not there before, or is far above its own past."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    terms: tuple[str, ...] = ()
    articles: Count
    sources: Count
    ratio: Annotated[float, Field(ge=0.0, allow_inf_nan=False)]

    @property
    def had_a_past(self) -> bool:
        """Whether an article at least was to be expected; a multiple of less says nothing."""
        return self.ratio > 0 and self.articles / self.ratio >= 1


class Gap(Contract):
    """Something the past of the corpus would lead one to expect, and the window lacks."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    articles: Count
    expected: Annotated[float, Field(ge=0.0, allow_inf_nan=False)]


class TopicsResult(Contract):
    """Stories grouped into topics."""

    mode: Literal["topics"] = "topics"
    topics: Annotated[tuple[Topic, ...], Field(max_length=8)]
    clusters: tuple[Cluster, ...] = ()
    emerging: tuple[Emerging, ...] = ()
    gaps: tuple[Gap, ...] = ()


class SourceCount(Contract):
    """How much one outlet published."""

    source: str
    articles: Count


class Momentum(Contract):
    """Where a topic is heading."""

    topic: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    score: Score
    direction: Direction


class TrendsResult(Contract):
    """What is happening, what is rising, and how the coverage feels."""

    mode: Literal["trends"] = "trends"
    topics: Annotated[tuple[Topic, ...], Field(max_length=8)]
    clusters: tuple[Cluster, ...] = ()
    sentiment: SentimentResult
    top_sources: tuple[SourceCount, ...]
    momentum: tuple[Momentum, ...]
    emerging: tuple[Emerging, ...] = ()
    gaps: tuple[Gap, ...] = ()


Result = Annotated[
    TrendsResult | KeywordsResult | SentimentResult | TopicsResult, Field(discriminator="mode")
]
