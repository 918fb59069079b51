"""A question as it was wished, asked of the engine, and what came of it as messages."""

from __future__ import annotations

import asyncio
import difflib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from tidings.asking import known_subject
from tidings.bot.talking.keyboards import answer_board
from tidings.bot.talking.offers import after_error, clarification, no_outlet
from tidings.bot.talking.options import Wish
from tidings.bot.talking.talk import Talk
from tidings.charts import chart_of, png
from tidings.errors import InvalidRequest, TidingsError, UnknownName
from tidings.following.choice import outlets_for
from tidings.observability.correlation import correlated
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.pages.answer import answer_page
from tidings.pages.errors import error_page
from tidings.schemas import Answer
from tidings.store import outlets

DEFAULT_WINDOW = "24h"


class UnknownOutlet(UnknownName):
    """A source was named that there is none of; `near` are names that may have been meant."""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        super().__init__(f"no source is named {name!r}", message="unknown_source", params={"source": name})
        self.name = name
        self.near = near


async def respond(talk: Talk, wish: Wish) -> None:
    """Answer the question, or say what is missing in it and offer what there is.

    InvalidRequest where there is nothing in it to look for: that is said before anything is offered.
    """
    if wish.query is not None:
        known_subject(wish.query)
    offer = clarification(wish, talk.lang)
    if offer is not None:
        await talk.show(offer.page, offer.board)
        return
    await ask(talk, wish)


async def ask(talk: Talk, wish: Wish) -> None:
    """Answer a question that is complete."""
    wish = replace(wish, window=wish.window or DEFAULT_WINDOW)
    with correlated() as reference:
        try:
            answer = await _answer(talk, wish)
        except UnknownOutlet as error:
            offer = no_outlet(wish, error.name, error.near, talk.lang)
            await talk.show(offer.page, offer.board)
        except TidingsError as error:
            page = error_page(error, reference, talk.reader)
            await talk.show(page, after_error(wish, error, talk.lang))
        else:
            about = {"answer": answer.meta.correlation_id, "owner": talk.row.id}
            board = answer_board(wish, about, talk.lang, kept=answer.meta.kept)
            await talk.show(answer_page(answer, talk.reader), board, await _picture(talk, answer))


async def _answer(talk: Talk, wish: Wish) -> Answer:
    execute = execute_trends
    if wish.mode != "trends":
        execute = partial(execute_analyze, mode=wish.mode or "", query=wish.query)
    return await execute(
        window=wish.window or DEFAULT_WINDOW,
        lang=wish.lang or "auto",
        sources=await _sources(talk, wish),
        words=talk.lang,
        user=talk.user,
        engine=talk.service.engine,
    )


async def _picture(talk: Talk, answer: Answer) -> bytes | None:
    chart = chart_of(answer, talk.reader)
    return await asyncio.to_thread(png, chart) if chart else None


async def _sources(talk: Talk, wish: Wish) -> Sequence[str] | None:
    """The outlets to answer from: those named, else those chosen, without the blocked; None for all."""
    if wish.sources:
        return await named_outlets(talk, wish)
    wanted = await outlets_for(talk.service.db, talk.row)
    if wanted is not None and not wanted:
        raise InvalidRequest("the reader's settings leave no source", message="no_source_left")
    return wanted


async def named_outlets(talk: Talk, wish: Wish) -> list[str]:
    """The outlets that were named; UnknownOutlet for a name that none has."""
    known = await talk.service.db.read(outlets.names) if wish.sources else []
    return [name for typed in wish.sources for name in await _outlets(talk, typed, known)]


async def _outlets(talk: Talk, typed: str, known: Sequence[str]) -> list[str]:
    """The outlets somebody means: by name in any case, or by the host they are at."""
    named = [name for name in known if name.casefold() == " ".join(typed.casefold().split())]
    if named:
        return named
    host = typed.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").strip("/")
    found = await talk.service.db.read(lambda conn: outlets.at_host(conn, host)) if "." in host else []
    if not found:
        raise UnknownOutlet(typed, near_names(typed, known))
    return found


def near_names(typed: str, known: Sequence[str], most: int = 4) -> list[str]:
    """Outlets whose names hold what was typed, or are nearly spelt like it; else the first of them."""
    folded = typed.casefold()
    holding = [name for name in known if folded in name.casefold()]
    spelt = difflib.get_close_matches(folded, [name.casefold() for name in known], most, cutoff=0.5)
    near = [*holding, *(name for name in known if name.casefold() in spelt and name not in holding)]
    return (near or list(known))[:most]
