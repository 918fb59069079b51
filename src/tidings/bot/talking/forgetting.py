"""What is stored about a reader: told, and removed when they ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from telegram.constants import ParseMode
from telegram.error import TelegramError

from tidings.bot.showing import html
from tidings.bot.talking.keyboards import Board, Key
from tidings.bot.talking.talk import Talk
from tidings.llm.budget import user_hash
from tidings.messages import Lang, say
from tidings.observability import metrics
from tidings.pages.blocks import Footnote, Heading, Page, Paragraph, Point, text
from tidings.pages.phrases import live
from tidings.store import buttons, follows, inbox, judgements, outbox, readers, users
from tidings.store.pool import Connection

log = structlog.get_logger(__name__)

_STORED = ("settings", "messages", "answers", "follows", "judgements", "costs")


async def privacy(talk: Talk) -> None:
    """What is stored about a reader, and how to have it removed."""
    await talk.show(privacy_page(talk.service.settings.keep_answers_days, talk.lang))


def privacy_page(days: float, lang: Lang) -> Page:
    """What is stored, for how long, and what is not."""
    stored = _STORED if days else tuple(name for name in _STORED if name != "answers")
    points = [Point("•", text(say(f"bot.privacy.{name}", lang, days=round(days)))) for name in stored]
    return Page(
        (
            Heading(say("bot.privacy.title", lang)),
            *points,
            Paragraph(text(say("bot.privacy.not", lang))),
            Footnote(live(say("bot.privacy.delete", lang))),
        )
    )


async def ask_to_delete(talk: Talk) -> None:
    """Ask once whether everything is to be removed."""
    board: Board = [
        [Key(talk.say("bot.delete.yes"), "delete")],
        [Key(talk.say("bot.button.cancel"), "keep")],
    ]
    await talk.show(Page((Paragraph(text(talk.say("bot.delete.ask"))),)), board)


async def keep_everything(talk: Talk, _: Mapping[str, Any]) -> None:
    """Nothing is removed."""
    await talk.change(Page((Paragraph(text(talk.say("bot.delete.kept"))),)))


async def delete_everything(talk: Talk, _: Mapping[str, Any]) -> str | None:
    """Remove everything stored of the reader, in one transaction.

    Not while a question of theirs is being answered, which would be stored after that.
    """
    async with talk.service.db.transaction() as conn:
        if await inbox.is_busy(conn, talk.row.id):
            return talk.say("bot.delete.busy")
        await forget(conn, talk.row.id)
    metrics.bot_readers_forgotten.inc()
    log.info("reader_forgotten")
    await _say_goodbye(talk)
    return None


async def _say_goodbye(talk: Talk) -> None:
    """Tell them past the outbox, which would keep that they were here."""
    (part,) = html.parts(Page((Paragraph(live(talk.say("bot.delete.done"))),)))
    try:
        await talk.service.bot.edit_message_text(
            part.html, chat_id=talk.place.chat_id, message_id=talk.message, parse_mode=ParseMode.HTML
        )
    except TelegramError as error:  # it is done all the same; the old button tells that it has expired
        metrics.bot_sends.labels("editMessageText", "goodbye_lost").inc()
        log.info("goodbye_lost", reason=str(error))


async def forget(conn: Connection, reader: int) -> None:
    """Remove every row of a reader; what their commands cost stays in the sums of the day, without them."""
    known_as = user_hash(f"telegram:{reader}")
    await follows.forget(conn, reader)
    await judgements.forget(conn, reader)
    await buttons.forget(conn, reader)
    await users.forget(conn, known_as)
    await outbox.forget(conn, reader)
    await inbox.forget(conn, reader)
    await readers.forget(conn, reader)
