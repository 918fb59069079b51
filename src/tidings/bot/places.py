"""Where to answer an update."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType

from tidings.bot.showing.outgoing import Place


def place_of(update: Update) -> Place | None:
    """The chat; in a group its topic, where it has some, and the message to reply to. None for no chat."""
    chat, message = update.effective_chat, update.effective_message
    if chat is None:
        return None
    if message is None or not message.is_accessible:
        return Place(chat.id)
    thread = message.message_thread_id if getattr(message, "is_topic_message", False) else None
    return Place(chat.id, thread, None if chat.type == ChatType.PRIVATE else message.message_id)
