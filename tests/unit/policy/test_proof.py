from dataclasses import replace
from datetime import timedelta

import pytest
from made_up_record import ARTICLE, QUOTE, WINDOW, computed, record, ref, spoken

from tidings.policy.proof import check_claim, check_reference
from tidings.policy.reasons import Reason
from tidings.schemas.evidence import EvidenceRef
from tidings.text.naming import subject_of


def test_a_computed_claim_with_its_quote_holds() -> None:
    assert check_claim(computed(), record()) is None


def test_a_claim_without_a_reference_fails() -> None:
    assert check_claim(computed(refs=()), record()) is Reason.NO_REFERENCE


def test_an_article_the_store_does_not_have_fails() -> None:
    assert check_reference(ref(article_id="8"), record()) is Reason.UNKNOWN_ARTICLE


def test_an_article_outside_the_matched_set_fails() -> None:
    assert check_reference(ref(), record(scope=frozenset({1, 2}))) is Reason.NOT_IN_SET
    assert check_reference(ref(), record(scope=frozenset({7}))) is None


def test_an_address_of_another_article_fails() -> None:
    assert check_reference(ref(url="https://news.example/8"), record()) is Reason.WRONG_ADDRESS


def test_a_reference_by_address_alone_finds_its_article() -> None:
    assert check_reference(ref(article_id=None), record()) is None
    lost = ref(article_id=None, url="https://news.example/8")
    assert check_reference(lost, record()) is Reason.UNKNOWN_ARTICLE


def test_a_date_other_than_the_article_s_fails() -> None:
    assert check_reference(ref(date="2031-05-29"), record()) is Reason.WRONG_DATE


@pytest.mark.parametrize("offset", [timedelta(seconds=-1), timedelta(hours=24)])
def test_an_article_outside_the_window_fails(offset: timedelta) -> None:
    moved = replace(ARTICLE, published_at=WINDOW.since + offset)
    assert check_reference(ref(), record(articles={7: moved})) is Reason.OUTSIDE_WINDOW


def test_the_window_is_half_open() -> None:
    first = replace(ARTICLE, published_at=WINDOW.since)
    assert check_reference(ref(), record(articles={7: first})) is None


def test_a_changed_letter_in_a_quote_fails() -> None:
    changed = QUOTE.replace("cracks", "tracks")
    assert check_reference(ref(quote=changed), record()) is Reason.QUOTE_NOT_VERBATIM


def test_a_quote_at_other_offsets_fails() -> None:
    moved: EvidenceRef = ref(start=ref().start - 1, end=ref().end - 1)
    assert check_reference(moved, record()) is Reason.QUOTE_NOT_VERBATIM


def test_a_text_revised_since_fails() -> None:
    revised = replace(ARTICLE, text=ARTICLE.text.replace("cracks", "nothing"))
    assert check_claim(computed(), record(articles={7: revised})) is Reason.QUOTE_NOT_VERBATIM


def test_a_claim_longer_than_the_contract_fails() -> None:
    assert check_claim(computed("“Tarn bridge” " + "so " * 60 + "12 articles"), record()) is Reason.TOO_LONG


def test_a_figure_other_than_the_computed_one_fails() -> None:
    assert check_claim(computed("“Tarn bridge”: 13 articles.", 13), record()) is Reason.FIGURE_WRONG


def test_a_computed_claim_is_held_against_the_ledger() -> None:
    claim = computed()
    (line,) = claim.statement.backing
    other = replace(claim.statement, backing=(replace(line, name="deaths"),))
    assert check_claim(replace(claim, statement=other), record()) is Reason.FIGURE_UNKNOWN


def test_a_quote_that_does_not_name_the_subject_fails() -> None:
    elsewhere = computed(subjects=(subject_of("Odell tunnel", "en"),))
    assert check_claim(elsewhere, record()) is Reason.SUBJECT_NOT_NAMED


def test_every_quote_must_name_the_subject() -> None:
    title = ref(quote="closes", start=12, end=18)
    assert check_claim(computed(refs=(ref(), title)), record()) is Reason.SUBJECT_NOT_NAMED


@pytest.mark.parametrize(
    "text",
    [
        f"North Post: “{QUOTE}”",
        "North Post: “The Tarn bridge closed on Friday…”",
        "North Post: «The Tarn bridge closed on Friday…»",
    ],
)
def test_a_source_s_own_words_hold(text: str) -> None:
    assert check_claim(spoken(text), record()) is None


@pytest.mark.parametrize(
    "text",
    [
        "South Post: “The Tarn bridge closed on Friday…”",
        "North Post: “The Tarn bridge opened on Friday…”",
        "North Post: “”",
        "The Tarn bridge closed on Friday.",
    ],
)
def test_words_or_speakers_that_are_not_the_source_s_fail(text: str) -> None:
    assert check_claim(spoken(text), record()) is Reason.WORDS_NOT_QUOTED
