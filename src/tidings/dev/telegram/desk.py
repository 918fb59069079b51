"""What all methods of the API share: the world, the faults, the rates, the journal."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tidings.dev.telegram.chats import Chat, User
from tidings.dev.telegram.faults import Schedule
from tidings.dev.telegram.journal import Journal
from tidings.dev.telegram.parameters import Call
from tidings.dev.telegram.rates import Rates
from tidings.dev.telegram.refusals import bad_request, forbidden
from tidings.dev.telegram.webhook import Webhook
from tidings.dev.telegram.world import World

BOT = User(7_000_000_003, "Tidings", "tidings_bot", is_bot=True)
# The form of a real one, and plainly nobody's.
TOKEN = f"{BOT.id}:local-token-that-opens-nothing-at-all"
# Telegram says "query is too old" somewhere between a quarter of a minute and a few minutes.
QUERY_SECONDS = 60.0


@dataclass(slots=True)
class Profile:
    """What the bot told of itself: its menus of commands by scope and language, its texts by language."""

    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_button: dict[str, Any] = field(default_factory=lambda: {"type": "commands"})


class Desk:
    """One server's state and what it was told about its behaviour."""

    def __init__(self, token: str, rates: Rates | None, query_seconds: float) -> None:
        self.token = token
        self.rates = rates
        self.query_seconds = query_seconds
        self.world = World(BOT)
        self.schedule = Schedule()
        self.journal = Journal()
        self.profile = Profile()
        self.webhook = Webhook(self.world.updates)
        self.polls = 0
        self.closing = asyncio.Event()

    def close(self) -> None:
        """End what waits; called in the server's loop."""
        self.closing.set()
        self.webhook.set(None)
        self.world.bell.ring()

    def chat(self, call: Call) -> Chat:
        """The chat a call is about; Refused where there is none."""
        if not call.text("chat_id"):
            raise bad_request("chat_id is empty")
        chat = self.world.chats.get(call.integer("chat_id") or 0)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def reachable(self, call: Call) -> Chat:
        """The chat a call is about; Refused where its user blocked the bot."""
        chat = self.chat(call)
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def writable(self, call: Call) -> Chat:
        """The chat a call writes to, counted; Refused where the bot is blocked or writes too much."""
        chat = self.reachable(call)
        if self.rates is not None:
            self.rates.count(chat.id, group=not chat.is_private)
        return chat
