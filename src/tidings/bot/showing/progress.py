"""Telling a reader that their question is worked on: typing at first, a message when it takes longer."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime
from typing import Self

import structlog
from telegram import Update

from tidings.bot.service import Service
from tidings.bot.showing.outgoing import Place
from tidings.bot.showing.refusing import reader_of
from tidings.bot.showing.sending import Ending
from tidings.bot.showing.wire import Wire
from tidings.errors import DatabaseUnavailable
from tidings.messages import say
from tidings.observability import metrics
from tidings.store import outbox
from tidings.store.outbox import Target

log = structlog.get_logger(__name__)

# An answer that comes sooner is there before a reader has looked for one.
_TYPING_AFTER = 0.3
# Documented: Telegram shows it for five seconds.
_TYPING_AGAIN = 4.5
# From here on people wonder whether they were heard.
_TELL_AFTER = 2.0
# Telegram takes about one edit a second of a chat, and the answer is to find room at once.
_RETELL_AFTER = 2.0


class Work:
    """An update that is being answered; use as a context around the answering."""

    def __init__(
        self, service: Service, update: Update, place: Place, received_at: datetime, *, again: bool
    ) -> None:
        self._service = service
        self._wire = Wire(service.bot)
        self._update = update
        self._key = f"update:{update.update_id}"
        self._place = place
        self._received_at = received_at
        self._again = again  # begun before, by a process that may have told the reader so
        self._over = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._message: int | None = None

    @property
    def received_at(self) -> datetime:
        """When the update came."""
        return self._received_at

    async def __aenter__(self) -> Self:
        if self._again:
            async with self._service.db.connection() as conn:
                self._message = await outbox.progress(conn, self._key)
        self._tasks = [asyncio.create_task(self._type()), asyncio.create_task(self._tell())]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end()
        if self._message is not None:
            await self._withdraw()

    async def settle(self, key: str, *, elsewhere: bool) -> None:
        """What is said under that key comes now, in the message's place or elsewhere."""
        if key != self._key:
            return
        await self._end()
        if elsewhere and self._message is not None:
            await self._withdraw()
        self._message = None

    async def _end(self) -> None:
        """Let what is on its way arrive, so that its message is known, and begin nothing more."""
        self._over.set()
        for ended in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(ended, DatabaseUnavailable):
                log.warning("bot_progress_untold", reason=ended.tech_message)
            elif isinstance(ended, Exception):
                raise ended
        self._tasks = []

    async def _withdraw(self) -> None:
        """Nothing came of it here: remove the message."""
        async with self._service.db.connection() as conn:
            abandoned = await outbox.abandon(conn, self._key)
        if abandoned and self._message is not None:
            await self._wire.remove(self._place.chat_id, self._message)

    async def _rest(self, seconds: float) -> bool:
        """Wait so long; whether the work still goes on."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
        return not self._over.is_set()

    async def _type(self) -> None:
        pause = _TYPING_AFTER
        while await self._rest(pause):
            await self._wire.type(self._place)
            pause = _TYPING_AGAIN

    async def _tell(self) -> None:
        if not await self._rest(_TELL_AFTER):
            return
        lang = (await reader_of(self._service, self._update)).lang
        if not await self._begin(say("bot.working", lang)):
            return
        waited = _TELL_AFTER
        while await self._rest(_RETELL_AFTER) and self._message is not None:
            waited += _RETELL_AFTER
            line = say("bot.still_working", lang, seconds=round(waited))
            await self._wire.reword(self._place.chat_id, self._message, line)

    async def _begin(self, line: str) -> bool:
        """Show the message, unless one shows already; False where none can be shown or is wanted any more."""
        place = self._place
        target = Target(self._key, place.chat_id, place.thread_id, place.reply_to, self._received_at)
        async with self._service.db.connection() as conn:
            opened = await outbox.begin(conn, target)
        if opened.ready:
            return False
        self._message = opened.message_id
        if self._message is None:
            sent = await self._wire.anchor(place, line)
            if isinstance(sent, Ending):
                return False
            await self._note(opened.id, sent)
            self._message = sent
        metrics.bot_progress.inc()
        return True

    async def _note(self, opened: int, message: int) -> None:
        """Write down which message shows; one of which nobody would know is taken back."""
        try:
            async with self._service.db.connection() as conn:
                await outbox.anchor_open(conn, opened, message)
        except DatabaseUnavailable:
            await self._wire.remove(self._place.chat_id, message)
            raise
