"""What an answer shows of its sources gives nobody's number away, and offsets still lead to the place."""

from __future__ import annotations

from datetime import UTC, datetime

from tidings.policy.answers import check_answer
from tidings.policy.masking import without_personal_data
from tidings.schemas import Answer, Evidence, EvidenceRef, Insight, Keyphrase, KeywordsResult, Meta

SAID = "Write to anna.kovaleva@harbour.example or call +7 912 345-67-89 before Friday."
REF = EvidenceRef(article_id="7", date="2031-03-08", quote=SAID, start=20, end=20 + len(SAID))
SECRETS = ("anna.kovaleva", "345-67-89")


def answer() -> Answer:
    moment = datetime(2031, 3, 8, 12, tzinfo=UTC)
    phrase = Keyphrase(phrase="harbour", norm="harbour", score=1.0, ngram=1, examples=(REF,), lang="en")
    return Answer(
        header="What was said of the harbour",
        tldr="One article.",
        insights=(
            Insight(type="fact", text=f"Harbour Post: “{SAID}”", basis="quoted", evidence_refs=(REF,)),
        ),
        evidence=(
            Evidence(
                article_id="7",
                title="Call +7 912 345-67-89",
                url="https://harbour-post.example/7",
                date="2031-03-08",
                source="Harbour Post",
                snippet=SAID,
            ),
        ),
        result=KeywordsResult(keyphrases=(phrase,)),
        meta=Meta(
            confidence=0.5,
            model="local",
            version="1",
            correlation_id="c0ffee",
            cost_usd=0,
            latency_ms=1,
            command="analyze_keywords",
            window="24h",
            since=moment.replace(day=7),
            until=moment,
            lang="en",
            articles=1,
            sources=1,
        ),
    )


def test_no_address_and_no_number_is_left_anywhere() -> None:
    assert all(secret in answer().model_dump_json() for secret in SECRETS)
    shown = without_personal_data(answer()).model_dump_json()
    assert not any(secret in shown for secret in SECRETS)


def test_a_masked_quote_is_as_long_as_the_place_it_stands_at() -> None:
    ref = without_personal_data(answer()).insights[0].evidence_refs[0]
    assert (ref.start, ref.end) == (REF.start, REF.end)
    assert len(ref.quote) == len(SAID)
    assert ref.quote.startswith("Write to ")
    assert ref.quote.endswith(" before Friday.")


def test_the_last_look_refuses_what_was_not_masked() -> None:
    assert {violation.check for violation in check_answer(answer())} == {"personal_data"}
    assert check_answer(without_personal_data(answer())) == []
