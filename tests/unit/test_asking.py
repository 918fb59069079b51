from datetime import UTC, date, datetime

import pytest

from tidings.asking import Ask, understand
from tidings.errors import InvalidRequest

NOON = datetime(2021, 5, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ask", "default", "words"),
    [
        (Ask("trends", words="ru"), "en", "ru"),
        (Ask("trends", lang="ru"), "en", "ru"),
        (Ask("topics", query="мост через Тарн"), "en", "ru"),
        (Ask("topics", query="Tarn bridge"), "ru", "en"),
        (Ask("topics", query="Tarn bridge", lang="ru"), "en", "ru"),
        (Ask("topics", query="Tarn bridge", lang="ru", words="en"), "en", "en"),
        (Ask("trends"), "ru", "ru"),
        (Ask("trends"), "auto", "en"),
    ],
)
def test_the_language_of_the_answer_is_asked_for_or_the_question_s_or_the_caller_s(
    ask: Ask, default: str, words: str
) -> None:
    assert understand(ask, default).words == words


def test_auto_filters_no_articles() -> None:
    assert understand(Ask("trends")).lang is None
    assert understand(Ask("trends", words="ru")).lang is None
    assert understand(Ask("trends", lang="ru")).lang == "ru"


def test_a_past_moment_ends_the_window_and_bounds_the_background() -> None:
    asked = understand(Ask("topics", window="24h", as_of=NOON))
    assert asked.window.until == NOON
    assert asked.background_before == date(2021, 5, 30)
    assert understand(Ask("topics")).background_before is None


def test_no_query_is_none_and_space_in_one_is_tidied() -> None:
    assert understand(Ask("topics")).query is None
    assert understand(Ask("topics", query=" Tarn \n bridge ")).query == "Tarn bridge"


def test_a_source_named_twice_counts_once() -> None:
    assert understand(Ask("trends", sources=["North Post", "North Post"])).sources == ("North Post",)
    assert understand(Ask("trends", sources=[])).sources is None


def test_commands_are_named_for_metrics() -> None:
    assert understand(Ask("trends")).command == "trends"
    assert understand(Ask("topics")).command == "analyze_topics"


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (Ask("moods"), "unknown_mode"),
        (Ask("topics", lang="xx"), "unknown_language"),
        (Ask("topics", words="xx"), "unknown_language"),
        (Ask("topics", window="now"), "unknown_window"),
        (Ask("topics", as_of=NOON.replace(tzinfo=None)), "bad_moment"),
        (Ask("topics", as_of=datetime.max.replace(tzinfo=UTC)), "moment_ahead"),
        (Ask("topics", as_of=datetime.min.replace(tzinfo=UTC)), "moment_too_early"),
        (Ask("topics", query=""), "blank_query"),
        (Ask("topics", query=" \n "), "blank_query"),
        (Ask("topics", query="и в на"), "empty_words"),
        (Ask("topics", query="the of"), "empty_words"),
        (Ask("topics", query="?!"), "empty_words"),
        (Ask("topics", query="a" * 501), "query_too_long"),
    ],
)
def test_what_cannot_be_understood_is_named(ask: Ask, message: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        understand(ask)
    assert caught.value.message == message
