"""What people type after a command, in both languages and in any order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.asking import MODES
from tidings.bot.talking.options import (
    Token,
    Trouble,
    Wish,
    read_analyze,
    read_plain,
    read_query,
    read_trends,
    tokens,
)
from tidings.windows import SPANS


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("", Wish("trends")),
        ("1w ru", Wish("trends", window="1w", lang="ru")),
        ("ru 1W", Wish("trends", window="1w", lang="ru")),
        ("7d", Wish("trends", window="1w")),
        ("неделя", Wish("trends", window="1w")),
        ("3д", Wish("trends", window="3d")),
        ("30 ", Wish("trends", trouble=Trouble("window", "30"))),
        ("сегодня lang:all", Wish("trends", window="24h", lang="auto")),
        ("source:“Norden Post” 3d", Wish("trends", window="3d", sources=("Norden Post",))),
        ("источник:«Северный вестник»", Wish("trends", sources=("Северный вестник",))),
        ("source:a.example source:b.example", Wish("trends", sources=("a.example", "b.example"))),
        ("нефть", Wish("trends", query="нефть")),
        ("вчера", Wish("trends", trouble=Trouble("window", "вчера", "3d"))),
        ("2 недели", Wish("trends", window="2w")),
        ("за неделю ru", Wish("trends", window="1w", lang="ru")),
        ("за последние три дня", Wish("trends", window="3d")),
        ("за эту неделю", Wish("trends", window="1w")),
        ("за 24 часа", Wish("trends", window="24h")),
        ("за сегодня", Wish("trends", window="24h")),
        ("last week", Wish("trends", window="1w")),
        ("over the past 3 months", Wish("trends", window="3m")),
        ("the last day", Wish("trends", window="24h")),
        ("6 months source:a.example", Wish("trends", window="6m", sources=("a.example",))),
        ("10 дней", Wish("trends", trouble=Trouble("window", "10d", "1w"))),
        ("нефть за неделю", Wish("trends", "нефть", "1w")),
    ],
)
def test_trends_take_a_window_a_language_and_sources(typed: str, wish: Wish) -> None:
    assert read_trends(typed) == wish


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        (
            'sentiment "нефть" 3d lang:ru source:rbc.ru',
            Wish("sentiment", "нефть", "3d", "ru", ("rbc.ru",)),
        ),
        ("3d lang:ru source:rbc.ru «нефть» sentiment", Wish("sentiment", "нефть", "3d", "ru", ("rbc.ru",))),
        ("topics interest rate 1m en", Wish("topics", "interest rate", "1m", "en")),
        ("тональность курс рубля", Wish("sentiment", "курс рубля")),
        ("ключевые слова банк России", Wish("keywords", "банк России")),
        ("keywords", Wish("keywords")),
        ("", Wish()),
        ("3d", Wish(window="3d")),
        ("нефть", Wish(query="нефть")),
        ("нефть темы", Wish("topics", "нефть")),
        ("keywords made en route", Wish("keywords", "made en route")),
        ("keywords „3d“", Wish("keywords", "3d")),
        ('sentiment "ru"', Wish("sentiment", "ru")),
        ('sentiment "нефть и газ', Wish("sentiment", "нефть и газ")),
        ("sentiment don't panic", Wish("sentiment", "don't panic")),
        ('topics ""', Wish("topics")),
        ("topics\u00a0нефть\n3d", Wish("topics", "нефть", "3d")),
        ("topics паром за неделю", Wish("topics", "паром", "1w")),
        ("тон нефть за последние 3 дня", Wish("sentiment", "нефть", "3d")),
        ("тон нефть за последние 3 дня?", Wish("sentiment", "нефть", "3d")),
        ("комета за неделю?", Wish(None, "комета", "1w")),
        ("keywords oil last month", Wish("keywords", "oil", "1m")),
        ("keywords six day war", Wish("keywords", "six day war")),
        ("keywords 100 дней правительства", Wish("keywords", "100 дней правительства")),
        ('keywords "last week"', Wish("keywords", "last week")),
        ("topics за мир", Wish("topics", "за мир")),
        ("topics past masters", Wish("topics", "past masters")),
    ],
)
def test_an_analysis_takes_its_options_in_any_order_around_the_query(typed: str, wish: Wish) -> None:
    assert read_analyze(typed) == wish


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("sentimet oil", Trouble("mode", "sentimet", "sentiment")),
        ("topcs", Trouble("mode", "topcs", "topics")),
        ("темы нефть 5d", Trouble("window", "5d", "3d")),
        ("topics 48h", Trouble("window", "48h", "24h")),
        ("topics 100y", Trouble("window", "100y", "1y")),
        ("topics period:wek", Trouble("window", "wek", "1w")),
        ("topics window:nonsense", Trouble("window", "nonsense")),
        ("topics lang:de", Trouble("lang", "de")),
        ("topics oil sourse:rbc.ru", Trouble("option", "sourse:", "source:rbc.ru")),
        ("topics widow:3d", Trouble("option", "widow:", "window:3d")),
        ("темы нефть исочник:«Северный вестник»", Trouble("option", "исочник:", "источник:Северный вестник")),
        ("topics widow:5d", Trouble("window", "5d", "3d")),
    ],
)
def test_what_is_not_known_is_named_with_what_was_likely_meant(typed: str, trouble: Trouble) -> None:
    assert read_analyze(typed).trouble == trouble


def test_a_misspelt_option_is_taken_as_it_was_meant_and_never_as_a_subject() -> None:
    assert read_query("oil sourse:rbc.ru") == Wish(
        query="oil", sources=("rbc.ru",), trouble=Trouble("option", "sourse:", "source:rbc.ru")
    )


@pytest.mark.parametrize("typed", ["https://news.example/oil", "Reuters:oil", "widow:", '"widow:3d"', "3:0"])
def test_what_is_like_no_option_is_a_subject(typed: str) -> None:
    wish = read_query(typed)
    assert (wish.trouble, wish.query) == (None, typed.strip('"'))


def test_a_query_that_is_like_no_mode_is_no_misspelt_mode() -> None:
    assert read_analyze("центральный банк").trouble is None
    assert read_analyze("нефть").mode is None


def test_plain_text_may_hold_options_too() -> None:
    assert read_query("курс рубля 1w lang:ru") == Wish(query="курс рубля", window="1w", lang="ru")


def test_a_window_alone_asks_what_happens_in_it() -> None:
    assert read_plain("за неделю") == read_plain("1w") == Wish("trends", window="1w")
    assert read_plain("паром за неделю") == Wish(query="паром", window="1w")


def test_a_quoted_word_is_never_an_option() -> None:
    assert tokens('3d "3d" source:"a b"') == [Token("3d"), Token("3d", quoted=True), Token("source:a b")]
    assert read_query('"3d" 1w') == Wish(query="3d", window="1w")


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_without_a_fall(typed: str) -> None:
    for read in (read_trends, read_analyze, read_query, read_plain):
        wish = read(typed)
        assert wish.window is None or wish.window in SPANS
        assert wish.mode in {None, "trends", *MODES}


@given(
    st.sampled_from(MODES),
    st.sampled_from(sorted(SPANS)),
    st.sampled_from(["ru", "en"]),
    st.permutations(["mode", "query", "window", "lang", "source"]),
)
def test_the_order_of_options_does_not_matter(mode: str, window: str, lang: str, order: list[str]) -> None:
    shown = {
        "mode": mode,
        "query": "«курс рубля»",
        "window": window,
        "lang": f"lang:{lang}",
        "source": 'source:"Norden Post"',
    }
    # The mode stands before or behind the query, not between other words of it.
    typed = " ".join(shown[name] for name in order)
    assert read_analyze(typed) == Wish(mode, "курс рубля", window, lang, ("Norden Post",))


def test_a_question_comes_back_from_a_button_as_it_was_put() -> None:
    wish = read_analyze('sentiment "нефть" 3d lang:ru source:rbc.ru')
    assert Wish.of(wish.payload()) == wish
    assert Wish().payload() == {}
