"""Saying that something is not carried out, in one polite sentence."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from babel.dates import format_time
from telegram import Update

from tidings.bot.places import place_of
from tidings.bot.service import Service
from tidings.bot.showing import html
from tidings.bot.showing.delivery import deliver
from tidings.bot.showing.wire import Wire
from tidings.bot.talking.talk import language_of
from tidings.messages import say
from tidings.pages.blocks import Page, Paragraph, text
from tidings.pages.reader import Reader
from tidings.store import readers
from tidings.store.inbox import Claim
from tidings.store.readers import ReaderRow


async def refuse(service: Service, claim: Claim, update: Update) -> None:
    """Tell the sender why: over the chat where they pressed a button, else below what they said."""
    said = refusal(claim, await reader_of(service, update))
    if update.callback_query is not None:
        await Wire(service.bot).tell(update.callback_query.id, said)
        return
    place = place_of(update)
    if place is not None:
        parts = html.parts(Page((Paragraph(text(said)),)))
        await deliver(service, f"update:{claim.update_id}", place, parts)


def refusal(claim: Claim, reader: Reader) -> str:
    """The sentence; a time in it is on the reader's clock."""
    until = claim.resets_at or claim.received_at
    time = format_time(until, "short", tzinfo=ZoneInfo(reader.zone), locale=reader.lang)
    return say(f"bot.refused.{claim.refusal}", reader.lang, user=str(claim.queue), time=time)


async def reader_of(service: Service, update: Update) -> Reader:
    """How to speak to whoever sent an update; nothing is stored of them."""
    user = update.effective_user
    if user is None:
        return Reader("en")
    async with service.db.connection() as conn:
        row = await readers.find(conn, user.id) or ReaderRow(user.id, user.language_code)
    return Reader(language_of(row), row.zone or "UTC")
