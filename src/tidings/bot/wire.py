"""The calls that show something, each with what came of it counted."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from typing import Any, TypeVar

import structlog
from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from tidings.bot.sending import Ending, Fate, ending
from tidings.observability import metrics
from tidings.store.outbox import Held, PartRow

log = structlog.get_logger(__name__)

T = TypeVar("T")

# A preview of one of many sources would stand below the whole answer as if it were its picture.
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Wire:
    """Sends and edits; errors of Telegram come back as endings."""

    def __init__(self, bot: ExtBot[None]) -> None:
        self._bot = bot

    async def anchor(self, held: Held, line: str, after: int | None) -> int | Ending:
        """Send a line to be edited later, in reply to what is answered, or to the message before."""
        sent = await _called(
            "sendMessage",
            self._bot.send_message(
                held.chat_id,
                line,
                message_thread_id=held.thread_id,
                reply_parameters=None if after else _reply(held.reply_to),
                link_preview_options=_NO_PREVIEW,
            ),
        )
        return sent if isinstance(sent, Ending) else sent.message_id

    async def fill(self, chat_id: int, message: int, row: PartRow, *, as_plain: bool) -> Ending:
        """Make a message the part it is to be."""
        keyboard: Any = json.loads(row.keyboard) if row.keyboard else None
        edited = await _called(
            "editMessageText",
            self._bot.edit_message_text(
                row.plain if as_plain else row.html,
                chat_id=chat_id,
                message_id=message,
                parse_mode=None if as_plain else ParseMode.HTML,
                reply_markup=InlineKeyboardMarkup.de_json(keyboard, self._bot) if keyboard else None,
                link_preview_options=_NO_PREVIEW,
            ),
        )
        return edited if isinstance(edited, Ending) else Ending(Fate.OK)

    async def picture(self, held: Held, picture: bytes, after: int) -> Ending:
        """Send a picture in reply to a message."""
        sent = await _called(
            "sendPhoto",
            self._bot.send_photo(
                held.chat_id,
                picture,
                message_thread_id=held.thread_id,
                reply_parameters=_reply(after),
                disable_notification=True,  # its text has just made itself heard
            ),
        )
        return Ending(Fate.OK) if isinstance(sent, Message) else sent


def _reply(message: int | None) -> ReplyParameters | None:
    return ReplyParameters(message, allow_sending_without_reply=True) if message else None


async def _called(method: str, call: Awaitable[T]) -> T | Ending:
    try:
        result = await call
    except TelegramError as error:
        ended = ending(error)
        metrics.bot_sends.labels(method, ended.fate).inc()
        if ended.fate is not Fate.UNCHANGED:
            log.info("bot_call_failed", method=method, fate=ended.fate, error=type(error).__name__)
        return ended
    metrics.bot_sends.labels(method, Fate.OK).inc()
    return result
