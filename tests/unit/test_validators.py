"""The policy layer's promises, under the names the first plan gave these tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from tidings.policy import lengths
from tidings.policy.answers import Check, Violation, check_answer
from tidings.policy.claims import Claim, Statement
from tidings.policy.domains import DomainRule, Refusal
from tidings.policy.gate import judge
from tidings.policy.personal import pii
from tidings.policy.proof import Record, check_reference
from tidings.policy.reasons import Reason
from tidings.schemas import Answer, EvidenceRef, Insight
from tidings.store.articles import StoredArticle
from tidings.windows import parse_window

WINDOW = parse_window("24h", datetime(2031, 5, 31, tzinfo=UTC))
ARTICLE = StoredArticle(
    id=7,
    url="https://news.example/7",
    title="Tarn bridge closes",
    text="Tarn bridge closes\n\nThe Tarn bridge closed on Friday after engineers found cracks.",
    source="North Post",
    lang="en",
    published_at=datetime(2031, 5, 30, 12, tzinfo=UTC),
    revision=1,
)
RECORD = Record({7: ARTICLE}, WINDOW, {})
REF = EvidenceRef(
    article_id="7",
    url=ARTICLE.url,
    date="2031-05-30",
    quote="The Tarn bridge closed",
    start=20,
    end=42,
)


def answer(**changes: Any) -> Answer:
    """An answer with nothing wrong, changed behind the contract's back, as a faulty maker might."""
    insight = Insight(
        type="fact", text="North Post: “The Tarn bridge closed”", basis="quoted", evidence_refs=(REF,)
    )
    good = Answer.model_validate(
        {
            "header": "What 5 sources wrote of the Tarn bridge",
            "tldr": "12 articles from 5 sources, most of them about the closed bridge.",
            "insights": [insight],
            "evidence": [
                {
                    "article_id": "7",
                    "title": ARTICLE.title,
                    "url": ARTICLE.url,
                    "date": "2031-05-30",
                    "source": ARTICLE.source,
                    "snippet": "The Tarn bridge closed on Friday.",
                }
            ],
            "result": {"mode": "keywords", "keyphrases": []},
            "meta": {
                "confidence": 0.7,
                "model": "local",
                "version": "0.1.0",
                "correlation_id": "c0ffee",
                "cost_usd": 0.0,
                "latency_ms": 12.5,
                "command": "analyze_keywords",
                "window": "24h",
                "since": WINDOW.since,
                "until": WINDOW.until,
                "lang": "en",
                "articles": 12,
                "sources": 5,
            },
        }
    )
    return good.model_copy(update=changes)


def kinds(text: str) -> list[pii.Kind]:
    return [finding.kind for finding in pii.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Write to ivan.petrov@mail.example, he said.",
        "Пишите на ivan @ mail . example или звоните",
        "ivan (at) mail (dot) example",
        "ivаn@mаil.example",  # two Cyrillic letters
        "i\u200bvan@ma\u200bil.example",
    ],
)
def test_pii_detection_email(text: str) -> None:
    assert kinds(text) == [pii.Kind.EMAIL]
    assert "mail" not in pii.masked(text)
    assert kinds("The press office answers at press@ministry.example.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Her number is +7 916 123-45-67.",
        "звонить 8 (916) 123 45 67",
        "Call me on (212) 555-0123 or later",
        "+44 20 7946 0958",
        "тел. ８９１６１２３４５６７",  # full-width digits
    ],
)
def test_pii_detection_phone(text: str) -> None:
    assert kinds(text) == [pii.Kind.PHONE]
    assert not any(char.isdecimal() for char in pii.masked(text))
    assert kinds("Горячая линия: 8-800-555-35-35, в 2019-2020 годах 1 200 300 звонков") == []


def test_pii_detection_ssn() -> None:
    assert kinds("His social security number is 078-05-1120.") == [pii.Kind.SSN]
    assert kinds("SSN 078 05 1120") == [pii.Kind.SSN]
    assert kinds("Order 666-05-1120 of 078-00-1120, box 078 05 1120") == []


@pytest.mark.parametrize("number", ["4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111"])
def test_pii_detection_credit_card(number: str) -> None:
    text = f"He paid with {number} twice."
    assert kinds(text) == [pii.Kind.CARD]
    assert len(pii.masked(text)) == len(text)
    assert not any(char.isdigit() for char in pii.masked(text))
    assert kinds(text.replace("1 ", "2 ").replace("1111", "1112", 1)) == []


def test_domain_whitelist_pass() -> None:
    rule = DomainRule.of(allowed=["news.example", "вести.example"])
    for url in (
        "https://news.example/1",
        "https://WWW.News.Example./1",
        "https://вести.example/2",
        f"https://{'вести'.encode('idna').decode()}.example/2",
    ):
        assert rule.refuses(url) is None
    for url in ("https://notnews.example/1", "https://news.example.org/1", "https://example/1"):
        assert rule.refuses(url) is Refusal.NOT_ALLOWED


def test_domain_blacklist_fail() -> None:
    rule = DomainRule.of(allowed=["example"], blocked=["bad.example"])
    for url in ("https://bad.example/1", "https://a.b.BAD.example", "https://bad。example/"):
        assert rule.refuses(url) is Refusal.BLOCKED
    assert rule.refuses("https://notbad.example/1") is None
    assert rule.refuses("https://good.example@bad.example/1") is Refusal.MISLEADING
    card = answer().evidence[0].model_copy(update={"url": "https://bad.example/7"})
    ref = REF.model_copy(update={"url": "https://bad.example/7"})
    insight = answer().insights[0].model_copy(update={"evidence_refs": (ref,)})
    assert check_answer(answer(insights=(insight,), evidence=(card,)), rule) == [
        Violation(Check.ADDRESS, "insights[0].evidence_refs[0].url"),
        Violation(Check.ADDRESS, "evidence[0].url"),
    ]


def test_url_validation_http() -> None:
    rule = DomainRule()
    assert rule.refuses("http://news.example/7?page=2#top") is None
    for url in (
        "ftp://news.example/7",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//news.example/7",
        "http://",
    ):
        assert rule.refuses(url) is not None
    with pytest.raises(ValidationError):
        EvidenceRef(url="ftp://news.example/7", date="2031-05-30", quote="a", start=0, end=1)


def test_url_validation_https() -> None:
    rule = DomainRule()
    assert rule.refuses("https://news.example:8443/7") is None
    for url in (
        "https://user:word@news.example/",
        "https://news.example\\@bad.example/",
        "https://ne ws.example/",
    ):
        assert rule.refuses(url) is Refusal.MISLEADING
    assert check_answer(answer()) == []


def test_evidence_ref_validation() -> None:
    assert check_reference(REF, RECORD) is None
    for changes, reason in (
        ({"article_id": "8"}, Reason.UNKNOWN_ARTICLE),
        ({"url": "https://news.example/8"}, Reason.WRONG_ADDRESS),
        ({"date": "2031-05-29"}, Reason.WRONG_DATE),
        ({"start": 21, "end": 43}, Reason.QUOTE_NOT_VERBATIM),
    ):
        assert check_reference(REF.model_copy(update=changes), RECORD) is reason
    stray = (
        answer()
        .insights[0]
        .model_copy(update={"evidence_refs": (REF.model_copy(update={"article_id": "8"}),)})
    )
    assert check_answer(answer(insights=(stray,))) == [
        Violation(Check.EVIDENCE, "insights[0].evidence_refs[0]")
    ]


def test_insight_without_evidence_fails() -> None:
    bare = answer().insights[0].model_copy(update={"evidence_refs": ()})
    assert check_answer(answer(insights=(bare,))) == [Violation(Check.EVIDENCE, "insights[0]")]
    claim = Claim(Statement("The Tarn bridge closed."), "quoted", (), written=True)
    assert [item.reason for item in judge([claim], RECORD).dropped] == [Reason.NO_REFERENCE]


def test_snippet_truncation() -> None:
    whole = "The bridge over the Tarn closed. " * 20
    cut = lengths.snippet(whole)
    assert len(cut) <= 240
    assert whole.startswith(cut.removesuffix("…"))
    assert cut.endswith(("closed.…", "the…", "The…", "bridge…", "over…", "Tarn…"))
    long = answer().evidence[0].model_copy(update={"snippet": "x" * 241})
    assert check_answer(answer(evidence=(long,))) == [Violation(Check.LENGTH, "evidence[0].snippet")]


def test_tldr_truncation() -> None:
    cut = lengths.tldr("Пострадали 1 200 000 человек. " * 20)
    assert len(cut) <= 220
    assert not cut.removesuffix("…").endswith(("1", "200")), "a number must not be cut in two"
    assert check_answer(answer(tldr="word " * 50)) == [Violation(Check.LENGTH, "tldr")]


def test_header_length_validation() -> None:
    assert check_answer(answer(header="h" * 100)) == []
    assert check_answer(answer(header="h" * 101)) == [Violation(Check.LENGTH, "header")]
    assert len(lengths.header("слово " * 40)) <= 100


def test_language_consistency() -> None:
    russian = answer(
        header="Что 5 источников писали о «Tarn bridge»",
        tldr="12 статей из 5 источников; больше всего пишут о SpaceX и «The Tarn bridge closed».",
        meta=answer().meta.model_copy(update={"lang": "ru"}),
    )
    assert check_answer(russian) == []
    for lang, header in (("ru", "What five sources wrote"), ("en", "Что писали пять источников")):
        meta = russian.meta.model_copy(update={"lang": lang})
        wrong = russian.model_copy(update={"header": header, "meta": meta})
        assert Violation(Check.LANGUAGE, "header") in check_answer(wrong)


def test_empty_response_fails() -> None:
    empty = answer(header=" ", tldr="", insights=(), evidence=())
    assert {violation.where for violation in check_answer(empty) if violation.check is Check.EMPTY} == {
        "header",
        "tldr",
        "insights",
        "evidence",
    }
    with pytest.raises(ValidationError):
        Answer.model_validate({**answer().model_dump(), "insights": []})
