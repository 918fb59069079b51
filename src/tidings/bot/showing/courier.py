"""Showing what is in the outbox: each message anchored first, then made what it is to be.

Telegram does not say whether a message arrived whose answer was lost, and would show it again if it were sent
again. So only its first line is sent, the message's number is stored, and the rest is an edit, which may be
repeated. Whoever is killed in between leaves a row that says how far it came; who only loses the database
remembers the number until it is back.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from weakref import WeakValueDictionary

import structlog
from telegram.ext import ExtBot

from tidings.bot.showing.outgoing import Place
from tidings.bot.showing.sending import Ending, Fate, pause_of_message
from tidings.bot.showing.wire import Wire
from tidings.errors import DatabaseUnavailable
from tidings.observability import metrics
from tidings.presence import Presence
from tidings.store import outbox
from tidings.store.outbox import Held, PartRow
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# Nobody wants yesterday's answer; a digest or an alert is out of date by then, too.
KEEP_TRYING = timedelta(hours=24)
# Chats to which one process sends at a time what had to wait.
_AT_ONCE = 8
# What is due this moment and locked by another process is looked for again after this.
_BREATH = 0.05
# A database that went away is back within seconds or within minutes.
_RECOVERY_SECONDS = 1.0
# A part whose message vanishes under each edit is one that somebody deletes.
_REANCHORS = 2


class _Ended(Exception):
    """The delivery is over for now."""

    def __init__(self, ended: Ending) -> None:
        super().__init__(ended.fate)
        self.ended = ended


class _Lost(Exception):
    """Another process holds the row."""


class Courier:
    """Shows rows of the outbox, for this process or in the place of one that died."""

    def __init__(
        self,
        db: Database,
        bot: ExtBot[int],
        presence: Presence,
        left: Callable[[int], Awaitable[None]],
    ) -> None:
        self._db = db
        self._wire = Wire(bot)
        self._presence = presence
        self._left = left
        self._bell = presence.bell()
        self._running: set[asyncio.Task[Any]] = set()
        # Numbers of messages that Telegram took while the database was away, by row and place.
        self._unwritten: dict[tuple[int, int], int] = {}
        # A process whose database was away comes back under another number, to rows it still works on.
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def run(self) -> None:
        """Show whatever is due, until cancelled."""
        try:
            while True:
                self._bell.clear()
                wait: float | None = None
                try:
                    wait = await self._begin_due()
                except DatabaseUnavailable as error:
                    log.warning("bot_outbox_unread", reason=error.tech_message)
                await self._rest(wait)
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _begin_due(self) -> float | None:
        """Begin to show what is due; in how many seconds more will be."""
        process, room = self._presence.number, _AT_ONCE - len(self._running)
        async with self._db.connection() as conn:
            due = await outbox.claim(conn, process, room)
            wait = await outbox.next_due(conn)
        for held in due:
            self._beside(self.show(held.id, process))
        return wait if len(due) < room else None

    async def _rest(self, seconds: float | None) -> None:
        """Wait until somebody calls, which happens every second, or something is due."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), None if seconds is None else max(seconds, _BREATH))

    def _beside(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        self._bell.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("bot_message_crashed", exc_info=error)

    async def show(self, number: int, process: int) -> str:
        """Show a row that this process holds; what became of it."""
        turn = self._turns.setdefault(number, asyncio.Lock())
        try:
            async with turn:
                return await self._show(number, process)
        except Exception:
            # As long as this process lives nobody else would take it.
            self._beside(self._give_back(number, process))
            raise

    async def _give_back(self, number: int, process: int) -> None:
        """Let the row be sent again, however long the database takes to come back."""
        while True:
            try:
                async with self._db.connection() as conn:
                    await outbox.later(conn, number, process, _RECOVERY_SECONDS)
                return
            except DatabaseUnavailable as error:
                log.warning("bot_message_held_on", reason=error.tech_message)
                await asyncio.sleep(_RECOVERY_SECONDS)

    async def _show(self, number: int, process: int) -> str:
        async with self._db.connection() as conn:
            held = await outbox.held(conn, number, process)
            rows = await outbox.parts(conn, number)
        if held is None:
            return "elsewhere"
        try:
            message = None
            for row in rows:
                part = _Part(self._db, self._wire, held, process, unwritten=self._unwritten, after=message)
                message = await part.show(row)
        except _Lost:
            log.info("bot_message_held_elsewhere", key=_kind(held.key))
            return "elsewhere"
        except _Ended as error:
            return await self._unfinished(held, process, error.ended)
        return await self._finish(held, process, "shown")

    async def _unfinished(self, held: Held, process: int, ended: Ending) -> str:
        if ended.fate is Fate.CLOSED:
            outcome = await self._finish(held, process, "blocked")
            await self._left(held.chat_id)
            return outcome
        if ended.fate is Fate.MALFORMED:
            return await self._finish(held, process, "refused")
        age = datetime.now(UTC) - held.created_at
        if age > KEEP_TRYING:
            return await self._finish(held, process, "expired")
        seconds = pause_of_message(ended, held.attempts, age.total_seconds())
        async with self._db.connection() as conn:
            await outbox.later(conn, held.id, process, seconds, failed=ended.fate is not Fate.NOT_YET)
        log.info("bot_message_later", key=_kind(held.key), fate=ended.fate, seconds=round(seconds, 2))
        self._bell.set()
        return "later"

    async def _finish(self, held: Held, process: int, outcome: str) -> str:
        async with self._db.connection() as conn:
            await outbox.done(conn, held.id, process, outcome)
        if outcome == "shown":
            if held.received_at is not None:
                metrics.bot_answers.observe((datetime.now(UTC) - held.received_at).total_seconds())
        else:
            log.warning("bot_message_given_up", key=_kind(held.key), outcome=outcome)
        metrics.bot_messages.labels(_kind(held.key), outcome).inc()
        return outcome


class _Part:
    """One message of a row on its way; `after` is the message before it."""

    def __init__(
        self,
        db: Database,
        wire: Wire,
        held: Held,
        process: int,
        *,
        unwritten: dict[tuple[int, int], int],
        after: int | None,
    ) -> None:
        self._db = db
        self._wire = wire
        self._held = held
        self._process = process
        self._unwritten = unwritten
        self._after = after

    async def show(self, row: PartRow) -> int | None:
        """Bring the part to where it should be; its message's number."""
        message = row.message_id
        if not row.shown:
            message = await self._show_text(row)
        if row.picture is not None and message is not None:
            await self._show_picture(row, row.picture, message)
        return message

    async def _show_text(self, row: PartRow) -> int:
        message, ended = row.message_id, Ending(Fate.OK)
        for _ in range(_REANCHORS):
            if message is None:
                message = await self._anchor(row)
                if is_one_line(row):
                    ended = Ending(Fate.OK)
                    break
            ended = await self._fill(row, message)
            if ended.fate is not Fate.GONE:
                break
            message = None  # the reader deleted it, or it is too old to be edited
        if ended.fate not in (Fate.OK, Fate.UNCHANGED):
            raise _Ended(Ending(Fate.MALFORMED) if ended.fate is Fate.GONE else ended)
        await self._step(outbox.shown, row.place)
        return message or 0

    async def _anchor(self, row: PartRow) -> int:
        """Send the first line, unless that was done and could not be written down; its message's number."""
        key = (self._held.id, row.place)
        if key not in self._unwritten:
            await self._still_ours()
            sent = await self._wire.anchor(self._place(self._after), first_line(row.plain))
            if isinstance(sent, Ending):
                raise _Ended(sent)
            self._unwritten[key] = sent
        await self._step(outbox.anchored, row.place, self._unwritten[key])
        return self._unwritten.pop(key)

    async def _fill(self, row: PartRow, message: int) -> Ending:
        """Edit the message into the part; once more as plain text where its HTML is refused."""
        ended = await self._wire.fill(self._held.chat_id, message, row, as_plain=row.as_plain)
        if ended.fate is not Fate.MALFORMED or row.as_plain:
            return ended
        log.warning("bot_html_refused", key=_kind(self._held.key))
        await self._step(outbox.as_plain, row.place)
        return await self._wire.fill(self._held.chat_id, message, row, as_plain=True)

    async def _show_picture(self, row: PartRow, picture: bytes, message: int) -> None:
        """Send the picture at most once: one of which it is not known whether it arrived stays away."""
        if row.picture_tried:
            metrics.bot_sends.labels("sendPhoto", "left_out").inc()
            return
        await self._step(outbox.picture_tried, row.place)
        ended = await self._wire.picture(self._place(message, replies=True), picture)
        if ended.fate in (Fate.NOT_YET, Fate.UNSENT):
            async with self._db.connection() as conn:
                await outbox.picture_tried(conn, self._held.id, self._process, row.place, tried=False)
            raise _Ended(ended)
        if ended.fate is Fate.CLOSED:
            raise _Ended(ended)

    def _place(self, after: int | None, *, replies: bool = False) -> Place:
        """Where the next message goes: the first replies to what is answered, a picture to its text."""
        reply_to = after if replies else None if after else self._held.reply_to
        return Place(self._held.chat_id, self._held.thread_id, reply_to)

    async def _still_ours(self) -> None:
        async with self._db.connection() as conn:
            if await outbox.held(conn, self._held.id, self._process) is None:
                raise _Lost

    async def _step(self, write: Callable[..., Awaitable[bool]], *values: object) -> None:
        async with self._db.connection() as conn:
            if not await write(conn, self._held.id, self._process, *values):
                raise _Lost


# A notification shows about so much of a message.
_FIRST_LINE = 160


def first_line(plain: str) -> str:
    """The line a part begins with: what a notification shows, and what stands there until the rest does."""
    line = next((line.strip() for line in plain.splitlines() if line.strip()), "…")
    return line if len(line) <= _FIRST_LINE else f"{line[: _FIRST_LINE - 1]}…"


def is_one_line(row: PartRow) -> bool:
    """Whether the line a part begins with is all of it."""
    return row.keyboard is None and unescape(row.html) == row.plain == first_line(row.plain)


def _kind(key: str) -> str:
    """What a key is about, without whose it is: "update:77" is an update."""
    return key.partition(":")[0]
