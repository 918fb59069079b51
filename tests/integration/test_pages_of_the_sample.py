"""Answers of the real engine over the sample as pages: every mode, in both languages."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from tidings.archive import explanation
from tidings.bot.showing.html import plain, render
from tidings.dev.telegram.formatting import formatted
from tidings.engine import Engine
from tidings.messages import LANGUAGES, Lang
from tidings.orchestrator import MODES, execute_analyze, execute_trends
from tidings.pages.answer import answer_page
from tidings.pages.blocks import Page
from tidings.pages.explaining import explanation_page
from tidings.pages.reader import Reader
from tidings.pages.sources import sources_pages
from tidings.schemas import Answer

QUERIES = {"ru": "ставка", "en": "flood"}


def seen(page: Page) -> str:
    """All a reader sees of a page, as Telegram reads it."""
    return "\n".join(formatted(message, "HTML").text for message in render(page))


async def asked(engine: Engine, mode: str, query: str | None, moment: datetime, **more: Any) -> Answer:
    if mode == "trends":
        return await execute_trends(as_of=moment, engine=engine, **more)
    return await execute_analyze(
        mode=mode, query=query, as_of=moment, engine=engine, **{"window": "1w", **more}
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mode", ["trends", *MODES])
@pytest.mark.parametrize("has_query", [False, True])
async def test_an_answer_is_one_message_with_a_link_for_each_insight(
    engine: Engine, moment: datetime, mode: str, lang: Lang, has_query: bool
) -> None:
    query = QUERIES[lang] if has_query else None
    answer = await asked(engine, mode, query, moment, words=lang)
    (message,) = render(answer_page(answer, Reader(lang, "Europe/Moscow")))
    read = formatted(message, "HTML")
    links = [entity.url for entity in read.entities if entity.kind == "text_link"]
    assert message.startswith("<b>")
    for insight in answer.insights:
        assert any(ref.url in links for ref in insight.evidence_refs)
    assert "21:00" in read.text.splitlines()[0]
    assert not re.search(r"\bNone\b|\{\w*\}|\bUTC\b", read.text)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_sources_of_an_answer_are_all_of_its_evidence(
    engine: Engine, moment: datetime, lang: Lang
) -> None:
    answer = await asked(engine, "trends", None, moment, words=lang)
    shown = "\n".join(map(seen, sources_pages(answer, Reader(lang))))
    assert all(item.title in shown for item in answer.evidence)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_kept_answer_is_explained_with_its_quotes(
    own_url: str, opened: Any, moment: datetime, lang: Lang
) -> None:
    async with opened("openai") as engine:
        answer = await asked(engine, "topics", None, moment, words=lang)
        told = await explanation(engine.db, answer.meta.correlation_id, words=lang)
        shown = "\n".join(plain(explanation_page(told, Reader(lang))))
        for insight in told.insights:
            assert all(ground.quote in shown for ground in insight.grounds)
        assert answer.meta.correlation_id in shown
