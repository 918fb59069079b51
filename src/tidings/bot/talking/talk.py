"""One thing a reader said or pressed: who they are, where they are, and how they are answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from telegram import Update
from telegram.constants import ChatType

from tidings import messages
from tidings.bot.places import place_of
from tidings.bot.service import Service
from tidings.bot.showing import html
from tidings.bot.showing.delivery import deliver
from tidings.bot.showing.outgoing import Place
from tidings.bot.talking.boards import signed
from tidings.bot.talking.keyboards import Board
from tidings.messages import Lang
from tidings.pages.blocks import Page
from tidings.pages.reader import Reader
from tidings.store import readers
from tidings.store.readers import ReaderRow


@dataclass(frozen=True, slots=True)
class Talk:
    """One thing said or pressed. `message` is that of the pressed button; `update` is Telegram's number."""

    service: Service
    row: ReaderRow
    place: Place
    update: int
    private: bool
    message: int | None = None
    name: str | None = None

    @property
    def lang(self) -> Lang:
        """The language to speak."""
        return language_of(self.row)

    @property
    def zone(self) -> str:
        """The reader's time zone."""
        return self.row.zone or "UTC"

    @property
    def reader(self) -> Reader:
        """For whom pages are made."""
        return Reader(self.lang, self.zone)

    @property
    def user(self) -> str:
        """The reader as the engine knows them."""
        return f"telegram:{self.row.id}"

    @property
    def key(self) -> str:
        """Under which the answer is said once."""
        return f"update:{self.update}"

    def say(self, key: str, /, **params: object) -> str:
        """The phrase of that key."""
        return messages.say(key, self.lang, **params)

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(UTC)

    def as_(self, row: ReaderRow) -> Talk:
        """The same, the reader having changed."""
        return replace(self, row=row)

    async def show(self, page: Page, board: Board = (), picture: bytes | None = None) -> None:
        """Answer with a page, once, however often this is tried; buttons stand under its last message."""
        *before, last = html.parts(page)
        last = replace(last, keyboard=await self.keyboard(board), picture=picture)
        await deliver(self.service, self.key, self.place, [*before, last])

    async def change(self, page: Page, board: Board = ()) -> None:
        """Put a page in the place of the pressed message; where that is gone, show it below."""
        part = replace(html.parts(page)[0], keyboard=await self.keyboard(board), replaces=self.message)
        await deliver(self.service, self.key, self.place, [part])

    async def keyboard(self, board: Board) -> dict[str, Any] | None:
        """The board in the wire format, its keys kept for as long as what they look into."""
        async with self.service.db.transaction() as conn:
            owner, chat = self.row.id, self.place.chat_id
            return await signed(conn, board, self.service.settings, owner=owner, chat_id=chat)


async def talk_of(service: Service, update: Update) -> Talk | None:
    """The talk an update belongs to; None where nobody said it, as in a channel."""
    user, chat, query = update.effective_user, update.effective_chat, update.callback_query
    place = place_of(update)
    if user is None or chat is None or place is None:
        return None
    async with service.db.connection() as conn:
        if query is None:
            row = await readers.seen(conn, user.id, user.language_code)
        else:  # a press says nothing of a reader that is worth keeping, least of all of one just forgotten
            row = await readers.find(conn, user.id) or ReaderRow(user.id, user.language_code)
    message = query.message if query else None
    return Talk(
        service=service,
        row=row,
        place=place,
        update=update.update_id,
        private=chat.type == ChatType.PRIVATE,
        message=message.message_id if message else None,
        name=user.username,
    )


def language_of(row: ReaderRow) -> Lang:
    """The language a reader chose, else that of their Telegram, where it is one of ours."""
    if row.lang is not None:
        return "ru" if row.lang == "ru" else "en"
    return "ru" if (row.telegram_lang or "").lower().startswith("ru") else "en"
