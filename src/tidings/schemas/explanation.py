"""The explanation of an answer: why each insight stands, what was left out, what was corrected since."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from tidings.schemas.base import ArticleId, Contract, Count, Day, Score, Url
from tidings.schemas.insight import Basis, Figure, InsightType


class Correction(Contract):
    """A new revision of a cited article, and whether the quoted words still stand in it."""

    revision: Count
    revised_at: datetime
    words_stand: bool


class Ground(Contract):
    """A quote an insight stands on, in the revision of the article that proved it."""

    article_id: ArticleId
    title: str
    source: str
    url: Url | None
    date: Day
    quote: str
    start: Count
    end: Count
    revision: Count | None
    corrected: Correction | None = None


class Standing(Contract):
    """An insight, and what it stands on."""

    number: Count
    type: InsightType
    basis: Basis
    written: bool
    text: str
    figures: tuple[Figure, ...]
    grounds: tuple[Ground, ...]


class CitedArticle(Contract):
    """An article that something left out had cited, and what was wrong with the reference itself."""

    article_id: ArticleId
    reason: str | None


class LeftOut(Contract):
    """Something that was not let through; `sentence` is the reason in the reader's language."""

    part: str
    text: str
    written: bool
    outcome: Literal["drop", "abstain"]
    reason: str
    sentence: str
    articles: tuple[CitedArticle, ...]


class Explanation(Contract):
    """Why an answer says what it says; header, summary and confidence are none where nothing was proved."""

    correlation_id: str
    asked_at: datetime
    command: str
    query: str | None
    window: str
    since: datetime
    until: datetime
    lang: str
    model: str
    tokens: Count
    cost_usd: float
    latency_ms: float
    error_code: str | None
    header: str | None
    tldr: str | None
    confidence: Score | None
    insights: tuple[Standing, ...]
    left_out: tuple[LeftOut, ...]
    corrected: Count
