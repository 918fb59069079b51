"""Sentences a model might write, held against invented articles, in Russian and English."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_claims import ARTICLES, FALSE, TRUE
from made_up_record import stored

from tidings.policy.reading.passage import Passage, passage_of
from tidings.policy.reasons import Reason
from tidings.policy.support import check_support, parts_of

# What each kind of alteration is refused for. A direction is also missed by the number tied to it, and a
# deed of another name may be told by either name.
EXPECTED = {
    "number": {Reason.NUMBER_NOT_CITED},
    "unit": {Reason.NUMBER_NOT_CITED},
    "date": {Reason.NUMBER_NOT_CITED},
    "name": {Reason.NAME_NOT_CITED},
    "role": {Reason.ROLE_DIFFERS},
    "negation": {Reason.NEGATION_DIFFERS, Reason.DIRECTION_DIFFERS},
    "possibility": {Reason.OVERSTATED},
    "direction": {Reason.DIRECTION_DIFFERS, Reason.NUMBER_NOT_CITED},
    "subject": {Reason.ROLE_DIFFERS, Reason.NAME_NOT_CITED},
    "addition": {Reason.NOT_SUPPORTED, Reason.OVERSTATED, Reason.ROLE_DIFFERS, Reason.DIRECTION_DIFFERS},
}


def passage(key: str) -> Passage:
    told = ARTICLES[key]
    article = stored(told.title, told.body)
    start = article.text.index(told.quote)
    return passage_of(article, [(start, start + len(told.quote))])


@pytest.mark.parametrize(("key", "claim"), TRUE)
def test_a_true_paraphrase_is_supported(key: str, claim: str) -> None:
    assert check_support(claim, [passage(key)]) is None


@pytest.mark.parametrize(("kind", "key", "claim"), FALSE)
def test_a_sentence_altered_in_one_way_is_refused_for_it(kind: str, key: str, claim: str) -> None:
    assert check_support(claim, [passage(key)]) in EXPECTED[kind]


def test_the_table_has_enough_of_every_kind() -> None:
    kinds = Counter(kind for kind, _, _ in FALSE)
    assert set(kinds) == set(EXPECTED)
    assert len(TRUE) + len(FALSE) >= 60


def test_nothing_is_borne_out_without_a_passage_or_without_words() -> None:
    assert check_support("The Tarn bridge closed.", []) is Reason.NOT_SUPPORTED
    assert check_support("", [passage("bridge")]) is Reason.NOT_SUPPORTED
    assert check_support("12.", [passage("bridge")]) is not None


def test_each_half_of_a_sentence_may_rest_on_another_article() -> None:
    both = "The Tarn bridge closed on Friday; a crash near Odell killed three passengers."
    assert check_support(both, [passage("bridge"), passage("crash")]) is None
    assert check_support(both, [passage("bridge")]) is not None


def test_one_statement_is_not_stitched_from_two_articles() -> None:
    stitched = "A crash near Odell closed the Tarn bridge on Friday."
    assert check_support(stitched, [passage("bridge"), passage("crash")]) is not None


def test_an_article_that_says_nothing_of_the_claim_spoils_it() -> None:
    claim = "The Tarn bridge closed on Friday after fourteen cracks were found."
    assert check_support(claim, [passage("bridge")]) is None
    assert check_support(claim, [passage("bridge"), passage("bank")]) is Reason.NOT_SUPPORTED


def test_words_far_from_the_quote_do_not_support_it() -> None:
    body = (
        "Rain fell on Monday. "
        + "Nothing else of note was seen in the valley. " * 9
        + "Fire broke out in Odell."
    )
    article = stored("Weather", body)
    start = article.text.index("Rain")
    near = passage_of(article, [(start, start + 20)])
    far = passage_of(article, [(len(article.text) - 10, len(article.text))])
    assert check_support("Fire broke out in Odell.", [near]) is not None
    assert check_support("Fire broke out in Odell.", [far]) is None


def test_a_sentence_that_says_two_things_has_two_parts() -> None:
    parts = parts_of(
        "Profit rose at Varn Bank while costs fell in Odell; the port reopened. Rain fell on Odell."
    )
    assert [part.text for part in parts] == [
        "Profit rose at Varn Bank",
        "costs fell in Odell",
        "the port reopened.",
        "Rain fell on Odell.",
    ]


def test_a_half_too_short_to_be_judged_alone_stays_with_the_other() -> None:
    assert len(parts_of("Profit rose, but not enough.")) == 1


@pytest.mark.parametrize("key", ARTICLES)
def test_an_article_s_own_sentence_is_supported_by_it(key: str) -> None:
    assert check_support(ARTICLES[key].quote, [passage(key)]) is None


@given(text=st.text(max_size=180), key=st.sampled_from(sorted(ARTICLES)))
def test_any_text_is_judged(text: str, key: str) -> None:
    verdict = check_support(text, [passage(key)])
    assert verdict is None or isinstance(verdict, Reason)
    assert check_support(text, [passage(key)]) is verdict
