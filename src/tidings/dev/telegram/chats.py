"""Users, chats and messages, as the server keeps them and as the Bot API writes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from tidings.dev.telegram.entities import Formatted
from tidings.dev.telegram.keyboards import Button, Rows
from tidings.dev.telegram.pictures import Photo


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who writes; `language_code` is what their app tells of its language."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def wire(self) -> dict[str, Any]:
        """The user as the Bot API sends them."""
        written = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {name: value for name, value in written.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now; an edited one is a new value with the same number.

    `thread_id` is the topic of a group with topics, `version` grows with every change in any chat.
    """

    id: int
    chat_id: int
    sender: User
    moment: datetime
    content: Formatted
    version: int
    photo: Photo | None = None
    keyboard: Rows = ()
    reply_to: int | None = None
    thread_id: int | None = None
    edited: datetime | None = None
    silent: bool = False

    @property
    def text(self) -> str:
        """What it says, as a text or as the caption of its photo."""
        return self.content.text

    @property
    def buttons(self) -> list[Button]:
        """Its buttons, row after row."""
        return [button for row in self.keyboard for button in row]

    def button(self, wanted: str | int) -> Button:
        """The button with that text, data or place; KeyError where there is none."""
        for number, button in enumerate(self.buttons):
            if wanted in {number, button.text, button.data}:
                return button
        raise KeyError(f"no button {wanted!r} among {[button.text for button in self.buttons]}")


@dataclass(slots=True)
class Chat:
    """A private chat, numbered as its user, or a group, its topics by number."""

    id: int
    kind: Literal["private", "supergroup"]
    title: str
    username: str | None = None
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    acting: tuple[str, float] | None = None
    blocked: bool = False

    @property
    def is_private(self) -> bool:
        """Whether it is one user's chat with the bot."""
        return self.kind == "private"

    def wire(self) -> dict[str, Any]:
        """The chat as the Bot API sends it."""
        if self.is_private:
            written = {"id": self.id, "type": self.kind, "first_name": self.title, "username": self.username}
            return {name: value for name, value in written.items() if value is not None}
        return {"id": self.id, "type": self.kind, "title": self.title} | (
            {"is_forum": True} if self.topics else {}
        )

    def said_by(self, sender: int) -> Iterator[Message]:
        """The messages of one user, the oldest first."""
        return (message for message in self.messages.values() if message.sender.id == sender)
