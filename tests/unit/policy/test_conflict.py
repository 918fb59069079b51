"""The sentence of a conflict, and its proof from the two quotes it cites."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.policy.made_up_record import ARTICLE, record, ref, stored

from tidings.messages.conflicts import PHRASES
from tidings.messages.language import LANGUAGES
from tidings.messages.phrase import Lang
from tidings.policy.claims import Claim, Statement
from tidings.policy.disputes.conflict import conflict_statement
from tidings.policy.disputes.contradiction import contradiction
from tidings.policy.disputes.telling import Telling
from tidings.policy.disputes.things import things
from tidings.policy.proof import Record, check_claim
from tidings.policy.reasons import Reason
from tidings.schemas.insight import INSIGHT_LIMIT
from tidings.store.articles import StoredArticle
from tidings.text.cutting import ELLIPSIS

TWELVE = stored("Tram crash in Ostby", "Twelve people were injured when a tram left the rails in Ostby.", 1)
NINETEEN = replace(
    stored("Трамвай в Остби", "В Остби при сходе трамвая с рельсов пострадали 19 человек.", 2),
    source="Вестник",
    published_at=ARTICLE.published_at + timedelta(hours=1),
)
DENIED = stored("Vektra and the leak", "Vektra denied that its pumps leaked into Lake Sorrel.", 3)
CONFIRMED = replace(
    stored("Lake Sorrel", "The water board confirmed that the pumps of Vektra leaked into Lake Sorrel.", 4),
    source="Herald",
)


def telling(article: StoredArticle) -> Telling:
    start = len(article.title) + 2
    return Telling(article, start, len(article.text))


def conflict(one: StoredArticle, other: StoredArticle, lang: Lang = "en") -> Claim:
    """The claim that the two bodies contradict each other, as the finder proposes it."""
    about = contradiction(telling(one), telling(other))
    assert about is not None
    statement = conflict_statement(telling(one), telling(other), about, lang)
    return Claim(statement, "quoted", (cited(one), cited(other)), type="conflict")


def cited(article: StoredArticle) -> object:
    quote = article.text[len(article.title) + 2 :]
    start = len(article.title) + 2
    return ref(article_id=str(article.id), url=None, quote=quote, start=start, end=start + len(quote))


def of(*articles: StoredArticle) -> Record:
    return record(articles={article.id: article for article in articles})


def said(claim: Claim, text: str) -> Claim:
    return replace(claim, statement=Statement(text))


ALL = (TWELVE, NINETEEN, DENIED, CONFIRMED)


def test_both_figures_stand_with_their_sources_in_the_language_of_the_answer() -> None:
    assert conflict(TWELVE, NINETEEN).statement.text == (
        "Sources differ on the number of injured: 12 (North Post) or 19 (Вестник)."
    )
    assert conflict(TWELVE, NINETEEN, "ru").statement.text == (
        "Источники расходятся в числе пострадавших: 12 (North Post) или 19 (Вестник)."
    )


def test_statements_stand_in_the_words_of_their_sources() -> None:
    text = conflict(DENIED, CONFIRMED).statement.text
    assert text.startswith("Opposite statements: “Vektra denied that")
    assert "(North Post); “The water board confirmed that" in text
    assert text.endswith("(Herald).")
    assert len(text) <= INSIGHT_LIMIT


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("pair", [(TWELVE, NINETEEN), (DENIED, CONFIRMED)])
def test_a_conflict_of_two_quotes_is_proved(lang: Lang, pair: tuple[StoredArticle, StoredArticle]) -> None:
    assert check_claim(conflict(*pair, lang), of(*ALL)) is None


def test_the_sources_exchanged_or_another_figure_are_not_what_the_quotes_say() -> None:
    claim = conflict(TWELVE, NINETEEN)
    swapped = "Sources differ on the number of injured: 12 (Вестник) or 19 (North Post)."
    altered = "Sources differ on the number of injured: 12 (North Post) or 21 (Вестник)."
    other = "Sources differ on the number of dead: 12 (North Post) or 19 (Вестник)."
    for text in (swapped, altered, other):
        assert check_claim(said(claim, text), of(*ALL)) is Reason.NO_CONFLICT


def test_what_the_store_has_of_the_articles_decides() -> None:
    claim = conflict(TWELVE, NINETEEN)
    agreeing = replace(NINETEEN, text=NINETEEN.text.replace("19", "12"))
    assert check_claim(claim, of(TWELVE, agreeing)) is Reason.QUOTE_NOT_VERBATIM


def test_one_source_does_not_differ_with_itself_and_one_quote_with_nothing() -> None:
    claim = conflict(TWELVE, NINETEEN)
    same = replace(NINETEEN, source=TWELVE.source)
    assert check_claim(claim, of(TWELVE, same)) is Reason.NO_CONFLICT
    assert check_claim(replace(claim, refs=claim.refs[:1]), of(*ALL)) is Reason.NO_CONFLICT


def test_quotes_that_agree_are_no_conflict() -> None:
    hurt = replace(
        stored("Ostby", "Twelve people were hurt when a tram left the rails in Ostby.", 5), source="Echo"
    )
    claim = replace(conflict(TWELVE, NINETEEN), refs=(cited(TWELVE), cited(hurt)))
    assert check_claim(claim, of(TWELVE, hurt)) is Reason.NO_CONFLICT


def test_a_model_may_call_a_conflict_only_what_is_one() -> None:
    text = "Twelve people were injured when a tram left the rails in Ostby."
    model = Claim(Statement(text), "quoted", (cited(TWELVE),), type="conflict", written=True)
    assert check_claim(model, of(*ALL)) is Reason.NO_CONFLICT
    assert check_claim(replace(model, type="fact"), of(*ALL)) is None
    confirmed = replace(
        model, statement=Statement("Pumps of Vektra leaked into Lake Sorrel, the board confirmed.")
    )
    backed = replace(confirmed, refs=(cited(DENIED), cited(CONFIRMED)))
    assert check_claim(backed, of(*ALL)) is not Reason.NO_CONFLICT


def test_long_quotes_are_cut_to_the_room_there_is() -> None:
    tail = " while nobody at the lake that day had seen anything of the kind or heard of it"
    long = replace(DENIED, text=DENIED.text.removesuffix(".") + tail + ".")
    text = conflict(long, CONFIRMED).statement.text
    assert len(text) <= INSIGHT_LIMIT
    assert ELLIPSIS in text


def test_everything_that_can_be_counted_has_a_name_in_both_languages() -> None:
    named = {key.removeprefix("conflict.thing.") for key in PHRASES if key.startswith("conflict.thing.")}
    assert named == set(things())
    assert all(phrase.en and phrase.ru for phrase in PHRASES.values())
