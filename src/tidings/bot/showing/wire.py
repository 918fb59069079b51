"""The calls that show something, each with what came of it counted."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from typing import Any, TypeVar

import structlog
from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from tidings.bot.showing.outgoing import Place
from tidings.bot.showing.sending import Ending, Fate, ending
from tidings.observability import metrics
from tidings.store.outbox import PartRow

log = structlog.get_logger(__name__)

T = TypeVar("T")

# A preview of one of many sources would stand below the whole answer as if it were its picture.
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Wire:
    """Sends and edits; errors of Telegram come back as endings."""

    def __init__(self, bot: ExtBot[int]) -> None:
        self._bot = bot

    async def anchor(self, place: Place, line: str) -> int | Ending:
        """Send a line to be edited later; its message's number."""
        sent = await _called(
            "sendMessage",
            self._bot.send_message(
                place.chat_id,
                line,
                message_thread_id=place.thread_id,
                reply_parameters=_reply(place.reply_to),
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

    async def reword(self, chat_id: int, message: int, line: str) -> None:
        """Make a message another line, where that can be done."""
        await _called("editMessageText", self._bot.edit_message_text(line, chat_id, message))

    async def remove(self, chat_id: int, message: int) -> None:
        """Remove a message, where that can be done."""
        await _called("deleteMessage", self._bot.delete_message(chat_id, message))

    async def type(self, place: Place) -> None:
        """Show that something is being written, where that can be done."""
        await _called(
            "sendChatAction",
            self._bot.send_chat_action(place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id),
        )

    async def tell(self, query: str, words: str) -> None:
        """Show words over the chat in which a button was pressed, where that can be done."""
        await _called("answerCallbackQuery", self._bot.answer_callback_query(query, words, show_alert=True))

    async def picture(self, place: Place, picture: bytes) -> Ending:
        """Send a picture."""
        sent = await _called(
            "sendPhoto",
            self._bot.send_photo(
                place.chat_id,
                picture,
                message_thread_id=place.thread_id,
                reply_parameters=_reply(place.reply_to),
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
