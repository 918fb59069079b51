"""Answers made up for tests of their rendering."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tidings.schemas import (
    Answer,
    Aspect,
    Emerging,
    Emotions,
    Evidence,
    EvidenceRef,
    ExpansionHint,
    Figure,
    Gap,
    Insight,
    Keyphrase,
    KeywordsResult,
    Meta,
    Momentum,
    Notice,
    Result,
    SentimentPoint,
    SentimentResult,
    SourceCount,
    Topic,
    TrendsResult,
)

UNTIL = datetime(2024, 3, 2, 21, 0, tzinfo=UTC)
TEXT = "River port closes\n\nThe river port closed on Friday after ice broke two cranes."
QUOTE = "The river port closed on Friday"


def reference(quote: str = QUOTE, article_id: str = "7") -> EvidenceRef:
    return EvidenceRef(article_id=article_id, date="2024-03-01", quote=quote, start=19, end=19 + len(quote))


def sentiment() -> SentimentResult:
    hours = [UNTIL - timedelta(hours=24 - 6 * i) for i in range(5)]
    scores = (-0.6, None, -0.1, 0.3)
    return SentimentResult(
        overall=-0.31,
        emotions=Emotions(joy=0.05, fear=0.4, anger=0.1, sadness=0.3, surprise=0.2),
        aspects=(Aspect(name="river port", score=-0.5, evidence_ref=reference()),),
        timeline=tuple(
            SentimentPoint(start=hours[i], end=hours[i + 1], score=scores[i], n_docs=0 if i == 1 else 4)
            for i in range(4)
        ),
    )


def trends() -> TrendsResult:
    return TrendsResult(
        topics=(
            Topic(
                label="River port closure",
                terms=("port", "ice", "cranes"),
                size=1204,
                sources=5,
                trend="rising",
            ),
            Topic(label="Школьные каникулы", terms=("школа", "каникулы"), size=2, sources=1, trend="falling"),
        ),
        sentiment=sentiment(),
        top_sources=(
            SourceCount(source="Harbour Daily", articles=7),
            SourceCount(source="Вестник", articles=3),
        ),
        momentum=(
            Momentum(topic="River port closure", score=0.91, direction="up"),
            Momentum(topic="Школьные каникулы", score=0.2, direction="down"),
        ),
        emerging=(Emerging(label="Crane inspection", articles=24, sources=3, ratio=8.1),),
        gaps=(Gap(label="Weather", articles=1, expected=6.4),),
    )


def keywords() -> KeywordsResult:
    return KeywordsResult(
        keyphrases=(
            Keyphrase(
                phrase="river port",
                norm="river port",
                score=0.93,
                ngram=2,
                variants=("river ports",),
                examples=(reference(),),
                lang="en",
            ),
        ),
        expansion_hint=ExpansionHint(
            intents=("informational",), expansions=("cranes",), negatives=("airport",)
        ),
    )


def answer(result: Result | None = None, *, title: str = "River port closes", lang: str = "en") -> Answer:
    return Answer(
        header="Trends of the day",
        tldr="The river port closed; everything else is quiet.",
        insights=(
            Insight(
                type="fact",
                text="Four outlets report the closure of the river port.",
                basis="computed",
                evidence_refs=(reference(),),
                figures=(Figure(name="sources", value=4),),
            ),
        ),
        evidence=(
            Evidence(
                article_id="7",
                title=title,
                url="https://news.example/2024/03/01/" + "a-very-long-address-" * 5,
                date="2024-03-01",
                source="Harbour Daily",
                snippet=QUOTE,
            ),
        ),
        result=result or trends(),
        meta=Meta(
            confidence=0.82,
            model="local",
            version="1",
            correlation_id="abc123",
            cost_usd=0.0,
            latency_ms=212.4,
            command="trends",
            window="24h",
            since=UNTIL - timedelta(hours=24),
            until=UNTIL,
            lang=lang,
            articles=21,
            sources=5,
        ),
        warnings=(Notice(code="small_sample", text="Only 21 articles."),),
    )
