"""Computed sentences: each figure has its own value, its own noun and its own subject."""

from dataclasses import replace

import pytest
from made_up_record import counted, label

from tidings.policy.claims import Statement
from tidings.policy.reasons import Reason
from tidings.policy.statements import check_headline, check_statement

LEDGER = {
    ("Tarn bridge", "articles"): 18,
    ("Tarn bridge", "sources"): 8,
    ("Tarn bridge", "ratio"): 4.213,
    ("Harbour ice", "articles"): 5,
    ("", "articles"): 1204,
    ("", "tone"): -0.123,
    ("Flight 93", "articles"): 12,
}
SAID = "“Tarn bridge”: 18 articles from 8 sources."


def told(text: str = SAID, articles: str = "18 articles", sources: str = "8 sources") -> Statement:
    """A sentence about the bridge, whose figures stand where these words do."""
    lines = (
        counted(text, "articles", 18, of="Tarn bridge", shown=articles),
        counted(text, "sources", 8, of="Tarn bridge", shown=sources),
    )
    return Statement(text, (label(text, "Tarn bridge"),), lines)


def test_a_sentence_with_its_own_figures_in_their_places_holds() -> None:
    assert check_statement(told(), LEDGER) is None


def test_figures_that_changed_places_fail() -> None:
    swapped = replace(told(), text="“Tarn bridge”: 8 articles from 18 sources.")
    assert check_statement(swapped, LEDGER) is Reason.FIGURE_MISPLACED


def test_figures_that_took_their_places_with_them_fail_by_their_nouns() -> None:
    text = "“Tarn bridge”: 8 articles from 18 sources."
    assert check_statement(told(text, "18 sources", "8 articles"), LEDGER) is Reason.FIGURE_MISPLACED


def test_a_figure_beside_another_s_name_fails() -> None:
    text = "“Tarn bridge”: 5 articles; “Harbour ice”: 18 articles."
    labels = (label(text, "Tarn bridge"), label(text, "Harbour ice"))
    lines = (
        counted(text, "articles", 18, of="Tarn bridge", shown="18 articles"),
        counted(text, "articles", 5, of="Harbour ice", shown="5 articles"),
    )
    assert check_statement(Statement(text, labels, lines), LEDGER) is Reason.FIGURE_MISPLACED


def test_a_name_that_is_not_the_subject_s_fails() -> None:
    text = "“Harbour ice”: 18 articles."
    line = counted(text, "articles", 18, of="Tarn bridge", shown="18 articles")
    wrong = Statement(text, (label(text, "Harbour ice", subject="Tarn bridge"),), (line,))
    assert check_statement(wrong, LEDGER) is Reason.LABEL_UNPROVED


def test_a_name_may_be_cut_after_a_word() -> None:
    text = "“Tarn…”: 18 articles."
    line = counted(text, "articles", 18, of="Tarn bridge", shown="18 articles")
    assert check_statement(Statement(text, (label(text, "Tarn…", "Tarn bridge"),), (line,)), LEDGER) is None


@pytest.mark.parametrize("shown", ["18", "118", "18,118", "−18", "18.5", "1 18"])
def test_a_part_of_a_longer_number_is_no_figure(shown: str) -> None:
    text = f"“Tarn bridge”: {shown} articles."
    line = counted(text, "articles", 18, of="Tarn bridge", shown="18")
    statement = Statement(text, (label(text, "Tarn bridge"),), (line,))
    assert (check_statement(statement, LEDGER) is None) == (shown == "18")


def test_a_figure_other_than_the_computed_one_fails() -> None:
    text = "“Tarn bridge”: 19 articles."
    line = counted(text, "articles", 19, of="Tarn bridge", shown="19 articles")
    assert check_statement(Statement(text, (), (line,)), LEDGER) is Reason.FIGURE_WRONG


def test_a_figure_nobody_computed_fails() -> None:
    (articles, sources) = told().backing
    wrong = replace(told(), backing=(replace(articles, name="deaths"), sources))
    assert check_statement(wrong, LEDGER) is Reason.FIGURE_UNKNOWN


def test_a_number_that_is_no_figure_fails() -> None:
    text = "“Tarn bridge”: 18 articles from 8 sources in 3 days."
    assert check_statement(told(text), LEDGER) is Reason.NUMBER_UNBACKED


def test_digits_of_a_name_are_not_figures() -> None:
    text = "“Flight 93”: 12 articles."
    line = counted(text, "articles", 12, of="Flight 93", shown="12 articles")
    assert check_statement(Statement(text, (label(text, "Flight 93"),), (line,)), LEDGER) is None


def test_a_rounded_figure_agrees_with_what_it_was_rounded_from() -> None:
    text = "“Tarn bridge”, 4.2 times"
    line = counted(text, "ratio", 4.2, of="Tarn bridge", shown="4.2")
    statement = Statement(text, (label(text, "Tarn bridge"),), (line,))
    assert check_statement(statement, LEDGER) is None
    assert check_statement(replace(statement, backing=(replace(line, value=4.3),)), LEDGER) is (
        Reason.FIGURE_WRONG
    )


def test_russian_and_english_forms_of_a_figure_agree() -> None:
    for text, articles, tone in (
        ("1,204 articles at −0.12", "1,204 articles", "−0.12"),
        ("1\u00a0204 статьи, тон −0,12", "1\u00a0204 статьи", "−0,12"),
    ):
        lines = (counted(text, "articles", 1204, shown=articles), counted(text, "tone", -0.12, shown=tone))
        assert check_statement(Statement(text, (), lines), LEDGER) is None
    unsigned = "1,204 articles at 0.12"
    lines = (
        counted(unsigned, "articles", 1204, shown="1,204 articles"),
        counted(unsigned, "tone", -0.12, shown="0.12"),
    )
    assert check_statement(Statement(unsigned, (), lines), LEDGER) is Reason.FIGURE_MISPLACED


# Headers and summaries


def test_a_headline_is_in_the_reader_s_language_but_for_what_it_names() -> None:
    text = "Главное: «The “Tarn” bridge is closed to all who cross it»."
    names = (label(text, "The “Tarn” bridge is closed to all who cross it"),)
    assert check_headline(Statement(text, names), {}, "ru", 220) is None
    assert check_headline(Statement("The bridge is closed to all."), {}, "ru", 220) is Reason.WRONG_LANGUAGE


def test_a_headline_keeps_its_limit() -> None:
    assert check_headline(Statement("News. " * 20), {}, "en", 100) is Reason.TOO_LONG
