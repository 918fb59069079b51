"""Conflicts between sources in whole answers about the bundled sample, in both languages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tidings.conflicts import find_conflicts
from tidings.engine import Engine
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.schemas import Answer
from tidings.schemas.insight import Insight
from tidings.store import articles, voices
from tidings.store.analysis import Selection

FIGURES = {
    "en": "Sources differ on the number of injured: 12 (Teyra Wire) or 17 (Valmere Herald).",
    "ru": "Источники расходятся в числе пострадавших: 12 (Teyra Wire) или 17 (Valmere Herald).",
}


def conflicts(answer: Answer) -> list[Insight]:
    return [insight for insight in answer.insights if insight.type == "conflict"]


def scope(moment: datetime, **changes: object) -> Selection:
    return Selection(**{"since": moment - timedelta(days=1), "until": moment, **changes})


@pytest.mark.parametrize("words", ["en", "ru"])
async def test_a_day_of_the_sample_shows_that_the_injured_are_counted_differently(
    engine: Engine, moment: datetime, words: str
) -> None:
    answer = await execute_trends(window="24h", as_of=moment, words=words, engine=engine)
    [first, *_] = conflicts(answer)
    assert first.text == FIGURES[words]
    assert first.basis == "quoted"
    twelve, seventeen = first.evidence_refs
    assert "Twelve people were injured" in twelve.quote
    assert "Seventeen" in seventeen.quote
    assert {twelve.date, seventeen.date} == {"2025-03-07"}
    assert {card.article_id for card in answer.evidence} >= {twelve.article_id, seventeen.article_id}


@pytest.mark.parametrize(("mode", "least"), [("sentiment", 3), ("keywords", 3)])
async def test_where_a_mood_or_phrases_were_asked_for_they_come_before_one_conflict(
    engine: Engine, moment: datetime, mode: str, least: int
) -> None:
    answer = await execute_analyze(mode=mode, query="Aurelia", as_of=moment, engine=engine)
    assert len(conflicts(answer)) == 1
    assert all(insight.type != "conflict" for insight in answer.insights[:least])


async def test_of_one_story_several_things_may_be_told_to_differ(engine: Engine, moment: datetime) -> None:
    answer = await execute_trends(window="1w", as_of=moment, engine=engine)
    told = [insight.text for insight in conflicts(answer)]
    assert len(told) == 2
    assert told[0].startswith("Sources differ on the number of injured")
    assert told[1].startswith("Opposite statements")


async def test_no_more_articles_are_read_in_all_than_asked_for_those_of_the_widest_stories_first(
    engine: Engine, moment: datetime
) -> None:
    def told(**limits: int) -> Any:
        return engine.db.read(
            lambda conn: voices.widest(conn, scope(moment), stories=12, articles=8, **limits)
        )

    every, some = await told(), await told(most=11)
    assert sum(map(len, some)) == 11
    assert some[:-1] == every[: len(some) - 1]
    assert some[-1] == every[len(some) - 1][: len(some[-1])]


async def test_a_conflict_follows_the_strongest_figure(engine: Engine, moment: datetime) -> None:
    answer = await execute_trends(window="24h", as_of=moment, engine=engine)
    assert [insight.type for insight in answer.insights[:2]] == ["fact", "conflict"]
    assert answer.insights[0].basis == "computed"


async def test_a_denial_and_its_confirmation_are_set_against_each_other(
    engine: Engine, moment: datetime
) -> None:
    answer = await execute_analyze(mode="topics", query="Aurelia steering", as_of=moment, engine=engine)
    [insight] = [item for item in conflicts(answer) if "Opposite" in item.text]
    assert insight.text.startswith("Opposite statements: “Corvane Lines denied")
    assert "had failed" in insight.text.partition("(Lindmark Ledger)")[0], "not cut before what is denied"
    assert "“Harbour master confirms Aurelia reported loss of steering" in insight.text
    denied, confirmed = insight.evidence_refs
    assert "denied that the engines or steering" in denied.quote
    assert "confirm" in confirmed.quote


async def test_a_russian_and_an_english_outlet_are_set_against_each_other(
    engine: Engine, moment: datetime
) -> None:
    outlets = ["Тейра.Новости", "Valmere Herald"]
    answer = await execute_trends(window="24h", sources=outlets, as_of=moment, words="ru", engine=engine)
    [insight] = conflicts(answer)
    assert (
        insight.text
        == "Источники расходятся в числе пострадавших: 12 (Тейра.Новости) или 17 (Valmere Herald)."
    )


async def test_where_one_outlet_is_asked_nobody_disagrees(engine: Engine, moment: datetime) -> None:
    answer = await execute_trends(window="24h", sources=["Valmere Herald"], as_of=moment, engine=engine)
    assert conflicts(answer) == []


async def test_only_what_matches_the_question_is_compared(engine: Engine, moment: datetime) -> None:
    answer = await execute_analyze(mode="topics", query="comet", as_of=moment, engine=engine)
    assert conflicts(answer) == []


async def test_nothing_newer_than_the_moment_is_compared(engine: Engine, moment: datetime) -> None:
    early = moment - timedelta(minutes=1200)
    found = await find_conflicts(engine.db, scope(early), "en")
    assert [claim.statement.text for claim in found] == []


async def test_a_copy_is_no_voice_of_its_own(engine: Engine, moment: datetime) -> None:
    """Городской час repeats an item of Тейра.Новости word for word."""
    stories = await engine.db.read(lambda conn: voices.widest(conn, scope(moment), stories=50, articles=50))
    wanted = [key for story in stories for key in story]
    texts = await engine.db.read(lambda conn: articles.texts(conn, wanted, moment))
    told = [text.text for text in texts.values()]
    assert len(told) == len(set(told))


async def test_every_outlet_of_a_story_speaks_before_any_speaks_twice(
    engine: Engine, moment: datetime
) -> None:
    stories = await engine.db.read(lambda conn: voices.widest(conn, scope(moment), stories=5, articles=20))
    texts = await engine.db.read(
        lambda conn: articles.texts(conn, [key for story in stories for key in story], moment)
    )
    told = [[texts[key].source for key in story] for story in stories]
    assert [len(set(story)) for story in told] == sorted((len(set(story)) for story in told), reverse=True)
    for story in told:
        outlets = len(set(story))
        assert outlets > 1
        assert len(set(story[:outlets])) == outlets


async def test_no_more_stories_and_articles_are_read_than_asked_for(engine: Engine, moment: datetime) -> None:
    stories = await engine.db.read(lambda conn: voices.widest(conn, scope(moment), stories=2, articles=3))
    assert len(stories) == 2
    assert all(len(story) <= 3 for story in stories)
