"""An explanation as a person reads it."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console, Group, RenderableType

from tidings.cli.explanations import explanation_page, kept_page
from tidings.cli.words import Words
from tidings.messages import Lang
from tidings.schemas import Figure
from tidings.schemas.explanation import (
    CitedArticle,
    ConfidencePart,
    Correction,
    CountedArticle,
    Expectation,
    Explanation,
    Ground,
    Headline,
    KeptAnswer,
    LeftOut,
    Past,
    Standing,
    Subject,
)

ASKED = datetime(2024, 3, 2, 21, tzinfo=UTC)
QUOTE = "The river port closed on Friday"


def ground(corrected: Correction | None = None) -> Ground:
    return Ground(
        article_id="7",
        title="River port closes",
        source="Shore Post\x1b[31m",
        url=None,
        date="2024-03-01",
        quote=QUOTE,
        start=19,
        end=19 + len(QUOTE),
        revision=1,
        corrected=corrected,
    )


def told(*grounds: Ground, left_out: tuple[LeftOut, ...] = (), error: str | None = None) -> Explanation:
    figures = (Figure(name="articles", value=1204), Figure(name="expected", value=286))
    insight = Standing(
        number=1,
        type="fact",
        basis="computed",
        written=False,
        text="“River port” is rising",
        figures=(*figures, Figure(name="ratio", value=4.2), Figure(name="tone", value=-0.25)),
        grounds=grounds or (ground(),),
    )
    return Explanation(
        correlation_id="1f3a00",
        asked_at=ASKED,
        command="analyze_topics",
        query="river",
        window="24h",
        since=ASKED - timedelta(days=1),
        until=ASKED,
        lang="en",
        model="local",
        tokens=0,
        cost_usd=0.0,
        latency_ms=41.0,
        error_code=error,
        header=None if error else "Topics in coverage of “river”",
        tldr=None if error else "Top story: “River port”.",
        confidence=None if error else 0.71,
        insights=() if error else (insight,),
        left_out=left_out,
        corrected=sum(item.corrected is not None for item in grounds),
    )


def page(explanation: Explanation, lang: Lang = "en", program: str = "tidings") -> str:
    return printed(explanation_page(explanation, Words(lang, ZoneInfo("UTC")), program))


def printed(parts: list[RenderableType]) -> str:
    file = io.StringIO()
    screen = Console(file=file, width=200, markup=False, emoji=False, highlight=False, no_color=True)
    screen.print(Group(*parts), crop=False)
    return file.getvalue()


def counted(count: int, kept: int | None = None) -> Subject:
    """A topic of so many articles, of which so many are listed."""
    articles = tuple(
        CountedArticle(
            article_id=str(n),
            title=f"Report {n}\x1b[31m",
            source="Shore Post",
            url="https://shore.example/1",
            date="2024-03-01",
        )
        for n in range(count if kept is None else kept)
    )
    expectation = Expectation(counts=(1.0, 2.5), articles=2.1, rule="Called rising from 4 articles on.")
    return Subject(
        kind="topic",
        label="River port",
        articles=count,
        sources=3,
        course="rising",
        counted=articles,
        expectation=expectation,
    )


def whole(subject: Subject) -> Explanation:
    """An explanation with all its parts."""
    bare = told()
    past = Past(since=ASKED - timedelta(days=8), until=ASKED - timedelta(days=1), windows=7, articles=1300)
    part = ConfidencePart(name="sample", value=0.4, weight=0.35, sentence="14 articles")
    insight = bare.insights[0].model_copy(update={"subject": "River port"})
    return bare.model_copy(
        update={
            "insights": (insight,),
            "subjects": (subject,),
            "past": past,
            "confidence_parts": (part,),
            "tldr_grounds": Headline(subjects=("River port", "gone")),
            "asked_again": "tidings analyze topics river --window 24h",
            "as_of": ASKED,
        }
    )


def test_an_insight_is_shown_with_its_figures_its_quote_and_where_it_stands() -> None:
    shown = page(told())
    assert "confidence high (0.71) · 41 ms · no cost · model local · 1f3a00" in shown
    assert "counted: articles 1,204, 286 expected from the past, 4.2 times its usual, tone −0.25" in shown
    assert f"“{QUOTE}”" in shown
    assert "— Shore Post · 1 March 2024 · #7 · revision 1 · 19:50" in shown
    assert "Nothing: all that was proposed was proved." in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("stands", "lang", "words"),
    [
        (True, "en", "these words still stand in it"),
        (False, "en", "these words are no longer in it"),
        (True, "ru", "эти слова в ней остались"),
        (False, "ru", "этих слов в ней больше нет"),
    ],
)
def test_a_correction_says_whether_the_words_still_stand(stands: bool, lang: Lang, words: str) -> None:
    shown = page(told(ground(Correction(revision=2, revised_at=ASKED, words_stand=stands))), lang)
    assert words in shown
    assert {"en": "1 cited article has been corrected since", "ru": "Исправлены с тех пор: 1 статья"}[
        lang
    ] in shown


def test_what_was_left_out_is_shown_with_its_reason_and_articles() -> None:
    item = LeftOut(
        part="insight",
        text="Nine ports closed",
        written=True,
        outcome="abstain",
        reason="other_language",
        sentence="The article is in another language.",
        articles=(CitedArticle(article_id="7", reason=None),),
    )
    shown = page(told(left_out=(item,)))
    assert "Nine ports closed  insight, a model's own words" in shown
    assert "cannot be told: The article is in another language.\n     #7" in shown


def test_a_command_that_proved_nothing_says_so() -> None:
    shown = page(told(error="VALIDATION_FAILED"))
    assert "nothing that could be said was proved (VALIDATION_FAILED)" in shown
    assert "WHY EACH INSIGHT STANDS" not in shown


def test_what_was_counted_is_listed_with_its_past_and_the_rule() -> None:
    shown = page(whole(counted(9)), program="tidings --data-dir /news")
    assert "TOPICS river 24h" in shown, "no name of a command that only the inside knows"
    assert "analyze_topics" not in shown
    assert "as of 2 Mar 2024 21:00" in shown
    assert "to ask again: tidings --data-dir /news analyze topics river --window 24h" in shown
    assert "What these lines name is counted below, under 1." in shown
    assert "its articles and its past: number 1 in “What was counted”" in shown
    assert (
        "The past is 7 spans as long as this one, 23 Feb 21:00 to 1 Mar 2024 21:00, with 1,300 articles"
        in shown
    )
    assert "before, newest first: 1, 2.5" in shown
    assert "Called rising from 4 articles on." in shown
    assert "#4 · Shore Post · 1 March 2024" in shown
    assert "#5 · " not in shown
    assert "and 4 more articles; --json lists 9 of them" in shown
    assert "sample 0.40, to the power of 0.35: 14 articles" in shown
    assert "\x1b" not in shown


def test_where_all_is_shown_nothing_more_is_promised() -> None:
    assert "more article" not in page(whole(counted(3)))


def test_without_a_past_it_says_why_nothing_is_called_rising() -> None:
    explanation = whole(counted(3))
    none = Past(since=ASKED, until=ASKED, windows=0, articles=0)
    shown = page(explanation.model_copy(update={"past": none}))
    assert "There is no past to compare with yet" in shown


def test_an_answer_in_the_other_language_is_quoted_in_its_own_marks() -> None:
    shown = page(told(), "ru")
    assert "ответ на английском" in shown
    assert f"“{QUOTE}”" in shown
    assert f"«{QUOTE}»" not in shown


def test_what_a_list_of_domains_keeps_out_is_said() -> None:
    shown = page(told().model_copy(update={"withheld": 2}))
    assert "! 2 parts are not shown" in shown
    assert "TIDINGS_BLOCKED_DOMAINS" in shown


def test_the_kept_answers_are_listed_with_how_to_ask_about_one() -> None:
    rows = [
        KeptAnswer(
            correlation_id=key,
            asked_at=ASKED,
            command="analyze_topics",
            query="river\x1b[31m",
            window="24h",
            header=header,
            error_code=None if header else "VALIDATION_FAILED",
        )
        for key, header in (("1f3a00", "Topics in coverage of “river”"), ("2b4c00", None))
    ]
    shown = printed(kept_page(rows, Words("en", ZoneInfo("UTC")), "tidings --data-dir /news"))
    assert "1f3a00  2 Mar 2024 21:00  TOPICS river 24h" in shown
    assert "nothing was proved" in shown
    assert "tidings --data-dir /news explain 1f3a00" in shown
    assert "\x1b" not in shown
