"""Errors as a reader of a chat sees them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.bot.hostile_pages import HOSTILE

from tidings.bot.showing.html import plain, render
from tidings.dev.telegram.formatting import formatted
from tidings.errors import (
    AnswerUnproved,
    BudgetExceeded,
    DatabaseUnavailable,
    InternalError,
    InvalidRequest,
    ModelUnavailable,
    NoData,
    TidingsError,
)
from tidings.messages import LANGUAGES, Lang
from tidings.messages.errors import PHRASES
from tidings.pages.errors import NOBODYS_FAULT, error_page
from tidings.pages.reader import Reader

KINDS = (
    TidingsError,
    InvalidRequest,
    AnswerUnproved,
    NoData,
    BudgetExceeded,
    ModelUnavailable,
    InternalError,
    DatabaseUnavailable,
)


def said(error: TidingsError, lang: Lang = "en", zone: str = "UTC") -> str:
    (message,) = plain(error_page(error, "abc123", Reader(lang, zone)))
    return message.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if not issubclass(kind, NOBODYS_FAULT)])
def test_every_kind_of_error_is_one_sentence_and_a_reference(kind: type[TidingsError], lang: Lang) -> None:
    sentence, reference = said(kind("socket reset by /var/lib/secret"), lang).split("\n\n")
    assert sentence
    assert reference.endswith("abc123")
    assert "secret" not in sentence


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [InvalidRequest, NoData, BudgetExceeded])
def test_what_is_nobodys_fault_is_nothing_to_write_to_anybody_about(
    kind: type[TidingsError], lang: Lang
) -> None:
    sentence = said(kind("socket reset by /var/lib/secret"), lang)
    assert "\n" not in sentence
    assert "abc123" not in sentence
    assert "secret" not in sentence


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", sorted(PHRASES))
def test_no_reader_is_told_of_the_terminal_or_of_settings(key: str, lang: Lang) -> None:
    anything = dict.fromkeys(
        ("path", "source", "window", "windows", "mode", "modes", "query", "id", "lang", "value"), "x"
    )
    told = said(
        InvalidRequest("x", message=key, params={**anything, "limit": 3, "resets": "2024-03-03 00:00"}), lang
    )
    assert "`" not in told
    assert "TIDINGS_" not in told


def test_what_can_be_chosen_from_is_named() -> None:
    params = {"window": "5h", "windows": "6h, 12h, 24h"}
    assert "choose one of: 6h, 12h, 24h" in said(InvalidRequest("x", message="unknown_window", params=params))


def test_a_limit_says_when_it_renews_on_the_reader_s_clock() -> None:
    error = BudgetExceeded("x", message="budget_of_day", params={"resets": "2024-03-03 00:00"})
    assert "3 марта 2024, 03:00" in said(error, "ru", "Europe/Moscow")


def test_a_sentence_that_lacks_what_it_tells_gives_way_to_its_kind_s() -> None:
    assert said(NoData("x", message="unknown_source")).startswith("Nothing was found")


def test_the_help_command_in_a_sentence_can_be_tapped_and_what_somebody_typed_cannot() -> None:
    (message,) = render(error_page(InvalidRequest("x"), "abc123", Reader("en")))
    assert formatted(message, "HTML").entities[0].kind == "bot_command"
    error = InvalidRequest("x", message="unknown_mode", params={"mode": "/delete_me", "modes": "topics"})
    (message,) = render(error_page(error, "abc123", Reader("en")))
    assert not formatted(message, "HTML").entities


@settings(max_examples=30, deadline=None)
@given(st.one_of(st.text(), st.sampled_from(HOSTILE)).map(lambda text: text * 50))
def test_whatever_somebody_typed_is_shown_back_as_text(typed: str) -> None:
    error = NoData("x", message="unknown_source", params={"source": typed})
    for message in render(error_page(error, "abc123", Reader("ru"))):
        read = formatted(message, "HTML")
        assert read.length < 400
        assert {entity.kind for entity in read.entities} <= {"italic", "code", "url", "email", "hashtag"}
