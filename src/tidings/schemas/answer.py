"""The answer: one shape for every command, in every face."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from tidings.schemas.base import Contract, Count, Score
from tidings.schemas.evidence import Evidence
from tidings.schemas.insight import Insight
from tidings.schemas.results import Result

HEADER_LIMIT = 100
TLDR_LIMIT = 220


class Notice(Contract):
    """Something the reader should know about how this answer came to be."""

    code: str
    text: str


class Meta(Contract):
    """How the answer was made: figures computed, never constants."""

    confidence: Score
    model: str
    version: str
    correlation_id: str
    cost_usd: Annotated[float, Field(ge=0.0)]
    latency_ms: Annotated[float, Field(ge=0.0)]
    tokens: Count = 0
    degradations: tuple[str, ...] = ()
    command: str
    query: str | None = None
    window: str
    since: datetime
    until: datetime
    lang: str
    articles: Count
    sources: Count
    # Whether `tidings explain` knows it.
    kept: bool = True


class Answer(Contract):
    """What `/trends` and `/analyze` return."""

    header: Annotated[str, StringConstraints(min_length=1, max_length=HEADER_LIMIT)]
    tldr: Annotated[str, StringConstraints(min_length=1, max_length=TLDR_LIMIT)]
    insights: Annotated[tuple[Insight, ...], Field(min_length=1, max_length=5)]
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    result: Result
    meta: Meta
    warnings: tuple[Notice, ...] = ()

    @model_validator(mode="after")
    def _refs_are_in_evidence(self) -> Self:
        known = {item.article_id for item in self.evidence} | {item.url for item in self.evidence}
        for insight in self.insights:
            for ref in insight.evidence_refs:
                if not {ref.article_id, ref.url} & (known - {None}):
                    raise ValueError("an insight cites an article that is not among the evidence")
        return self
