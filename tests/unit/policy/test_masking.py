"""What an answer shows of its sources gives nobody's number away, and offsets still lead to the place."""

from __future__ import annotations

from datetime import UTC, datetime

from tidings.policy.answers import Check, Violation, check_answer
from tidings.policy.masking import without_personal_data
from tidings.schemas import Answer, Evidence, EvidenceRef, Insight, Keyphrase, KeywordsResult, Meta
from tidings.store.articles import StoredArticle

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


def test_an_answer_with_nobodys_data_stays_as_it_is() -> None:
    shown = without_personal_data(answer())
    assert without_personal_data(shown) is shown


def test_what_has_nobodys_data_is_left_beside_what_is_masked() -> None:
    before, shown = answer(), without_personal_data(answer())
    assert shown.meta == before.meta
    assert shown.header == before.header
    assert shown.evidence[0] == before.evidence[0].model_copy(
        update={"title": shown.evidence[0].title, "snippet": shown.evidence[0].snippet}
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


def article(text: str, key: int = 7) -> StoredArticle:
    moment = datetime(2031, 3, 8, 12, tzinfo=UTC)
    return StoredArticle(key, None, "Notes", text, "Harbour Post", "en", moment, 1)


def quoting(text: str, start: int, end: int) -> Answer:
    """The answer with this stretch of a stored text as its quote, its insight and its snippet."""
    ref = EvidenceRef(article_id="7", date="2031-03-08", quote=text[start:end], start=start, end=end)
    said = f"Harbour Post: “{text[start:end]}…”"
    insight = Insight(type="fact", text=said, basis="quoted", evidence_refs=(ref,))
    card = answer().evidence[0].model_copy(update={"snippet": f"{text[start:end]}…", "title": "Notes"})
    return answer().model_copy(update={"insights": (insight,), "evidence": (card,)})


def test_a_number_cut_at_the_end_of_a_quote_is_masked_as_far_as_it_is_there() -> None:
    text = "Notes\n\nHe wrote down 4111 1111 1111 1111 and left."
    end = text.index(" 1111 and")
    whole = quoting(text, 7, end)
    assert "4111 1111 1111" in without_personal_data(whole).model_dump_json()
    shown = without_personal_data(whole, [article(text)])
    assert "1111" not in shown.model_dump_json()
    assert shown.evidence[0].snippet.startswith("He wrote down ••••")


def test_a_number_told_by_a_word_outside_the_quote_is_masked() -> None:
    text = "Notes\n\nHer passport was lost. It had 45 08 123456 in it and two stamps."
    start = text.index("It had")
    shown = without_personal_data(quoting(text, start, len(text)), [article(text)])
    assert "123456" not in shown.model_dump_json()
    ref = shown.insights[0].evidence_refs[0]
    assert ref.quote == "It had •• •• •••••• in it and two stamps."
    assert (ref.start, ref.end) == (start, len(text))


def test_a_number_put_in_another_way_is_masked_too() -> None:
    text = "Notes\n\nCall +7 912 345-67-89 before Friday, the keeper said."
    said = answer().model_copy(update={"header": "Of 9123456789 and others"})
    assert "9123456789" in without_personal_data(said).header
    assert without_personal_data(said, [article(text)]).header == "Of •••••••••• and others"


def test_an_address_with_somebody_s_data_is_left_out() -> None:
    url = "https://harbour-post.example/7?from=anna.kovaleva@harbour.example"
    card = answer().evidence[0].model_copy(update={"url": url})
    shown = without_personal_data(answer().model_copy(update={"evidence": (card,)}))
    assert shown.evidence[0].url is None
    assert without_personal_data(answer()).evidence[0].url == "https://harbour-post.example/7"
    assert Violation(Check.PERSONAL_DATA, "evidence[0].url") in check_answer(
        without_personal_data(answer()).model_copy(update={"evidence": (card,)})
    )
