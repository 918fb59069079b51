from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from made_up_answers import QUOTE, answer, keywords, sentiment, trends
from rich.console import Console

from tidings.cli.answers import render
from tidings.cli.words import Words
from tidings.messages import LANGUAGES, Lang
from tidings.prose.moments import moment
from tidings.schemas import Answer, Notice, Result, TopicsResult
from tidings.schemas.results import Emerging


def page(
    subject: Answer, lang: Lang = "en", *, zone: str = "UTC", width: int = 80, terminal: bool = False
) -> str:
    file = io.StringIO()
    console = Console(
        file=file, width=width, force_terminal=terminal, markup=False, highlight=False, emoji=False
    )
    console.print(render(subject, Words(lang, ZoneInfo(zone))), crop=False)
    return file.getvalue()


def test_an_answer_shows_its_claim_with_quote_source_date_and_number() -> None:
    text = page(answer())
    assert "1. Four outlets report the closure of the river port.  fact, computed" in text
    assert f"“{QUOTE}”" in text
    assert "— Harbour Daily · 1 March 2024 · #7" in text


def test_a_claim_that_is_its_quote_is_not_said_twice() -> None:
    subject = answer()
    quoted = subject.insights[0].model_copy(update={"text": f"Harbour Daily: “{QUOTE}”", "basis": "quoted"})
    text = page(subject.model_copy(update={"insights": (quoted,)}))
    assert text.partition("TOPICS")[0].count(QUOTE) == 1
    assert "— Harbour Daily · 1 March 2024 · #7" in text


def test_many_articles_of_evidence_are_counted_rather_than_listed() -> None:
    subject = answer()
    other = [subject.evidence[0].model_copy(update={"article_id": str(i)}) for i in range(100, 120)]
    text = page(subject.model_copy(update={"evidence": (*subject.evidence, *other)}))
    assert text.count("https://news.example") == 10
    assert "and 11 more articles; --json lists them all" in text


def test_without_a_past_no_topic_is_called_stable() -> None:
    cold = Notice(code="cold_start", text="There is no past to compare with yet.")
    text = page(answer().model_copy(update={"warnings": (cold,)}))
    lines = [line.rstrip() for line in text.splitlines()]
    place = lines.index("  1. River port closure")
    assert lines[place + 1] == "     – no past yet  1,204 articles, 5 sources"
    assert not any(word in text for word in ("stable", "rising", "0.91", "its usual", "above its past"))
    assert "MORE IN THE SECOND HALF THAN IN THE FIRST" in text
    assert "Crane inspection  24 articles, 3 sources · 8.1× the first half" in text


def test_trends_show_counts_direction_momentum_and_what_changed() -> None:
    text = page(answer())
    lines = [line.rstrip() for line in text.splitlines()]
    place = lines.index("  1. River port closure")
    assert lines[place + 1] == "     ▲ rising   ↑ ███████▎ 0.91  1,204 articles, 5 sources"
    assert lines[place + 2] == "     port, ice, cranes"
    assert "Crane inspection  24 articles, 3 sources · 8.1× its usual" in text
    assert "Weather  1 article, about 6 expected" in text


def test_what_had_no_past_is_no_multiple_of_it() -> None:
    told = answer()
    new = Emerging(label="Bus crash", articles=6, sources=4, ratio=12.0)
    text = page(told.model_copy(update={"result": told.result.model_copy(update={"emerging": (new,)})}))
    assert "Bus crash  6 articles, 4 sources · hardly any before" in text
    assert "its usual" not in text


def test_sentiment_shows_a_word_the_score_and_its_course() -> None:
    text = page(answer(sentiment()))
    assert "−0.31  negative" in text
    assert "▁·▅█  from −0.60 to +0.30" in text
    assert "fear 0.40 · sadness 0.30" in text


def test_keywords_show_phrases_variants_and_hints() -> None:
    text = page(answer(keywords()))
    assert "0.93  river port  also: river ports" in text
    assert "leave out: airport" in text


def test_topics_without_momentum_show_none() -> None:
    text = page(answer(TopicsResult(topics=trends().topics)))
    assert "▲ rising   1,204 articles" in text
    assert "↑" not in text


def test_russian_readers_get_russian_words_numbers_and_dates() -> None:
    text = page(answer(), "ru")
    assert "21 статья · 5 источников" in text
    assert "1 марта 2024" in text
    assert "−0,31  негативная" in text
    assert "уверенность высокая (0,82) · 212 мс · бесплатно" in text


def test_times_are_shown_in_the_readers_zone() -> None:
    assert "3 Mar 2024 00:00 MSK" in page(answer(), zone="Europe/Moscow")
    assert "2 Mar 2024 21:00 UTC" in page(answer())


@pytest.mark.parametrize("result", [trends(), sentiment(), keywords(), TopicsResult(topics=trends().topics)])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_eighty_columns_hold_everything_but_addresses(result: Result, lang: Lang) -> None:
    lines = page(answer(result), lang).splitlines()
    assert [line for line in lines if len(line) > 80 and "https://" not in line] == []


def test_an_address_stays_on_one_line_however_long() -> None:
    subject = answer()
    assert subject.evidence[0].url
    assert any(line.strip() == subject.evidence[0].url for line in page(subject, width=60).splitlines())


def test_a_pipe_gets_no_colour_codes() -> None:
    assert "\x1b" not in page(answer())


def test_text_of_feeds_can_neither_style_the_page_nor_steer_the_terminal() -> None:
    hostile = answer(title="[bold red]Buy[/] :smile: \x1b]0;owned\x07\x1b[2Jnow\u202e!")
    assert "[bold red]Buy[/] :smile: now!" in page(hostile)
    on_terminal = page(hostile, terminal=True)
    assert "owned" not in on_terminal
    assert "\x1b[2J" not in on_terminal
    assert "\x07" not in on_terminal


def test_an_answer_that_is_kept_says_how_to_ask_why_on_the_same_data() -> None:
    subject = answer()
    file = io.StringIO()
    program = "tidings --data-dir '/a long folder of mine/that goes on and on and on/without an end'"
    Console(file=file, width=60).print(render(subject, Words("en", ZoneInfo("UTC")), program), crop=False)
    assert f"why: {program} explain {subject.meta.correlation_id}" in file.getvalue(), "on one line"
    unkept = subject.model_copy(update={"meta": subject.meta.model_copy(update={"kept": False})})
    assert "explain" not in page(unkept)


def test_a_window_over_new_year_tells_both_years() -> None:
    """By the reader's clock, on which it may begin in the year before."""
    words = Words("en", ZoneInfo("Europe/Moscow"))
    until = datetime(2026, 1, 2, 9, tzinfo=UTC)
    assert words.since(until - timedelta(days=1), until) == "1 Jan 12:00"
    assert words.since(until - timedelta(days=30), until) == "3 Dec 2025 12:00"
    assert words.since(datetime(2025, 12, 31, 21, 30, tzinfo=UTC), until) == "1 Jan 00:30"


def test_the_headers_moment_is_on_the_readers_clock() -> None:
    subject = answer()
    until = subject.meta.until
    for lang in LANGUAGES:
        said = subject.model_copy(update={"header": f"Topics, to {moment(until, lang)}"})
        text = page(said, zone="Europe/Moscow")
        assert "UTC" not in text
        assert f"{Words('en', ZoneInfo('Europe/Moscow')).moment(until, year=True)} MSK" in text
