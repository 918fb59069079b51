"""What is asked back, and which buttons lead on."""

from __future__ import annotations

import pytest

from tidings.asking import MODES
from tidings.bot.talking.keyboards import Board, Key
from tidings.bot.talking.offers import Offer, after_error, clarification, no_outlet
from tidings.bot.talking.options import Wish, read_analyze, read_query, read_trends
from tidings.errors import AnswerUnproved, InternalError, NoData
from tidings.messages import Lang
from tidings.pages.blocks import Paragraph


def keys(board: Board) -> list[Key]:
    return [key for row in board for key in row]


def asked(board: Board) -> list[Wish]:
    return [Wish.of(dict(key.payload)) for key in keys(board) if key.action == "ask"]


def said(offer: Offer) -> str:
    return " ".join(
        span.text for block in offer.page.blocks if isinstance(block, Paragraph) for span in block.line
    )


def offered(wish: Wish, lang: Lang = "en") -> Offer:
    offer = clarification(wish, lang)
    assert offer is not None
    return offer


@pytest.mark.parametrize("wish", [read_trends("1w"), read_analyze("topics"), read_analyze("topics oil 3d")])
def test_a_complete_question_is_answered_without_asking_back(wish: Wish) -> None:
    assert clarification(wish, "en") is None


def test_a_subject_can_be_asked_about_in_each_way_and_followed() -> None:
    offer = offered(read_query("нефть 3d"), "ru")
    assert "«нефть»" in said(offer)
    assert [wish.mode for wish in asked(offer.board)] == list(MODES)
    assert {(wish.query, wish.window) for wish in asked(offer.board)} == {("нефть", "3d")}
    assert [key.action for key in keys(offer.board)][-1] == "follow"


def test_an_analysis_of_nothing_in_particular_is_offered_in_each_way() -> None:
    offer = offered(read_analyze("1w"))
    assert [(wish.mode, wish.window) for wish in asked(offer.board)] == [(mode, "1w") for mode in MODES]
    assert all(key.action == "ask" for key in keys(offer.board))


def test_of_an_unknown_mode_the_one_that_was_likely_meant_comes_first() -> None:
    offer = offered(read_analyze("sentimet oil 3d"))
    assert "sentimet" in said(offer)
    assert all(mode in said(offer) for mode in MODES)
    first, *others = asked(offer.board)
    assert first == Wish("sentiment", "oil", "3d")
    assert {wish.mode for wish in others} == {"keywords", "topics"}


def test_of_an_unknown_window_all_are_named_and_the_likely_one_comes_first() -> None:
    offer = offered(read_trends("5d ru"), "ru")
    assert "«5d»" in said(offer)
    assert "6h, 12h, 24h" in said(offer)
    assert asked(offer.board)[0] == Wish("trends", window="3d", lang="ru")
    assert len({wish.window for wish in asked(offer.board)}) == 4


def test_of_a_misspelt_option_the_one_that_was_meant_is_offered() -> None:
    offer = offered(read_trends("widow:3d"))
    assert "“widow:”" in said(offer)
    assert "Did you mean window:3d?" in said(offer)
    assert asked(offer.board) == [Wish("trends", window="3d")]
    without_mode = offered(read_query("нефть язик:ru"), "ru")
    assert "Вы имели в виду язык:ru?" in said(without_mode)
    assert [wish.mode for wish in asked(without_mode.board)] == list(MODES)
    assert {(wish.query, wish.lang, wish.trouble) for wish in asked(without_mode.board)} == {
        ("нефть", "ru", None)
    }


def test_of_an_unknown_language_both_and_all_are_offered() -> None:
    offer = offered(read_analyze("topics lang:de oil"))
    assert [wish.lang for wish in asked(offer.board)] == ["ru", "en", None]
    assert all(wish.trouble is None and wish.query == "oil" for wish in asked(offer.board))


def test_trends_of_a_subject_lead_to_what_can_be_told_of_it() -> None:
    offer = offered(read_trends("oil 1w"))
    wishes = asked(offer.board)
    assert [wish.mode for wish in wishes] == [*MODES, "trends"]
    assert wishes[-1] == Wish("trends", window="1w")


def test_an_unknown_source_leads_to_those_that_may_have_been_meant() -> None:
    offer = no_outlet(read_trends("source:norde"), "norde", ["Norden Post"], "en")
    assert [wish.sources for wish in asked(offer.board)] == [("Norden Post",), ()]


def test_where_a_window_held_nothing_longer_ones_are_offered_and_not_the_same_again() -> None:
    board = after_error(Wish("trends", window="3d"), NoData("nothing"), "en")
    assert [wish.window for wish in asked(board)] == ["1w", "1m", "1y"]


def test_another_try_is_offered_only_where_it_may_help() -> None:
    wish = Wish("trends", window="24h")
    assert [key.label for key in keys(after_error(wish, InternalError("broken"), "ru"))] == ["↻ Повторить"]
    assert keys(after_error(wish, AnswerUnproved("nothing holds"), "ru")) == []
