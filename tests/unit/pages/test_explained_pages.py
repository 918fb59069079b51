"""What the page of an explanation says: quotes, figures, what was left out, and what the answer took."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.unit.pages.made_up_news import QUOTE, UNTIL, explanation, flat, ground, left_out, standing

from tidings.bot.showing.html import plain
from tidings.messages import Lang
from tidings.pages.blocks import Fold, Heading, Paragraph, Point, Quotation, Span
from tidings.pages.explaining import explanation_page
from tidings.pages.reader import Reader
from tidings.schemas.explanation import ConfidencePart, Correction, CountedArticle, Expectation, Past, Subject


def said(lang: Lang = "en", **more: Any) -> str:
    page = explanation_page(explanation(**more), Reader(lang, "Europe/Moscow"))
    return "\n".join(plain(page)).replace("\N{NO-BREAK SPACE}", " ")


def test_it_begins_with_what_was_asked_and_when_on_the_reader_s_clock() -> None:
    page = explanation_page(explanation(), Reader("ru", "Europe/Moscow"))
    assert page.blocks[0] == Heading("Почему такой ответ")
    asked = page.blocks[1]
    assert isinstance(asked, Paragraph)
    assert asked.line[0].text.replace("\N{NO-BREAK SPACE}", " ") == "Вопрос, 3 марта, 00:00:"
    assert asked.line[-1] == Span("/analyze topics river port 24h", "code")


def test_an_insight_stands_on_its_quote_its_figures_and_what_they_are_held_against() -> None:
    text = said()
    assert "1. “River port” is rising.\nfact, counted over all articles" in text
    assert "Counted: 12 articles, 5 sources; 3 expected from the past." in text
    assert f"{QUOTE}\nHarbour Daily (https://harbour.example/7), 1 Mar" in text


def test_words_of_a_source_are_not_quoted_a_second_time() -> None:
    insight = standing(basis="quoted", figures=(), text=f"Harbour Daily: “{QUOTE}”")
    page = explanation_page(explanation(insights=(insight,)), Reader("en"))
    assert not [block for block in flat(page) if isinstance(block, Quotation)]
    assert said(insights=(insight,)).count(QUOTE) == 1


def test_what_a_model_worded_says_so() -> None:
    assert "fact, worded by a model, held against the quotes" in said(insights=(standing(written=True),))


def test_what_the_past_suggests_is_told_by_its_rule() -> None:
    subject = Subject(
        kind="topic",
        label="River port",
        articles=12,
        sources=5,
        course="rising",
        counted=(),
        expectation=Expectation(counts=(3.0, 2.0), articles=3.0, rule="The mean of two days before."),
    )
    text = said(insights=(standing(subject="River port"),), subjects=(subject,))
    assert "Counted: 12 articles, 5 sources.\n" in text
    assert "The same span before, newest first: 3, 2. The mean of two days before." in text


@pytest.mark.parametrize(("stands", "words"), [(True, "still stand in it"), (False, "no longer in it")])
def test_a_correction_since_is_told_below_the_quote(stands: bool, words: str) -> None:
    moment = datetime(2024, 3, 3, 9, tzinfo=UTC)
    corrected = ground(corrected=Correction(revision=2, revised_at=moment, words_stand=stands))
    text = said(insights=(standing(grounds=(corrected,)),), corrected=1)
    assert "⚠️ The article was corrected on 3 Mar, 12:00 (revision 2)" in text
    assert words in text
    assert "⚠️ 1 cited article has been corrected since." in text


def test_what_was_left_out_is_grouped_by_its_reason_and_counted() -> None:
    items = (
        left_out(),
        left_out(text="It is the largest port of the world."),
        left_out(outcome="abstain", sentence="The article is in another language.", text="Порт закрыт."),
    )
    text = said("ru", left_out=items)
    assert (
        "• It says more than the article does. 2 фразы\nНапример, «The port will never open again.»" in text
    )
    assert "• Проверить нельзя: The article is in another language. 1 фраза" in text
    assert "largest" not in text


def test_nothing_left_out_is_said_as_such() -> None:
    assert "Nothing: all that was proposed was proved." in said()


def test_what_the_operator_has_closed_is_counted() -> None:
    text = said(withheld=2)
    assert "2 articles are not told of" in text
    assert "Nothing:" not in text


def test_models_tokens_cost_and_time_are_told() -> None:
    text = said("ru", model="large-model+small-model")
    for line in (
        "• Модели: large-model, small-model",
        "• Токены: 5 678",
        "• Стоимость: 0,0123 $",
        "• Время: 4,3 с",
        "• Уверенность: высокая, 0,82 из 1",
        "• Номер ответа: abc123",
    ):
        assert line in text


def test_without_models_there_are_no_tokens_and_no_cost() -> None:
    text = said(model="local", tokens=0, cost_usd=0.0, latency_ms=41.9)
    assert "No language model: figures and quotes alone" in text
    assert "Time: 0.04 s" in text
    assert "Tokens" not in text
    assert "Cost" not in text


def test_models_that_cost_nothing_say_so() -> None:
    assert "Cost: none" in said(cost_usd=0.0)


def test_the_past_and_the_parts_of_the_confidence_are_told() -> None:
    past = Past(since=datetime(2024, 1, 30, tzinfo=UTC), until=UNTIL, windows=28, articles=2600)
    part = ConfidencePart(
        name="sample", value=0.5, weight=0.35, sentence="Half of what an endless sample is worth."
    )
    text = said(past=past, confidence_parts=(part,))
    assert "Held against 28 periods before it, from 30 Jan: 2,600 articles" in text
    assert "– Half of what an endless sample is worth." in text


def test_without_a_past_nothing_is_said_to_be_held_against_it() -> None:
    past = Past(since=UNTIL, until=UNTIL, windows=0, articles=0)
    assert "there is no past yet" in said(past=past)


def test_a_question_without_an_answer_says_that_nothing_was_proved() -> None:
    text = said(error_code="VALIDATION_FAILED", header=None, tldr=None, confidence=None, insights=())
    assert "nothing that could be said was proved" in text
    assert "VALIDATION_FAILED" not in text
    assert "stands on" not in text


def test_articles_that_were_counted_are_folded_below_without_those_quoted() -> None:
    counted = tuple(
        CountedArticle(
            article_id=str(number), title=f"Title {number}", source="Wire", url=None, date="2024-03-01"
        )
        for number in range(5, 14)
    )
    subject = Subject(
        kind="topic", label="River port", articles=12, sources=5, course="unknown", counted=counted
    )
    told = explanation(insights=(standing(subject="River port"),), subjects=(subject,))
    (fold,) = (block for block in explanation_page(told, Reader("en")).blocks if isinstance(block, Fold))
    assert fold.blocks[0] == Heading("Articles counted: 4 of 12")
    titles = [block.line[0].text for block in fold.blocks if isinstance(block, Point)]
    assert titles == ["Title 5", "Title 6", "Title 8", "Title 9"]
