"""The last look at a whole answer, in what the tests of the first plan leave out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tidings.policy.answers import Check, Violation, check_answer
from tidings.schemas import Answer, Keyphrase, KeywordsResult

CARD = {
    "article_id": "7",
    "title": "Tarn bridge closes",
    "url": "https://news.example/7",
    "date": "2031-05-30",
    "source": "Вести Тарна",
    "snippet": "The Tarn bridge closed on Friday.",
}
REF = {"article_id": "7", "url": None, "date": "2031-05-30", "quote": "The bridge", "start": 20, "end": 30}
INSIGHT = {"type": "fact", "text": "Вести Тарна: “The bridge”", "basis": "quoted", "evidence_refs": [REF]}
META = {
    "confidence": 0.7,
    "model": "local",
    "version": "0.1.0",
    "correlation_id": "c0ffee",
    "cost_usd": 0.0,
    "latency_ms": 12.5,
    "command": "trends",
    "window": "24h",
    "since": datetime(2031, 5, 30, tzinfo=UTC),
    "until": datetime(2031, 5, 31, tzinfo=UTC),
    "lang": "en",
    "articles": 12,
    "sources": 5,
}
GOOD = Answer.model_validate(
    {
        "header": "What 5 sources wrote",
        "tldr": "12 articles from 5 sources.",
        "insights": [INSIGHT],
        "evidence": [CARD],
        "result": {"mode": "keywords", "keyphrases": []},
        "meta": META,
    }
)


def with_ref(**changes: Any) -> Answer:
    """The answer with its one reference changed behind the contract's back."""
    insight = GOOD.insights[0]
    ref = insight.evidence_refs[0].model_copy(update=changes)
    return GOOD.model_copy(update={"insights": (insight.model_copy(update={"evidence_refs": (ref,)}),)})


def with_insight(**changes: Any) -> Answer:
    return GOOD.model_copy(update={"insights": (GOOD.insights[0].model_copy(update=changes),)})


def with_card(**changes: Any) -> Answer:
    return GOOD.model_copy(update={"evidence": (GOOD.evidence[0].model_copy(update=changes),)})


def test_an_outlet_s_own_words_may_be_in_its_language() -> None:
    assert check_answer(GOOD) == []
    wrong = with_insight(text="Мост через Тарн закрыли в пятницу")
    assert check_answer(wrong) == [Violation(Check.LANGUAGE, "insights[0].text")]


@pytest.mark.parametrize(
    ("changes", "check", "place"),
    [
        ({"date": "2031-05-29"}, Check.DATE, ".date"),
        ({"date": "20310530"}, Check.DATE, ".date"),
        ({"article_id": None, "url": "https://news.example/8"}, Check.EVIDENCE, ""),
        ({"end": 31}, Check.EVIDENCE, ".quote"),
        ({"quote": "x" * 241, "end": 261}, Check.LENGTH, ".quote"),
    ],
)
def test_a_reference_must_agree_with_its_card(changes: dict[str, Any], check: Check, place: str) -> None:
    assert check_answer(with_ref(**changes)) == [Violation(check, f"insights[0].evidence_refs[0]{place}")]


def test_a_reference_by_address_alone_finds_its_card() -> None:
    assert check_answer(with_ref(article_id=None, url=CARD["url"])) == []


@pytest.mark.parametrize(
    ("changes", "check", "where"),
    [
        ({"type": "rumour"}, Check.TYPE, "insights[0].type"),
        ({"text": " "}, Check.EMPTY, "insights[0].text"),
        ({"text": "word " * 40}, Check.LENGTH, "insights[0].text"),
        ({"text": "Call +7 916 123-45-67."}, Check.PERSONAL_DATA, "insights[0].text"),
    ],
)
def test_an_insight_is_typed_short_and_gives_nobody_away(
    changes: dict[str, Any], check: Check, where: str
) -> None:
    assert check_answer(with_insight(**changes)) == [Violation(check, where)]


@pytest.mark.parametrize(
    ("day", "where"), [("2031-05-28", "evidence[0].date"), ("2031-02-30", "evidence[0].date")]
)
def test_a_card_s_day_is_a_day_of_the_window(day: str, where: str) -> None:
    answer = with_card(date=day)
    assert Violation(Check.DATE, where) in check_answer(answer)


def test_a_card_gives_nobody_away() -> None:
    assert check_answer(with_card(snippet="Write to ivan@mail.example")) == [
        Violation(Check.PERSONAL_DATA, "evidence[0].snippet")
    ]


def test_more_insights_than_five_are_too_many() -> None:
    six = GOOD.model_copy(update={"insights": GOOD.insights * 6})
    assert check_answer(six) == [Violation(Check.LENGTH, "insights")]


def test_a_reference_beside_the_insights_is_looked_at_as_well() -> None:
    ref = GOOD.insights[0].evidence_refs[0].model_copy(update={"date": "2031-05-29"})
    phrase = Keyphrase(phrase="Tarn", norm="tarn", score=1, ngram=1, examples=(ref,), lang="en")
    result = KeywordsResult(keyphrases=(phrase,))
    assert check_answer(GOOD.model_copy(update={"result": result})) == [
        Violation(Check.DATE, "result.keyphrases[0].examples[0].date")
    ]


def test_nobody_is_given_away_in_a_field_that_only_programs_read() -> None:
    result = KeywordsResult(
        keyphrases=(
            Keyphrase(phrase="Tarn", norm="ivan@mail.example", score=1, ngram=1, examples=(), lang="en"),
        )
    )
    assert check_answer(GOOD.model_copy(update={"result": result})) == [
        Violation(Check.PERSONAL_DATA, "result.keyphrases[0].norm")
    ]
