"""The server as a whole: Telegram on a port of this machine, its users in the hands of a test or a person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tidings.dev.loopback import Loopback
from tidings.dev.telegram.app import build
from tidings.dev.telegram.chats import Chat, Message, User
from tidings.dev.telegram.desk import QUERY_SECONDS, TOKEN, Desk, Profile
from tidings.dev.telegram.faults import NONE, Faults
from tidings.dev.telegram.journal import Entry
from tidings.dev.telegram.keyboards import Button
from tidings.dev.telegram.rates import Rates
from tidings.dev.telegram.world import Answer, Query


class TelegramServer(Loopback):
    """A Bot API with its users and chats, as long as the context lasts.

    With `limits` it refuses what is sent faster than Telegram documents. A pressed button can be answered
    for `query_seconds`. Bots call below `url`/bot, people look at the page there.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        token: str = TOKEN,
        limits: bool = False,
        query_seconds: float = QUERY_SECONDS,
    ) -> None:
        self._desk = Desk(token, Rates() if limits else None, query_seconds)
        super().__init__(build(self._desk), port, self._desk.close)

    @property
    def token(self) -> str:
        """The bot's token."""
        return self._desk.token

    @property
    def bot(self) -> User:
        """The bot itself."""
        return self._desk.world.bot

    @property
    def profile(self) -> Profile:
        """What the bot told of itself: menus of commands, descriptions."""
        return self._desk.profile

    def settings(self) -> dict[str, Any]:
        """Arguments for Tidings' settings that lead its bot here."""
        return {"telegram_token": self.token, "telegram_api_url": self.url}

    # What users do

    def user(
        self, number: int, first_name: str = "Anna", username: str | None = None, language: str | None = "en"
    ) -> User:
        """A user of that number, known from now on."""
        return self._desk.world.meet(User(number, first_name, username, language))

    def group(self, number: int, title: str = "Newsroom", topics: dict[int, str] | None = None) -> Chat:
        """A group the bot is in, its number below -1000000000000; with topics, by their numbers."""
        return self._desk.world.open_group(number, title, topics or {})

    def say(
        self,
        user: int | User,
        text: str,
        chat: int | None = None,
        *,
        thread: int | None = None,
        reply_to: int | Message | None = None,
    ) -> Message:
        """A user writes to the bot, or in a group; the message as it stands in the chat."""
        world = self._desk.world
        writer = world.meet(user)
        answered = reply_to.id if isinstance(reply_to, Message) else reply_to
        return world.say(writer, text, self.chat(chat or writer.id), thread, answered)

    def press(self, message: Message, button: str | int | Button, user: int | User | None = None) -> Query:
        """A user presses a button of a message, given by its text, data or place; its `answer` comes later.

        In a private chat it is the user of the chat, unless another is named. KeyError where the message as
        it stands now has no such button.
        """
        world = self._desk.world
        wanted = button.data or button.text if isinstance(button, Button) else button
        shown = self.message(message.chat_id, message.id)
        presser = world.meet(message.chat_id if user is None else user)
        return world.press(shown, shown.button(wanted), presser)

    def press_again(self, message: Message, button: Button, user: int | User | None = None) -> Query:
        """A button pressed on an app that still shows what was there before: as `message` has it."""
        world = self._desk.world
        return world.press(message, button, world.meet(message.chat_id if user is None else user))

    def block(self, user: int | User) -> None:
        """A user blocks the bot, until they write to it again."""
        self._desk.world.block(self.chat(user), blocked=True)

    # What is to be seen

    def chat(self, number: int | User) -> Chat:
        """A chat by its number, that of its user or group; `messages` holds what it shows, by number."""
        world = self._desk.world
        if isinstance(number, User) or number > 0:
            number = world.meet(number).id
        return world.chats[number]

    def message(self, chat: int, number: int) -> Message:
        """A message as it stands now; KeyError where it is gone."""
        return self._desk.world.chats[chat].messages[number]

    def said(self, chat: int | User) -> list[Message]:
        """What the bot said in a chat and still shows, the oldest first."""
        with self._desk.world.lock:
            return [*self.chat(chat).said_by(self.bot.id)]

    def answers(self, chat: int) -> list[Answer | None]:
        """What came of each button pressed in a chat, in order; None where nothing did yet."""
        return [query.answer for query in self._desk.world.pressed(chat)]

    @property
    def pending(self) -> int:
        """Updates the bot has not confirmed."""
        return len(self._desk.world.updates.pending)

    @property
    def polls(self) -> int:
        """How often the bot has asked for updates."""
        return self._desk.polls

    @property
    def journal(self) -> list[Entry]:
        """Every call so far but polls, in the order they came."""
        return [entry for entry in self._desk.journal.entries() if entry.method != "getUpdates"]

    def calls(self, *methods: str) -> list[Entry]:
        """The calls of those methods so far, polls too."""
        return self._desk.journal.entries(*methods)

    # How it behaves

    def behave(self, faults: Faults = NONE, times: int | None = None) -> None:
        """Fail so from now on, or for the next `times` calls that it concerns; without faults, well again."""
        self._desk.schedule.set(faults, times)

    def reset(self) -> None:
        """Begin anew: nobody known, nothing said, no faults, an empty journal."""
        self._desk.webhook.set(None)
        self._desk.world.clear()
        self._desk.schedule.set(NONE)
        self._desk.journal.clear()
        self._desk.profile.commands.clear()
        self._desk.profile.texts.clear()


@asynccontextmanager
async def telegram_server(*, port: int = 0, limits: bool = False) -> AsyncIterator[TelegramServer]:
    """The server for the length of an asynchronous context, whose loop goes on while it ends."""
    server = TelegramServer(port=port, limits=limits)
    server.__enter__()
    try:
        yield server
    finally:
        await asyncio.to_thread(server.__exit__, None, None, None)
