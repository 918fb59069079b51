"""What holds of every text, however hostile: nothing crashes, nothing is too long, nobody is given away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import regex
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_up_record import ARTICLE, QUOTE, record, ref

from tidings.policy import lengths
from tidings.policy.answers import check_answer
from tidings.policy.claims import Backing, Claim, Label, Statement
from tidings.policy.fields import texts
from tidings.policy.masking import without_personal_data
from tidings.policy.personal import pii
from tidings.policy.proof import check_claim
from tidings.policy.reasons import Reason
from tidings.policy.sentences import check_sentence
from tidings.policy.wording import is_in
from tidings.schemas import (
    Answer,
    Aspect,
    Cluster,
    Emerging,
    Emotions,
    Evidence,
    EvidenceRef,
    Gap,
    Insight,
    Meta,
    Momentum,
    Notice,
    SentimentResult,
    SourceCount,
    Topic,
    TrendsResult,
)
from tidings.schemas.evidence import QUOTE_LIMIT

# Letters of both languages, digits, marks that join or hide, pairs of emoji, and what code is written in.
AWKWARD = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="абвыйё АБВ .,-–—“”«»\n", max_size=200),
    st.text(alphabet="0123456789 .,-+()%$№:/", max_size=120),
    st.text(alphabet="👨\u200d👩👧🇷🇺🇸e\u0301각\u1100\u1161\u200b\u202e\u0600\ufe0f1 \ud800", max_size=60),
    st.text(alphabet="[]{}()<>\\^$*+?|.@:/%&=\"'", max_size=80),
)
# A database has no halves of characters.
STORED = AWKWARD.map(lambda text: text.encode("utf-8", "replace").decode())
SECRETS = st.sampled_from(
    (
        "+7 921 555-01-42",
        "8 (812) 555-01-42",
        "(212) 555-0142",
        "+44 20 7946 0958",
        "anna.kovaleva@mail.example",
        "4111 1111 1111 1111",
        "078-05-1120",
        "DE89 3704 0044 0532 0130 00",
        "112-233-445 95",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    )
)
LIMITS = {
    lengths.header: 100,
    lengths.tldr: 220,
    lengths.insight: 180,
    lengths.title: 200,
    lengths.snippet: 240,
}
SLOW = settings(deadline=None, max_examples=60)


def article(text: str) -> Any:
    return replace(ARTICLE, text=text, title=text.partition("\n")[0])


@SLOW
@given(text=AWKWARD, stored=STORED)
def test_any_sentence_is_judged_against_any_article(text: str, stored: str) -> None:
    assume(stored.strip() and text.strip())
    reason = check_sentence(text, [article(stored)])
    assert reason is None or isinstance(reason, Reason)
    if pii.find(text):
        assert reason is not None


@SLOW
@given(
    text=AWKWARD,
    quote=AWKWARD,
    start=st.integers(0, 2**70),
    key=st.integers(-(10**19), 10**19),
    figure=st.floats(),
    written=st.booleans(),
)
def test_any_claim_is_judged(
    text: str, quote: str, start: int, key: int, figure: float, written: bool
) -> None:
    hostile = EvidenceRef.model_construct(
        article_id=str(key), url=None, date="2031-02-30", quote=quote, start=start, end=start + len(quote)
    )
    backing = (Backing("Tarn bridge", "articles", figure, start, start + len(quote)),)
    for refs in ((hostile,), (ref(),), (ref(), hostile)):
        for basis in ("quoted", "computed"):
            claim = Claim(Statement(text, (Label(None, 0, 3),), backing), basis, refs, written=written)
            reason = check_claim(claim, record())
            assert reason is None or isinstance(reason, Reason)
            if reason is None:
                assert len(text) <= 180
                assert hostile not in refs


@given(before=AWKWARD, after=AWKWARD, secret=SECRETS)
def test_no_personal_value_is_left_in_any_text(before: str, after: str, secret: str) -> None:
    # Set off on both sides: a digit or a letter beside it would make it another value.
    text = f"{before}; {secret} ; {after}"
    masked = pii.masked(text)
    assert secret not in masked
    assert len(masked) == len(text)
    assert pii.find(masked) == ()


@pytest.mark.parametrize("fit", LIMITS)
@given(text=AWKWARD.map(lambda text: text * 4))
def test_a_cut_text_fits_and_ends_between_graphemes(fit: Any, text: str) -> None:
    cut = fit(text)
    assert len(cut) <= LIMITS[fit]
    if cut == text:
        return
    kept = cut.removesuffix("…")
    assert text.startswith(kept)
    # What only led up to the cut was taken off it, so that the end is that of a grapheme or before a mark.
    ends = {0} | {match.end() for match in regex.finditer(r"\X", text)}
    assert len(kept) in ends
    number = regex.match(r"\d*[.,]?\d", text[len(kept) :])
    assert not (kept[-1:].isdigit() and number and text[len(kept)] != " ")


@given(text=AWKWARD)
def test_every_text_is_in_a_language_or_not(text: str) -> None:
    assert is_in(text, "ru") in {True, False}
    assert is_in(text, "en") in {True, False}


def answer_of(said: str, url: str | None = None) -> Answer:
    """An answer that has a text in every field which sources or people fill."""
    said = said.encode("utf-8", "replace").decode()  # as the contract has it
    quote = said[:QUOTE_LIMIT]
    point = EvidenceRef(article_id="7", url=url, date="2031-05-30", quote=quote, start=0, end=len(quote))
    aspect = Aspect(name=quote[:200], score=0, evidence_ref=point)
    emotions = Emotions(joy=0, fear=0, anger=0, sadness=0, surprise=0)
    label = quote[:80]
    return Answer(
        header=quote[:100],
        tldr=quote[:220],
        insights=(Insight(type="fact", text=quote[:180], basis="quoted", evidence_refs=(point,)),),
        evidence=(
            Evidence(
                article_id="7",
                title=quote[:200],
                url=url,
                date="2031-05-30",
                source=said,
                snippet=quote,
            ),
        ),
        result=TrendsResult(
            topics=(Topic(label=label, terms=(said, said), size=1, sources=1, trend="rising"),),
            clusters=(Cluster(id="1", doc_ids=("7",)),),
            sentiment=SentimentResult(overall=0, emotions=emotions, aspects=(aspect,)),
            top_sources=(SourceCount(source=said, articles=1),),
            momentum=(Momentum(topic=label, score=0, direction="up"),),
            emerging=(Emerging(label=label, terms=(said,), articles=1, sources=1, ratio=1),),
            gaps=(Gap(label=label, articles=1, expected=1),),
        ),
        meta=Meta(
            confidence=0.5,
            model="local",
            version="1",
            correlation_id="c0ffee",
            cost_usd=0,
            latency_ms=1,
            command="trends",
            query=said,
            window="24h",
            since=datetime(2031, 5, 30, tzinfo=UTC),
            until=datetime(2031, 5, 31, tzinfo=UTC),
            lang="en",
            articles=1,
            sources=1,
        ),
        warnings=(Notice(code="x", text=said),),
    )


@SLOW
@given(before=st.text(alphabet="абвгд abc.,", min_size=1, max_size=160), secret=SECRETS)
def test_no_personal_value_is_left_in_any_field(before: str, secret: str) -> None:
    """Nor what a limit left of one: fields are cut in the middle of the value, too."""
    said = f"{before}; {secret} ; end"
    url = f"https://news.example/a?to={secret.replace(' ', '%20').replace('+', '%2B')}"
    stored = article(said)
    shown = without_personal_data(answer_of(said, url), [stored])
    whole = shown.model_dump_json()
    assert secret not in whole
    for _, text in texts(shown):
        pieces = (secret[:size] for size in range(len(secret) - 1, 4, -1))
        assert not any(text.endswith(piece) for piece in pieces if sum(map(str.isalnum, piece)) >= 5)
    assert not [item for item in check_answer(shown) if item.check == "personal_data"]


@SLOW
@given(said=AWKWARD)
def test_any_answer_is_looked_at(said: str) -> None:
    shown = without_personal_data(answer_of(said or "-"))
    assert all(item.where for item in check_answer(shown))
    assert shown.insights[0].evidence_refs[0].end == len(shown.insights[0].evidence_refs[0].quote)


@given(said=AWKWARD)
def test_masking_twice_is_masking_once(said: str) -> None:
    once = without_personal_data(answer_of(said or "-"))
    assert without_personal_data(once) == once


def test_the_record_of_these_tests_holds() -> None:
    """Otherwise no claim above would get past its reference."""
    said = Claim(Statement(f"North Post: “{QUOTE}”"), "quoted", (ref(),))
    assert check_claim(said, record()) is None
