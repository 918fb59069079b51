"""What a reader says of an answer: whether it helped, and which of its claims are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tidings.archive import explanation
from tidings.bot.talking.keyboards import Board, Key
from tidings.bot.talking.recall import kept_answer, owner_of
from tidings.bot.talking.talk import Talk
from tidings.messages import Lang, say
from tidings.observability import metrics
from tidings.pages.blocks import Footnote, Heading, Page, Point, text
from tidings.schemas.explanation import Explanation, Ground, Standing
from tidings.store import judgements
from tidings.store.judgements import LabelledPair


async def helped(talk: Talk, payload: Mapping[str, Any]) -> str:
    """The answer helped its reader."""
    return await _rate(talk, payload, helpful=True)


async def did_not_help(talk: Talk, payload: Mapping[str, Any]) -> str:
    """The answer did not help its reader."""
    return await _rate(talk, payload, helpful=False)


async def _rate(talk: Talk, payload: Mapping[str, Any], *, helpful: bool) -> str:
    answer = await kept_answer(talk, payload)
    command = answer.meta.command
    async with talk.service.db.transaction() as conn:
        new = await judgements.rate(conn, talk.row.id, str(payload["answer"]), command, helpful)
    if new:
        metrics.bot_ratings.labels(command, "helpful" if helpful else "not_helpful").inc()
    return talk.say("bot.press.noted" if new else "bot.press.rated")


async def doubt(talk: Talk, payload: Mapping[str, Any]) -> None:
    """Show the answer's claims with buttons to accept or reject each."""
    told = await _explained(talk, payload)
    judged = await _judged(talk, payload)
    await talk.show(claims_page(told.insights, talk.lang), claims_board(payload, told, judged, talk.lang))


async def judge(talk: Talk, payload: Mapping[str, Any]) -> str:
    """Keep what a reader says of one claim, as a pair with each of its quotes, and show it on the button."""
    told = await _explained(talk, payload)
    accepted = bool(payload["accepted"])
    pairs = labelled(told, int(payload["insight"]), talk.row.id, accepted=accepted)
    async with talk.service.db.transaction() as conn:
        await judgements.judge(conn, pairs)
    metrics.bot_judgements.labels(told.command, "accepted" if accepted else "rejected").inc()
    about = {name: payload[name] for name in ("answer", "owner")}
    board = claims_board(about, told, await _judged(talk, payload), talk.lang)
    await talk.change(claims_page(told.insights, talk.lang), board)
    return talk.say("bot.press.noted")


async def _explained(talk: Talk, payload: Mapping[str, Any]) -> Explanation:
    engine = talk.service.engine
    return await explanation(
        engine.db, payload["answer"], user=owner_of(payload), words=talk.lang, rule=engine.domains
    )


async def _judged(talk: Talk, payload: Mapping[str, Any]) -> dict[int, bool]:
    return await talk.service.db.read(
        lambda conn: judgements.judged(conn, talk.row.id, str(payload["answer"]))
    )


def labelled(told: Explanation, number: int, reader: int, *, accepted: bool) -> list[LabelledPair]:
    """The claim of that number with each quote it stands on, as one reader judged it."""
    return [
        _pair(told, standing, ground, reader, accepted=accepted)
        for standing in told.insights
        if standing.number == number
        for ground in standing.grounds
    ]


def _pair(
    told: Explanation, standing: Standing, ground: Ground, reader: int, *, accepted: bool
) -> LabelledPair:
    return LabelledPair(
        reader=reader,
        correlation_id=told.correlation_id,
        insight=standing.number,
        article_id=int(ground.article_id),
        quote_start=ground.start,
        quote=ground.quote,
        claim=standing.text,
        type=standing.type,
        basis=standing.basis,
        written=standing.written,
        command=told.command,
        lang=told.lang,
        accepted=accepted,
    )


def claims_page(insights: Sequence[Standing], lang: Lang) -> Page:
    """The claims by their numbers, and what becomes of a judgement."""
    points = [Point(f"{item.number}.", text(" ".join(item.text.split()))) for item in insights]
    return Page((Heading(say("bot.judge.title", lang)), *points, Footnote(text(say("bot.judge.how", lang)))))


def claims_board(
    about: Mapping[str, Any], told: Explanation, judged: Mapping[int, bool], lang: Lang
) -> Board:
    """Two buttons a claim; what was said of it already is marked."""
    return [
        [
            _verdict(about, item.number, accepted, judged.get(item.number) is accepted, lang)
            for accepted in (True, False)
        ]
        for item in told.insights
    ]


def _verdict(about: Mapping[str, Any], number: int, accepted: bool, chosen: bool, lang: Lang) -> Key:
    name = ("accepted" if accepted else "rejected") if chosen else ("accept" if accepted else "reject")
    payload = {**about, "insight": number, "accepted": accepted}
    return Key(say(f"bot.judge.{name}", lang, number=number), "judge", payload)
