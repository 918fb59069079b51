"""Taking updates out of the inbox, each lane as many as it has room for."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import structlog
from telegram.ext import Application

from tidings.bot.answering import Answering
from tidings.bot.service import Service
from tidings.errors import DatabaseUnavailable
from tidings.store import inbox
from tidings.store.inbox import Claim

log = structlog.get_logger(__name__)

# Refusals and notices are told and done; they wait behind no command.
_SMALL = 4
# The longest command takes 12 s by default; then its answer is shown.
_GRACE_SECONDS = 30.0
# A database that went away is back within seconds or within minutes.
_RECOVERY_SECONDS = 1.0


class Worker:
    """Claims updates and deals with them at the same time."""

    def __init__(self, service: Service, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        self._service = service
        self._application = application
        self._bell = service.presence.bell()
        at_once = service.settings.telegram_commands_at_once
        self._room = {"command": at_once, "button": at_once, "notice": _SMALL, "refusal": _SMALL}
        self._running: dict[asyncio.Task[None], str] = {}

    async def run(self) -> None:
        """Claim until cancelled; what runs then goes on."""
        while True:
            self._bell.clear()
            try:
                await self._claim()
            except DatabaseUnavailable as error:
                log.warning("bot_claim_failed", reason=error.tech_message)
                await asyncio.sleep(_RECOVERY_SECONDS)
            await self._bell.wait()

    async def drain(self) -> None:
        """Let what runs finish; what does not in time is left to the next process."""
        if not self._running:
            return
        log.info("bot_finishing", updates=len(self._running))
        _, late = await asyncio.wait(self._running, timeout=_GRACE_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _claim(self) -> None:
        process = self._service.presence.number
        taken = Counter(self._running.values())
        async with self._service.db.connection() as conn:
            for lane, room in self._room.items():
                if room > taken[lane]:
                    for claim in await inbox.claim(conn, lane, process, room - taken[lane]):
                        self._start(claim, process)

    def _start(self, claim: Claim, process: int) -> None:
        task = asyncio.create_task(self._answer(claim, process))
        self._running[task] = claim.lane
        task.add_done_callback(self._ended)

    async def _answer(self, claim: Claim, process: int) -> None:
        await Answering(self._service, self._application, claim, process).run()

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self._bell.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("bot_update_crashed", exc_info=error)
