"""An explanation as a person reads it."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console, Group

from tidings.cli.explanations import explanation_page
from tidings.cli.words import Words
from tidings.messages import Lang
from tidings.schemas import Figure
from tidings.schemas.explanation import CitedArticle, Correction, Explanation, Ground, LeftOut, Standing

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


def page(explanation: Explanation, lang: Lang = "en") -> str:
    file = io.StringIO()
    screen = Console(file=file, width=200, markup=False, emoji=False, highlight=False, no_color=True)
    screen.print(Group(*explanation_page(explanation, Words(lang, ZoneInfo("UTC")))))
    return file.getvalue()


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
