"""What goes out to a chat, before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where to say something: a chat, its topic, and the message it answers."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One message, as Telegram's HTML and as plain text; `keyboard` is an inline one in the wire format.

    `replaces` is the number of a message that becomes this one, where it is still there.
    """

    html: str
    plain: str
    keyboard: dict[str, Any] | None = None
    picture: bytes | None = None
    replaces: int | None = None
