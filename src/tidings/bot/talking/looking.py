"""Looking into an answer: why it says what it says, what it rests on, and what is near it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tidings.archive import counted_articles, explanation
from tidings.bot.talking.keyboards import Key, pages_row
from tidings.bot.talking.recall import kept_answer, owner_of
from tidings.bot.talking.talk import Talk
from tidings.pages.answer import header
from tidings.pages.explaining import explanation_page
from tidings.pages.sources import sources_pages
from tidings.pages.stories import stories_page
from tidings.retrieval.similar import stories_near

# Before the answer's own window: a story that is near is worth knowing of for a month.
_BACK = timedelta(days=30)


async def explain(talk: Talk, payload: Mapping[str, Any]) -> None:
    """Why the answer says what it says."""
    engine = talk.service.engine
    told = await explanation(
        engine.db, payload["answer"], user=owner_of(payload), words=talk.lang, rule=engine.domains
    )
    wrong = Key(talk.say("bot.button.wrong"), "wrong", payload)
    await talk.show(explanation_page(told, talk.reader), [[wrong]] if told.insights else [])


async def show_sources(talk: Talk, payload: Mapping[str, Any]) -> None:
    """Every article of the answer: the first page of them, below."""
    pages = sources_pages(await kept_answer(talk, payload), talk.reader)
    await talk.show(pages[0], [pages_row("page", payload, 0, len(pages))])


async def turn_page(talk: Talk, payload: Mapping[str, Any]) -> None:
    """Another page of an answer's articles, in the place of this one."""
    pages = sources_pages(await kept_answer(talk, payload), talk.reader)
    place = int(payload["page"]) % len(pages)
    await talk.change(pages[place], [pages_row("page", payload, place, len(pages))])


async def similar(talk: Talk, payload: Mapping[str, Any]) -> None:
    """Stories near those that the answer's claims are about, without those that it tells or counts."""
    db, answer = talk.service.db, await kept_answer(talk, payload)
    counted = await counted_articles(db, str(payload["answer"]), owner_of(payload))
    told = counted | {int(card.article_id) for card in answer.evidence}
    cited = {int(ref.article_id) for item in answer.insights for ref in item.evidence_refs if ref.article_id}
    since = answer.meta.since - _BACK
    hits = await stories_near(db, cited, since, answer.meta.until, besides=told)
    await talk.show(stories_page(header(answer, talk.reader), hits, talk.reader))
