"""The bot and the people who talk to it: a local Telegram, the real bot, and what each side sees."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.waiting import PATIENCE

from tidings.bot.running import run_bot
from tidings.dev.telegram.chats import Message, User
from tidings.dev.telegram.server import TelegramServer
from tidings.dev.telegram.world import Answer
from tidings.jobs.running import running
from tidings.settings import Settings
from tidings.store.pool import Database

UNDONE = """
SELECT (SELECT count(*) FROM inbox WHERE outcome IS NULL)
     + (SELECT count(*) FROM outbox WHERE outcome IS NULL)
"""


@dataclass
class Newsroom:
    """A Telegram, the database behind the bot, and how many bots are at work."""

    telegram: TelegramServer
    db: Database
    settings: Settings

    @asynccontextmanager
    async def bot(self, **options: Any) -> AsyncIterator[None]:
        """The bot at work, as `tidings bot` runs it."""
        settings, ready = self.settings.model_copy(update=options), asyncio.Event()

        def tell(key: str, /, **_: object) -> None:
            if key in {"bot.polling", "bot.posting"}:
                ready.set()

        task = asyncio.create_task(run_bot(settings, tell, running))
        waiting = asyncio.create_task(ready.wait())
        try:
            await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
            if task.done():
                task.result()
            yield
        finally:
            for one in (task, waiting):
                one.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def quiet(self) -> None:
        """Wait until all that was said is answered and shown."""
        async with asyncio.timeout(PATIENCE):
            while self.telegram.pending or (await self.db.fetch_all(UNDONE))[0][0]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)  # in another thread, or another process

    def person(self, number: int = 77, language: str | None = "en", name: str | None = None) -> Person:
        """Somebody with a private chat."""
        user = self.telegram.user(number, "Anna", name, language)
        return Person(self, user, user.id)


@dataclass
class Person:
    """Somebody in a chat, who reads what comes before they go on."""

    room: Newsroom
    user: User
    chat: int

    def at(self, chat: int) -> Person:
        """The same in another chat."""
        return Person(self.room, self.user, chat)

    async def says(self, words: str, **more: Any) -> list[Message]:
        """Say something; what the bot says to it."""
        before = {message.id for message in self.reads()}
        self.room.telegram.say(self.user, words, self.chat, **more)
        await self.room.quiet()
        return [message for message in self.reads() if message.id not in before]

    async def asks(self, words: str, **more: Any) -> Message:
        """Say something; the last text the bot says to it, under which the buttons stand."""
        return [message for message in await self.says(words, **more) if message.photo is None][-1]

    async def hears(self, words: str) -> Message:
        """Wait for a message with these words in it."""
        async with asyncio.timeout(PATIENCE):
            while True:  # in another thread, or another process
                for message in self.reads():
                    if words in message.text:
                        return message
                await asyncio.sleep(0.05)

    async def presses(self, message: Message, button: str | int) -> tuple[Answer, list[Message]]:
        """Press a button; what is shown over the chat, and what comes below."""
        before = {shown.id for shown in self.reads()}
        query = self.room.telegram.press(message, self.find(message, button), self.user)
        await self.room.quiet()
        assert query.answer is not None, "a press that is never answered"
        return query.answer, [shown for shown in self.reads() if shown.id not in before]

    async def changes(self, message: Message, button: str | int) -> Message:
        """Press a button that changes its message; the message as it is then."""
        await self.presses(message, button)
        return self.room.telegram.message(message.chat_id, message.id)

    def find(self, message: Message, button: str | int) -> Any:
        """The button of that place, or the first whose label holds these words."""
        shown = self.room.telegram.message(message.chat_id, message.id)
        if isinstance(button, int):
            return shown.buttons[button]
        found = [key for key in shown.buttons if button in key.text]
        assert found, f"no button {button!r} among {[key.text for key in shown.buttons]}"
        return found[0]

    def reads(self) -> list[Message]:
        """All the bot said in this chat."""
        return self.room.telegram.said(self.chat)

    async def settles(self, lang: str = "English", zone: str = "London") -> None:
        """Go through the beginning: language, then zone."""
        hello = await self.asks("/start")
        asked = await self.changes(hello, lang)
        await self.changes(asked, zone)


@asynccontextmanager
async def newsroom(url: str, **options: Any) -> AsyncIterator[Newsroom]:
    """A Telegram and the database; bots are started in it."""
    async with AsyncExitStack() as stack:
        telegram = stack.enter_context(TelegramServer())
        db = await stack.enter_async_context(Database(url=url))
        settings = Settings(
            **{"processes": 0, "database_url": url, "lang": "auto"} | telegram.settings() | options
        )
        yield Newsroom(telegram, db, settings)
