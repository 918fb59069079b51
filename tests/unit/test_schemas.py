"""The contract's limits, under the names the first plan gave these tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from tidings.schemas import Answer, Evidence, EvidenceRef, Insight

REF: dict[str, Any] = {
    "article_id": "7",
    "url": "https://news.example/7",
    "date": "2031-05-30",
    "quote": "The bridge closed.",
    "start": 20,
    "end": 38,
}
INSIGHT: dict[str, Any] = {
    "type": "fact",
    "text": "“Tarn bridge”: 12 articles.",
    "basis": "computed",
    "evidence_refs": [REF],
    "figures": [{"name": "articles", "value": 12}],
}
CARD: dict[str, Any] = {
    "article_id": "7",
    "title": "Tarn bridge closes",
    "url": "https://news.example/7",
    "date": "2031-05-30",
    "source": "North Post",
    "snippet": "The bridge closed.",
}
META: dict[str, Any] = {
    "confidence": 0.7,
    "model": "local",
    "version": "0.1.0",
    "correlation_id": "c0ffee",
    "cost_usd": 0.0,
    "latency_ms": 12.5,
    "command": "analyze_keywords",
    "window": "24h",
    "since": datetime(2031, 5, 30, tzinfo=UTC),
    "until": datetime(2031, 5, 31, tzinfo=UTC),
    "lang": "en",
    "articles": 12,
    "sources": 5,
}
ANSWER: dict[str, Any] = {
    "header": "What 5 sources wrote",
    "tldr": "12 articles from 5 sources.",
    "insights": [INSIGHT],
    "evidence": [CARD],
    "result": {"mode": "keywords", "keyphrases": []},
    "meta": META,
}


def with_insight(**changes: Any) -> dict[str, Any]:
    return {**ANSWER, "insights": [{**INSIGHT, **changes}]}


def test_valid_base_response() -> None:
    answer = Answer.model_validate(ANSWER)
    assert answer.result.mode == "keywords"
    assert Answer.model_validate_json(answer.model_dump_json()) == answer


@pytest.mark.parametrize(("field", "limit"), [("tldr", 220), ("header", 100)])
def test_tldr_length_limit(field: str, limit: int) -> None:
    assert Answer.model_validate({**ANSWER, field: "x" * limit})
    for text in ("x" * (limit + 1), ""):
        with pytest.raises(ValidationError, match=field):
            Answer.model_validate({**ANSWER, field: text})


def test_insight_length_limit() -> None:
    assert Insight.model_validate({**INSIGHT, "text": "x" * 180})
    with pytest.raises(ValidationError, match="text"):
        Insight.model_validate({**INSIGHT, "text": "x" * 181})


def test_snippet_length_limit() -> None:
    assert Evidence.model_validate({**CARD, "snippet": "x" * 240})
    with pytest.raises(ValidationError, match="snippet"):
        Evidence.model_validate({**CARD, "snippet": "x" * 241})
    with pytest.raises(ValidationError, match="title"):
        Evidence.model_validate({**CARD, "title": "x" * 201})
    with pytest.raises(ValidationError, match="quote"):
        EvidenceRef.model_validate({**REF, "quote": "x" * 241, "start": 0, "end": 241})


def test_evidence_required() -> None:
    with pytest.raises(ValidationError, match="evidence_refs"):
        Answer.model_validate(with_insight(evidence_refs=[]))
    with pytest.raises(ValidationError, match="evidence"):
        Answer.model_validate({**ANSWER, "evidence": []})
    with pytest.raises(ValidationError, match="not among the evidence"):
        Answer.model_validate({**ANSWER, "evidence": [{**CARD, "article_id": "8", "url": None}]})
    with pytest.raises(ValidationError, match="article_id or a url"):
        EvidenceRef.model_validate({**REF, "article_id": None, "url": None})


@pytest.mark.parametrize("date", ["30.05.2031", "2031-5-30", "2031-02-30", "2031-05-30T00:00:00Z", ""])
def test_date_format_validation(date: str) -> None:
    with pytest.raises(ValidationError, match="date"):
        EvidenceRef.model_validate({**REF, "date": date})


@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan")])
def test_confidence_range(confidence: float) -> None:
    for edge in (0.0, 1.0):
        assert Answer.model_validate({**ANSWER, "meta": {**META, "confidence": edge}})
    with pytest.raises(ValidationError, match="confidence"):
        Answer.model_validate({**ANSWER, "meta": {**META, "confidence": confidence}})


def test_invalid_insight_type() -> None:
    for kind in ("fact", "hypothesis", "recommendation", "conflict"):
        assert Insight.model_validate({**INSIGHT, "type": kind})
    with pytest.raises(ValidationError, match="type"):
        Insight.model_validate({**INSIGHT, "type": "rumour"})


@pytest.mark.parametrize("field", ["header", "tldr", "insights", "evidence", "result", "meta"])
def test_missing_required_fields(field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        Answer.model_validate({name: value for name, value in ANSWER.items() if name != field})


def test_extra_fields_rejected() -> None:
    for wrong in (
        {**ANSWER, "note": "x"},
        with_insight(note="x"),
        {**ANSWER, "meta": {**META, "note": "x"}},
        {**ANSWER, "result": {"mode": "keywords", "keyphrases": [], "topics": []}},
    ):
        with pytest.raises(ValidationError, match="Extra inputs"):
            Answer.model_validate(wrong)


def test_a_computed_insight_names_its_figures() -> None:
    with pytest.raises(ValidationError, match="figures"):
        Insight.model_validate({**INSIGHT, "figures": []})


def test_between_one_and_five_insights() -> None:
    for count in (0, 6):
        with pytest.raises(ValidationError, match="insights"):
            Answer.model_validate({**ANSWER, "insights": [INSIGHT] * count})


def test_offsets_must_span_the_quote() -> None:
    with pytest.raises(ValidationError, match="offsets"):
        EvidenceRef.model_validate({**REF, "end": 39})


def test_a_reference_that_is_no_web_address_is_refused() -> None:
    with pytest.raises(ValidationError, match="http"):
        EvidenceRef.model_validate({**REF, "url": "javascript:alert(1)"})
