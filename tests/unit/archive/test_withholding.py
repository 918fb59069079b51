"""What is told of an old answer when a list of domains keeps some of its articles out now."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tidings.archive.withholding import Withholding
from tidings.policy.domains import DomainRule
from tidings.schemas.explanation import (
    CitedArticle,
    CountedArticle,
    Explanation,
    Ground,
    Headline,
    LeftOut,
    Standing,
    Subject,
)
from tidings.store.answers import Card

NOW = datetime(2031, 5, 6, 8, tzinfo=UTC)
BLOCKED, FREE = "The Tarn bridge closes after cracks", "Drivers queue for hours at Odell"
CARDS = (
    Card(1, BLOCKED, "Wire", "https://wire.example/1", NOW),
    Card(2, FREE, "Herald", "https://herald.example/2", NOW),
    Card(3, BLOCKED, "Courier", None, NOW),
)
RULE = DomainRule.of(blocked=["wire.example"])


def ground(article: int) -> Ground:
    card = CARDS[article - 1]
    return Ground(
        article_id=str(card.id),
        title=card.title,
        source=card.source,
        url=card.url,
        date="2031-05-06",
        quote="It closed.",
        start=0,
        end=10,
        revision=1,
    )


def insight(*articles: int, basis: str = "computed", text: str = "“Odell”: 2 articles.") -> Standing:
    return Standing(
        number=1,
        type="fact",
        basis="quoted" if basis == "quoted" else "computed",
        written=False,
        text=text,
        figures=(),
        grounds=tuple(map(ground, articles)),
    )


def told(*insights: Standing, tldr: str = "Top story.", **more: object) -> Explanation:
    fields: dict[str, object] = {
        "correlation_id": "1f3a",
        "asked_at": NOW,
        "command": "trends",
        "query": None,
        "window": "24h",
        "since": NOW,
        "until": NOW,
        "lang": "en",
        "model": "local",
        "tokens": 0,
        "cost_usd": 0.0,
        "latency_ms": 1.0,
        "error_code": None,
        "header": "The news",
        "tldr": tldr,
        "confidence": 0.5,
        "insights": insights,
        "left_out": (),
        "corrected": 0,
    }
    return Explanation.model_validate(fields | more)


def withheld(explanation: Explanation, rule: DomainRule | None = RULE) -> Explanation:
    return Withholding.of(rule, CARDS[:2], ()).withheld(explanation)


def test_without_lists_everything_is_told() -> None:
    explanation = told(insight(1, 2))
    assert withheld(explanation, None) == withheld(explanation, DomainRule()) == explanation


def test_an_insight_stays_on_the_quotes_that_may_be_shown() -> None:
    (kept,) = withheld(told(insight(1, 2))).insights
    assert [item.article_id for item in kept.grounds] == ["2"]


@pytest.mark.parametrize(
    "gone",
    [
        insight(1),
        insight(1, 2, basis="quoted", text="Wire: “It closed.”"),
        insight(2, text=f"“{BLOCKED}”: 2 articles."),
        insight(2, text="“The Tarn bridge closes…”: 2 articles."),
    ],
)
def test_an_insight_that_repeats_what_may_not_be_shown_is_not_told(gone: Standing) -> None:
    explanation = withheld(told(gone, insight(2)))
    assert [item.text for item in explanation.insights] == ["“Odell”: 2 articles."]
    assert explanation.withheld == 1


def test_a_summary_or_a_topic_that_bears_such_a_title_is_not_told() -> None:
    subject = Subject(kind="topic", label=BLOCKED, articles=2, sources=2, course="rising", counted=())
    explanation = told(
        tldr=f"Top story: “{BLOCKED}”.",
        subjects=(subject,),
        tldr_grounds=Headline(subjects=(BLOCKED, "Odell")),
    )
    kept = withheld(explanation)
    assert (kept.tldr, kept.header, kept.subjects) == (None, "The news", ())
    assert kept.tldr_grounds.subjects == ("Odell",)
    assert kept.withheld == 2


def test_a_title_that_another_article_has_too_is_no_secret() -> None:
    explanation = told(tldr=f"Top story: “{BLOCKED}”.")
    assert Withholding.of(RULE, CARDS, ()).withheld(explanation).tldr == explanation.tldr


def test_a_subject_lists_only_articles_that_may_be_shown() -> None:
    counted = tuple(
        CountedArticle(
            article_id=str(card.id), title=card.title, source=card.source, url=card.url, date="2031-05-06"
        )
        for card in CARDS[:2]
    )
    subject = Subject(kind="topic", label="Odell", articles=2, sources=2, course="rising", counted=counted)
    (kept,) = withheld(told(subjects=(subject,))).subjects
    assert ([item.article_id for item in kept.counted], kept.articles) == (["2"], 2)


def test_what_was_left_out_is_told_without_such_an_article_s_words() -> None:
    cited = tuple(
        CitedArticle(article_id=str(card.id), reason=None, title=card.title, source=card.source, url=card.url)
        for card in CARDS[:2]
    )
    item = LeftOut(
        part="insight",
        text="It closed for ever.",
        written=True,
        outcome="drop",
        reason="overstated",
        sentence="It says more.",
        articles=cited,
        at_fault="At fault: “for ever”.",
    )
    (kept,) = withheld(told(left_out=(item,))).left_out
    assert "closed" not in kept.text
    assert kept.at_fault == ""
    assert [(article.article_id, article.title) for article in kept.articles] == [("1", None), ("2", FREE)]
