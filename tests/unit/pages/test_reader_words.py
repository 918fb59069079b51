"""Numbers, dates and quotation marks as a reader of a page sees them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tidings.messages import Lang
from tidings.pages.blocks import Span
from tidings.pages.phrases import live, phrase
from tidings.pages.reader import Reader
from tidings.pages.words import Words, nested, one_line

UNTIL = datetime(2024, 3, 2, 21, 0, tzinfo=UTC)


def words(lang: Lang = "ru", zone: str = "Europe/Moscow") -> Words:
    return Words.of(Reader(lang, zone), UNTIL)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("lang", "day", "shown"),
    [
        ("ru", date(2024, 3, 1), "1 марта"),
        ("ru", date(2023, 12, 31), "31 декабря 2023"),
        ("en", date(2024, 3, 1), "1 Mar"),
        ("en", date(2023, 12, 31), "31 Dec 2023"),
    ],
)
def test_a_day_has_its_year_only_where_it_is_another(lang: Lang, day: date, shown: str) -> None:
    assert plain(words(lang).day(day)) == shown


@pytest.mark.parametrize(
    ("lang", "zone", "span", "shown"),
    [
        ("ru", "Europe/Moscow", timedelta(hours=24), "2 марта, 00:00 – 3 марта, 00:00"),
        ("en", "UTC", timedelta(hours=6), "2 Mar, 15:00 – 2 Mar, 21:00 UTC"),
        ("ru", "Europe/Moscow", timedelta(days=7), "25 февраля – 3 марта"),
        ("en", "UTC", timedelta(days=7), "24 Feb – 2 Mar"),
        ("en", "Asia/Tokyo", timedelta(days=365), "4 Mar 2023 – 3 Mar"),
    ],
)
def test_a_span_of_time_is_told_as_closely_as_it_matters(
    lang: Lang, zone: str, span: timedelta, shown: str
) -> None:
    assert plain(words(lang, zone).span(UNTIL - span, UNTIL)) == shown


def test_days_of_one_month_share_its_name() -> None:
    until = datetime(2024, 3, 8, 18, tzinfo=UTC)
    assert plain(words().span(until - timedelta(days=7), until)) == "1–8 марта"


def test_a_number_is_not_parted_from_its_word() -> None:
    said = words().say("page.coverage", articles=12, sources=1204)
    assert said == "12\N{NO-BREAK SPACE}статей, 1\N{NO-BREAK SPACE}204\N{NO-BREAK SPACE}источника"


def test_a_preposition_may_begin_a_line_after_a_number() -> None:
    said = words().typeset("Тон −0,14 по 160 статьям «из «Вестника»»")
    assert said == "Тон −0,14 по 160\N{NO-BREAK SPACE}статьям «из „Вестника“»"


@pytest.mark.parametrize(
    ("lang", "text", "shown"),
    [
        ("ru", "«Паром «Аурелия» врезался в причал» растёт", "«Паром „Аурелия“ врезался в причал» растёт"),
        ("en", "“The “Aurelia” hit a pier” is rising", "“The ‘Aurelia’ hit a pier” is rising"),
        ("ru", "«Паром «Аурелия» врезался…", "«Паром «Аурелия» врезался…"),
        ("ru", "»odd«", "»odd«"),
        ("en", "no marks", "no marks"),
    ],
)
def test_marks_inside_marks_are_written_as_the_language_does(lang: Lang, text: str, shown: str) -> None:
    assert nested(text, lang) == shown


def test_blanks_are_single_spaces_and_no_break_spaces_stay() -> None:
    assert one_line(" a\r\n\tb\u2028c\N{NO-BREAK SPACE}d ") == "a b c\N{NO-BREAK SPACE}d"


def test_a_command_in_a_phrase_is_live_and_what_fills_its_gaps_is_not() -> None:
    assert Span("/trends", "command") in phrase("page.error.no_answers", "en")
    line = phrase("page.error.unknown_source", "en", source="/delete_me")
    assert Span("/delete_me") in line


def test_a_gap_can_have_a_look_of_its_own() -> None:
    source = Span("Wire", "bold")
    assert source in phrase("page.error.unknown_source", "en", source=source)


def test_a_sentence_of_ours_has_its_commands_live_and_nothing_else() -> None:
    line = live("See /help, or send /follow and a subject; not a/b, nor https://news.example/help.")
    assert [span.text for span in line if span.weight == "command"] == ["/help", "/follow"]
    assert "".join(span.text for span in line).startswith("See /help, or send /follow and")
