from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_facts import WINDOW, fact

from tidings.messages.phrase import Lang
from tidings.policy.statements import check_headline, check_statement
from tidings.prose.facts import Facts, ledger
from tidings.prose.headlines import headers, summaries
from tidings.prose.moments import moment, span
from tidings.schemas.answer import HEADER_LIMIT
from tidings.schemas.results import Emotions, SentimentResult
from tidings.windows import SPANS

CALM = Emotions(joy=0, fear=0, anger=0, sadness=0, surprise=0)
SUBJECTS = (fact("Tarn bridge"), fact("Harbour ice", articles=640), fact("Odell vote", articles=310))
FACTS = Facts(5_012, 812, SUBJECTS)


def header(*asked: Any) -> str:
    """The fullest of the headers."""
    return headers(*asked)[0].text


def test_a_trends_header_says_who_wrote_and_when() -> None:
    assert header("trends", None, WINDOW, FACTS, "en") == (
        "What 812 sources wrote in the 24 hours to 30 May 2031 23:59 UTC"
    )
    assert header("trends", None, WINDOW, FACTS, "ru") == (
        "Главное из 812 источников за 24 часа до 30 мая 2031, 23:59 UTC"
    )


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("mode", ["keywords", "sentiment", "topics"])
def test_a_header_names_the_query(mode: str, lang: Lang) -> None:
    assert "Tarn bridge" in header(mode, "Tarn bridge", WINDOW, FACTS, lang)
    assert header(mode, None, WINDOW, FACTS, lang) != header(mode, "x", WINDOW, FACTS, lang)


@given(st.text(min_size=1, max_size=500), st.sampled_from(["en", "ru"]))
def test_a_long_query_is_cut_and_the_date_is_kept(query: str, lang: Lang) -> None:
    made = header("sentiment", query, WINDOW, FACTS, lang)
    assert len(made) <= 100
    assert made.endswith("23:59 UTC")


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("mode", ["trends", "topics", "keywords", "sentiment"])
@pytest.mark.parametrize("query", [None, "Tarn bridge 1931", "Тарнский мост"])
def test_every_wording_of_a_header_may_be_shown(mode: str, query: str | None, lang: Lang) -> None:
    found = headers(mode, query, WINDOW, FACTS, lang)
    assert len(found) == 2
    assert [check_headline(made, ledger(FACTS), lang, HEADER_LIMIT) for made in found] == [None, None]


@pytest.mark.parametrize("name", SPANS)
def test_every_window_has_words(name: str) -> None:
    assert span(name, "en")
    assert span(name, "ru")


def test_a_moment_is_told_in_utc() -> None:
    assert moment(WINDOW.until, "en") == "30 May 2031 23:59 UTC"


def test_a_trends_summary_names_the_strongest_topics_with_their_counts() -> None:
    (english, *_), (russian, *_) = summaries("trends", FACTS, "en"), summaries("trends", FACTS, "ru")
    assert english.text == (
        "Top story: “Tarn bridge”, 1,204 articles from 310 sources; then “Harbour ice” (640) "
        "and “Odell vote” (310); 5,012 articles in all."
    )
    assert russian.text == (
        "Самое заметное: «Tarn bridge» — 1\u00a0204 статьи из 310 источников; далее «Harbour ice» (640) и "
        "«Odell vote» (310). Всего 5\u00a0012 статей."
    )


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("mode", ["trends", "topics", "keywords", "sentiment"])
def test_every_wording_of_a_summary_agrees_with_the_ledger(mode: str, lang: Lang) -> None:
    tone = SentimentResult(overall=-0.214, emotions=CALM)
    aspects = (fact("Warm thing", tone=0.4), fact("Cold thing", tone=-0.51))
    facts = Facts(5_012, 812, SUBJECTS, tone=tone, aspects=aspects)
    found = summaries(mode, facts, lang)
    assert len(found) >= 2
    assert all(check_statement(statement, ledger(facts)) is None for statement in found)


def test_a_tone_summary_names_what_is_spoken_of_best_and_worst() -> None:
    tone = SentimentResult(overall=-0.214, emotions=CALM)
    facts = Facts(52, 16, tone=tone, aspects=(fact("Ice", tone=-0.51), fact("Bridge", tone=0.4)))
    assert summaries("sentiment", facts, "ru")[0].text == (
        "Тон негативный: в среднем −0,21 по 52 статьям из 16 источников. "
        "Теплее всего: «Bridge» (+0,40), холоднее всего: «Ice» (−0,51)."
    )


def test_aspects_that_feel_alike_are_not_set_against_each_other() -> None:
    tone = SentimentResult(overall=0.0, emotions=CALM)
    facts = Facts(52, 16, tone=tone, aspects=(fact("Ice", tone=-0.01), fact("Bridge", tone=0.02)))
    assert "Bridge" not in summaries("sentiment", facts, "en")[0].text


@pytest.mark.parametrize(
    ("ice", "bridge", "articles"),
    [
        pytest.param(-0.51, -0.22, 40, id="the warmest is colder than the whole"),
        pytest.param(-0.05, 0.4, 40, id="the coldest is warmer than the whole"),
        pytest.param(-0.51, 0.4, 2, id="too few articles"),
    ],
)
def test_best_and_worst_are_named_only_where_they_are(ice: float, bridge: float, articles: int) -> None:
    tone = SentimentResult(overall=-0.1, emotions=CALM)
    aspects = (fact("Ice", tone=ice, articles=articles), fact("Bridge", tone=bridge, articles=articles))
    facts = Facts(52, 16, tone=tone, aspects=aspects)
    assert "Bridge" not in summaries("sentiment", facts, "en")[0].text


def test_without_subjects_the_summary_still_counts() -> None:
    (only,) = summaries("topics", Facts(1, 1), "ru")
    assert only.text == "1 статья из 1 источника."


@given(st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=3))
def test_no_label_makes_a_summary_too_long(labels: list[str]) -> None:
    facts = Facts(5_012, 812, tuple(fact(label) for label in labels))
    found = summaries("trends", facts, "ru")
    assert found
    assert all(len(statement.text) <= 220 for statement in found)
