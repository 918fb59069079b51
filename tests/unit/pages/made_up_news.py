"""Answers and explanations made up for tests of their pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tidings.pages.blocks import Block, Fold, Line, Page
from tidings.schemas import (
    Answer,
    Emotions,
    Evidence,
    EvidenceRef,
    Figure,
    Insight,
    Meta,
    Result,
    SentimentResult,
    Topic,
    TopicsResult,
)
from tidings.schemas.explanation import Explanation, Ground, LeftOut, Standing

UNTIL = datetime(2024, 3, 2, 21, 0, tzinfo=UTC)
QUOTE = "The river port closed on Friday"


def ref(article_id: str = "7", quote: str = QUOTE, date: str = "2024-03-01") -> EvidenceRef:
    return EvidenceRef(article_id=article_id, date=date, quote=quote, start=0, end=len(quote))


def fact(text: str, *refs: EvidenceRef, **more: Any) -> Insight:
    figures = more.pop("figures", (Figure(name="articles", value=12), Figure(name="sources", value=5)))
    given = {"type": "fact", "basis": "computed", "figures": figures, **more}
    return Insight(text=text, evidence_refs=refs or (ref(),), **given)


def quoted(text: str, *refs: EvidenceRef, **more: Any) -> Insight:
    return fact(text, *refs, **{"basis": "quoted", "figures": (), **more})


def card(article_id: str = "7", **more: Any) -> Evidence:
    given = {
        "title": f"Title {article_id}",
        "url": f"https://harbour.example/{article_id}",
        "date": "2024-03-01",
        "source": "Harbour Daily",
        "snippet": f"How article {article_id} begins.",
    }
    return Evidence(article_id=article_id, **given | more)


def topic(label: str, trend: Any = "rising", size: int = 12, sources: int = 5) -> Topic:
    return Topic(label=label, terms=("port",), size=size, sources=sources, trend=trend)


def feelings(overall: float = -0.31) -> SentimentResult:
    return SentimentResult(
        overall=overall, emotions=Emotions(joy=0.01, fear=0.4, anger=0.1, sadness=0.3, surprise=0.2)
    )


def meta(**more: Any) -> Meta:
    given: dict[str, Any] = {
        "confidence": 0.82,
        "model": "large-model",
        "version": "1",
        "correlation_id": "abc123",
        "cost_usd": 0.0123,
        "latency_ms": 4321.0,
        "tokens": 5678,
        "command": "trends",
        "window": "24h",
        "since": UNTIL - timedelta(hours=24),
        "until": UNTIL,
        "lang": "en",
        "articles": 1204,
        "sources": 5,
    }
    return Meta(**given | more)


def answer(*insights: Insight, result: Result | None = None, **more: Any) -> Answer:
    given: dict[str, Any] = {
        "header": "What 5 sources wrote in the 24 hours to 2 Mar 2024 21:00 UTC",
        "tldr": "The river port closed; everything else is quiet.",
        "evidence": (card("7"),),
        "meta": meta(),
    }
    return Answer(
        insights=insights or (fact("“River port” is rising: 12 articles from 5 sources."),),
        result=result or TopicsResult(topics=()),
        **given | more,
    )


def ground(**more: Any) -> Ground:
    given: dict[str, Any] = {
        "article_id": "7",
        "title": "Title 7",
        "source": "Harbour Daily",
        "url": "https://harbour.example/7",
        "date": "2024-03-01",
        "quote": QUOTE,
        "start": 0,
        "end": len(QUOTE),
        "revision": 1,
    }
    return Ground(**given | more)


def standing(**more: Any) -> Standing:
    given: dict[str, Any] = {
        "number": 1,
        "type": "fact",
        "basis": "computed",
        "written": False,
        "text": "“River port” is rising.",
        "figures": (
            Figure(name="articles", value=12),
            Figure(name="sources", value=5),
            Figure(name="expected", value=3),
        ),
        "grounds": (ground(),),
    }
    return Standing(**given | more)


def left_out(**more: Any) -> LeftOut:
    given: dict[str, Any] = {
        "part": "insight",
        "text": "The port will never open again.",
        "written": True,
        "outcome": "drop",
        "reason": "overstated",
        "sentence": "It says more than the article does.",
        "articles": (),
    }
    return LeftOut(**given | more)


def explanation(**more: Any) -> Explanation:
    shared = meta().model_dump(
        include={
            "correlation_id",
            "window",
            "since",
            "until",
            "lang",
            "model",
            "tokens",
            "cost_usd",
            "latency_ms",
        }
    )
    given: dict[str, Any] = {
        "asked_at": UNTIL,
        "command": "analyze_topics",
        "query": "river port",
        "error_code": None,
        "header": "Topics in coverage of “river port”",
        "tldr": "The river port closed.",
        "confidence": 0.82,
        "insights": (standing(),),
        "left_out": (),
        "corrected": 0,
    }
    return Explanation(**shared | given | more)


def flat(page: Page) -> Iterator[Block]:
    """The blocks of a page, those of folds among them."""
    for block in page.blocks:
        yield from block.blocks if isinstance(block, Fold) else (block,)


def joined(line: Line) -> str:
    """The words of a line."""
    return "".join(span.text for span in line).replace("\N{NO-BREAK SPACE}", " ")
