"""One update from its claim to its end: carried out by the application's handlers, or refused, or failed."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import structlog
from psycopg import OperationalError as StatementFailed
from telegram import Update
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import Application, CallbackContext

from tidings.bot.places import place_of
from tidings.bot.service import Service
from tidings.bot.showing import html
from tidings.bot.showing.delivery import deliver
from tidings.bot.showing.progress import Work
from tidings.bot.showing.refusing import reader_of, refuse
from tidings.bot.showing.sending import Ending, Fate, ending, pause
from tidings.bot.underway import underway
from tidings.errors import DatabaseUnavailable, InternalError, TidingsError
from tidings.llm.budget import user_hash
from tidings.observability import metrics
from tidings.observability.correlation import correlated, new_id
from tidings.pages.errors import error_page
from tidings.store import inbox, outbox
from tidings.store.inbox import Claim

log = structlog.get_logger(__name__)

# An update that has brought down so many processes, or met so many faults, is not tried again.
ATTEMPTS = 6
# How long a failed write of what became of an update waits before the next try.
_REWRITE_SECONDS = 1.0
# What is over by itself, so that the update is tried again.
_Passing = (DatabaseUnavailable, StatementFailed, TelegramError)

# What Telegram says of the bot in a chat that it cannot write to.
_GONE = frozenset({ChatMemberStatus.BANNED, ChatMemberStatus.LEFT})

# What the handlers of the update that this task deals with raised.
_raised: ContextVar[list[Exception] | None] = ContextVar("raised", default=None)


async def note_error(_: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """The application's error handler: leave it to whoever deals with the update."""
    raised = _raised.get()
    if raised is not None and context.error is not None:
        raised.append(context.error)


class Answering:
    """Deals with one update that this process claimed under that number of its own."""

    def __init__(
        self,
        service: Service,
        application: Application[Any, Any, Any, Any, Any, Any],
        claim: Claim,
        process: int,
    ) -> None:
        self._service = service
        self._application = application
        self._claim = claim
        self._process = process
        self._key = f"update:{claim.update_id}"
        self._update = Update.de_json(json.loads(claim.body), service.bot)

    async def run(self) -> None:
        """Deal with it, and write down what became of it."""
        claim, user = self._claim, user_hash(f"telegram:{self._claim.queue}")
        with (
            structlog.contextvars.bound_contextvars(user=user, update=claim.update_id),
            correlated(new_id()) as reference,  # not that of the process: each update has its own
        ):
            waited = (datetime.now(UTC) - claim.received_at).total_seconds()
            log.info("bot_update_taken", lane=claim.lane, attempt=claim.attempts, waited=round(waited, 3))
            try:
                outcome = await self._deal(reference)
            except Exception as error:  # noqa: BLE001 - the outermost face: one sentence for whatever it was
                await self._failed(error, reference)
            else:
                await self._done(outcome)

    async def _deal(self, reference: str) -> str:
        claim = self._claim
        if claim.refusal is not None:
            await refuse(self._service, claim, self._update)
            return f"refused_{claim.refusal}"
        if claim.lane == "notice":
            return await self._heed()
        if claim.attempts > 1 and await self._is_said():
            return "answered"  # by a process that died before it could say so; the answer is on its way
        if claim.attempts > ATTEMPTS:
            await self._tell(InternalError(f"given up after {ATTEMPTS} attempts"), reference)
            return "given_up"
        async with AsyncExitStack() as stack:
            if (work := self._work()) is not None:
                underway.set(await stack.enter_async_context(work))
            await self._handle()
        return "answered"

    async def _heed(self) -> str:
        """A reader blocked the bot, or let it in again; the first ends what was sent unasked."""
        change = self._update.my_chat_member
        if change is None or change.new_chat_member.status not in _GONE:
            return "heeded"
        await self._service.left(change.chat.id)
        return "left"

    async def _is_said(self) -> bool:
        async with self._service.db.connection() as conn:
            return await outbox.is_ready(conn, self._key)

    def _work(self) -> Work | None:
        """What tells the reader that it is worked on; None where there is nowhere to tell it."""
        claim, place = self._claim, place_of(self._update)
        if place is None:
            return None
        return Work(self._service, self._update, place, claim.received_at, again=claim.attempts > 1)

    async def _handle(self) -> None:
        """Have the application's handlers carry it out; raises what they raised."""
        raised: list[Exception] = []
        _raised.set(raised)
        await self._application.process_update(self._update)
        if raised:
            raise raised[0]

    async def _failed(self, error: Exception, reference: str) -> None:
        if isinstance(error, Forbidden):
            if self._update.effective_chat is not None:
                await self._service.left(self._update.effective_chat.id)
            await self._done("blocked")
        elif isinstance(error, _Passing) and not isinstance(error, BadRequest) and self._may_try_again():
            await self._later(error)
        else:
            log.error("bot_update_failed", exc_info=error)
            shown = error if isinstance(error, TidingsError) else InternalError(type(error).__name__)
            try:
                await self._tell(shown, reference)
            except Exception as untold:  # noqa: BLE001 - whatever it was, the reader's next update waits for this
                log.error("bot_failure_untold", error=type(untold).__name__)
            await self._done("failed")

    def _may_try_again(self) -> bool:
        return self._claim.attempts < ATTEMPTS

    async def _tell(self, error: TidingsError, reference: str) -> None:
        """Say in one sentence that it went wrong."""
        place = place_of(self._update)
        if place is not None:
            reader = await reader_of(self._service, self._update)
            await deliver(self._service, self._key, place, html.parts(error_page(error, reference, reader)))

    async def _done(self, outcome: str) -> None:
        kept = await self._write(outcome)
        metrics.bot_updates.labels(self._claim.lane, outcome if kept else "lost").inc()

    async def _later(self, error: Exception) -> None:
        ended = ending(error) if isinstance(error, TelegramError) else Ending(Fate.UNKNOWN)
        seconds = pause(ended, self._claim.attempts)
        log.warning("bot_update_later", error=type(error).__name__, seconds=round(seconds, 2))
        await self._write(None, seconds)
        metrics.bot_updates.labels(self._claim.lane, "later").inc()

    async def _write(self, outcome: str | None, seconds: float = 0.0) -> bool:
        """Write down what became of it, however long the database takes to come back.

        Until then nobody else takes it, as this process lives. False where another has it all the same.
        """
        number, process = self._claim.id, self._process
        while True:
            try:
                async with self._service.db.connection() as conn:
                    if outcome is None:
                        return await inbox.later(conn, number, process, seconds)
                    return await inbox.done(conn, number, process, outcome)
            except (DatabaseUnavailable, StatementFailed) as error:
                log.warning("bot_update_unwritten", error=type(error).__name__)
                await asyncio.sleep(_REWRITE_SECONDS)
