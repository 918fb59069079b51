"""This process among all on one database: its number, whether it asks Telegram, and who calls it."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

import structlog

from tidings.errors import DatabaseUnavailable
from tidings.store import processes
from tidings.store.pool import Connection, Database

log = structlog.get_logger(__name__)

# How soon a process that was killed is noticed where nobody calls.
_BEAT_SECONDS = 1.0
# Without an answer for so long, others may take over what this process holds as early as half a minute after
# the line broke: it must know before they do.
_PATIENCE_SECONDS = 10.0


class Presence:
    """A number in the database that is free again the moment this process is gone; use as a context."""

    def __init__(self, db: Database, *, leads: bool = False) -> None:
        self._db = db
        self._leads = leads
        self._bells: list[asyncio.Event] = []
        self._joined = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.number = 0
        # Set while the number is held: else what was taken under it may be another's by now.
        self.here = asyncio.Event()
        # Set while this process is the one that asks Telegram for updates.
        self.leading = asyncio.Event()

    def bell(self) -> asyncio.Event:
        """An event that is set whenever there may be something to do, and a second after it was not."""
        bell = asyncio.Event()
        self._bells.append(bell)
        return bell

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._stay(), name="presence")
        waiting = asyncio.create_task(self._joined.wait())
        await asyncio.wait({self._task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._task.done():
            self._task.result()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _stay(self) -> None:
        """Be there; where the database goes away, come back under another number."""
        while True:
            try:
                async with self._db.own_connection() as conn:
                    await self._live(conn)
            except (DatabaseUnavailable, TimeoutError) as error:
                if not self._joined.is_set():
                    raise
                log.warning("presence_lost", number=self.number, reason=str(error) or "no answer")
            finally:
                self.here.clear()
                self.leading.clear()
                self._ring()
            await asyncio.sleep(_BEAT_SECONDS)

    async def _live(self, conn: Connection) -> None:
        self.number = await processes.join(conn)
        self.here.set()
        self._joined.set()
        log.info("process_joined", number=self.number)
        while True:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._beat(conn)
            self._ring()
            async for _ in conn.notifies(timeout=_BEAT_SECONDS):
                self._ring()

    async def _beat(self, conn: Connection) -> None:
        """Lead where nobody does, and free what the dead held."""
        if self._leads and not self.leading.is_set() and await processes.lead(conn):
            log.info("bot_polls", number=self.number)
            self.leading.set()
        updates, messages = await processes.free(conn)
        if updates or messages:
            log.warning("bot_work_of_the_dead_freed", updates=updates, messages=messages)

    def _ring(self) -> None:
        for bell in self._bells:
            bell.set()
