import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_set import article

from tidings.quotes import (
    leading_quote,
    naming_quote,
    reference,
    repeated_quote,
    shareable,
    supporting_quote,
)
from tidings.schemas.evidence import QUOTE_LIMIT
from tidings.text.naming import subject_of

BRIDGE = subject_of("Tarn bridge", "en")


def test_a_quote_is_found_at_its_offsets() -> None:
    doc = article(1, "Nothing happened at first. Then the bridges of Tarn closed to all traffic for a week.")
    quote = naming_quote(doc, [BRIDGE])
    assert quote is not None
    assert quote.text == "Then the bridges of Tarn closed to all traffic for a week."
    assert doc.text[quote.start : quote.end] == quote.text


def test_the_sentence_that_names_more_subjects_wins() -> None:
    doc = article(
        1, "The Tarn bridge was painted blue last year. Mayor Odell closed the Tarn bridge on Friday."
    )
    quote = naming_quote(doc, [BRIDGE, subject_of("Odell", "en")])
    assert quote is not None
    assert quote.text.startswith("Mayor Odell")


def test_a_body_sentence_comes_before_a_title_that_names_as_much() -> None:
    doc = article(
        1, "Engineers say that the Tarn bridge needs new cables.", title="Tarn bridge in need of repair work"
    )
    quote = naming_quote(doc, [BRIDGE])
    assert quote is not None
    assert quote.text.startswith("Engineers")


def test_the_title_is_quoted_when_only_it_names_the_subject() -> None:
    doc = article(1, "Engineers say that new cables are needed soon.", title="Tarn bridge in need of repair")
    quote = naming_quote(doc, [BRIDGE])
    assert quote is not None
    assert quote.text == doc.title


def test_no_quote_where_nothing_is_named() -> None:
    assert naming_quote(article(1, "A sentence about the weather in the mountains."), [BRIDGE]) is None


def test_russian_cases_name_the_same_subject() -> None:
    doc = article(1, "О закрытии Тарнского моста на ремонт сообщили в мэрии города.", lang="ru")
    assert naming_quote(doc, [subject_of("Тарнский мост", "ru")]) is not None


def test_a_whole_title_comes_before_a_fragment_of_the_body() -> None:
    doc = article(
        1,
        "to act on the Tarn bridge, as the mayor said on Friday.",
        title="Tarn bridge in need of repair work, mayor says",
    )
    quote = naming_quote(doc, [BRIDGE])
    assert quote is not None
    assert quote.text == doc.title
    assert leading_quote(doc).text == doc.title


def test_a_call_to_follow_a_channel_tells_nothing() -> None:
    doc = article(
        1,
        "Subscribe to our Tarn bridge channel: https://video.example/tarn-bridge-channel and like.",
        title="Tarn bridge in need of repair work, mayor says",
    )
    quote = naming_quote(doc, [BRIDGE])
    assert quote is not None
    assert quote.text == doc.title


def test_a_long_sentence_is_cut_around_what_it_names() -> None:
    doc = article(1, "and so on " * 60 + "the Tarn bridge closed " + "for a while " * 30)
    quote = naming_quote(doc, [BRIDGE])
    assert quote is not None
    assert len(quote.text) <= QUOTE_LIMIT
    assert "Tarn bridge" in quote.text
    assert doc.text[quote.start : quote.end] == quote.text


def test_the_leading_quote_is_the_first_telling_sentence_of_the_body() -> None:
    doc = article(1, "By our staff. The harbour froze over for the first time in thirty years.")
    assert leading_quote(doc).text.startswith("The harbour")


def test_the_leading_quote_of_a_bare_title_is_the_title() -> None:
    assert leading_quote(article(1, "")).text == "An invented headline"


def test_a_reference_carries_the_utc_day() -> None:
    doc = article(1, "The harbour froze over for the first time in thirty years.")
    ref = reference(doc, leading_quote(doc))
    assert (ref.article_id, ref.date) == ("1", "2031-05-30")


@given(st.text(min_size=1, max_size=600))
def test_any_text_gives_a_verbatim_quote_within_the_limit(body: str) -> None:
    doc = article(1, body)
    quote = leading_quote(doc)
    assert 0 < len(quote.text) <= QUOTE_LIMIT
    assert doc.text[quote.start : quote.end] == quote.text


# What supports a sentence


def test_the_sentence_that_shares_most_words_supports() -> None:
    doc = article(
        1,
        "The Tarn bridge is ninety years old. Engineers found cracks in the Tarn bridge on Friday. Rain.",
    )
    quote = supporting_quote(doc, "Engineers have found a crack in the bridge of Tarn", "en")
    assert quote is not None
    assert quote.text == "Engineers found cracks in the Tarn bridge on Friday."
    assert doc.text[quote.start : quote.end] == quote.text


def test_two_sentences_support_together_what_neither_says_alone() -> None:
    doc = article(1, "Mayor Odell closed the Tarn bridge. Repairs will take until June. Nobody was hurt.")
    quote = supporting_quote(doc, "Odell closed the Tarn bridge for repairs until June", "en")
    assert quote is not None
    assert quote.text == "Mayor Odell closed the Tarn bridge. Repairs will take until June."


def test_sentences_of_two_paragraphs_are_not_quoted_together() -> None:
    doc = article(1, "Mayor Odell closed the Tarn bridge.\n\nRepairs will take until June.")
    quote = supporting_quote(doc, "Odell closed the Tarn bridge for repairs until June", "en")
    assert quote is not None
    assert "\n" not in quote.text


def test_of_a_sentence_too_long_to_quote_the_part_that_supports_is_quoted() -> None:
    filler = "and the council spoke of many other matters that concern nobody here " * 6
    doc = article(1, f"The council met {filler}and Odell closed the Tarn bridge for repairs until June.")
    quote = supporting_quote(doc, "Odell closed the Tarn bridge for repairs until June", "en")
    assert quote is not None
    assert "Odell closed the Tarn bridge for repairs until June" in quote.text
    assert len(quote.text) <= QUOTE_LIMIT


def test_a_name_is_recognised_in_the_other_alphabet() -> None:
    doc = article(1, "Дождь шёл весь день над долиной. Мост осмотрела Дана Уитлок.", lang="ru")
    quote = supporting_quote(doc, "Dana Whitlock inspected a bridge", "en")
    assert quote is not None
    assert quote.text == "Мост осмотрела Дана Уитлок."


def test_an_article_that_shares_no_word_supports_nothing() -> None:
    assert (
        supporting_quote(article(1, "The harbour froze over.", title="Ice"), "Odell resigned", "en") is None
    )


def test_stop_words_are_nothing_in_common() -> None:
    assert shareable("It was in the", "en").isdisjoint(shareable("The one in it", "en"))


@pytest.mark.parametrize(
    "said", ["Tarn bridge is sound", "«TARN BRIDGE», is sound!", "that the Tarn bridge is sound."]
)
def test_words_in_a_row_are_quoted_in_their_whole_sentence(said: str) -> None:
    doc = article(1, "It rained. Nobody believes that the Tarn bridge is sound. It closed.")
    quote = repeated_quote(doc, said)
    assert quote is not None
    assert quote.text == "Nobody believes that the Tarn bridge is sound."
    assert doc.text[quote.start : quote.end] == quote.text


def test_words_across_two_sentences_are_quoted_with_both() -> None:
    doc = article(1, "It rained in Tarn. The bridge closed. Nobody saw it.")
    quote = repeated_quote(doc, "in Tarn the bridge")
    assert quote is not None
    assert quote.text == "It rained in Tarn. The bridge closed."


@pytest.mark.parametrize("said", ["Tarn bridge closed it", "closed It", "", "…"])
def test_words_in_another_order_are_nobodys_quotation(said: str) -> None:
    assert repeated_quote(article(1, "It closed the Tarn bridge."), said) is None
