"""Asking Telegram for updates, by one of all processes at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from tidings.bot.incoming.intake import Intake
from tidings.bot.incoming.sorting import ALLOWED_UPDATES
from tidings.errors import DatabaseUnavailable
from tidings.observability import metrics
from tidings.presence import Presence

log = structlog.get_logger(__name__)

# How long Telegram holds a question until something comes: the longer, the fewer questions, and proxies
# commonly cut after half a minute.
_HOLD_SECONDS = 25
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 30.0
# Another program asks with the same token, perhaps one of ours that does not know yet that it was replaced.
_CONFLICT_PAUSE = 5.0

_HINTS: Mapping[type[Exception], Mapping[str, str]] = {
    Conflict: {"hint": "another program answers for this bot: stop it, or give both one database"},
    InvalidToken: {"hint": "Telegram refuses TIDINGS_TELEGRAM_TOKEN: ask @BotFather for a new one"},
}


class Poller:
    """Asks while this process is the one that does, and stores what comes before asking on."""

    def __init__(self, bot: ExtBot[int], presence: Presence, intake: Intake) -> None:
        self._bot = bot
        self._presence = presence
        self._intake = intake
        self._offset: int | None = None
        self._failures = 0

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            await self._presence.leading.wait()
            await asyncio.sleep(await self._poll())

    async def _poll(self) -> float:
        """Ask once; for how long to rest then."""
        try:
            updates = await self._bot.get_updates(
                self._offset, timeout=_HOLD_SECONDS, allowed_updates=ALLOWED_UPDATES
            )
            await self._intake.store([update.to_dict() for update in updates])
        except (TelegramError, DatabaseUnavailable) as error:
            return self._failed(error)
        metrics.bot_polls.labels("ok").inc()
        self._failures = 0
        # The next question confirms these. Once nothing is left to confirm, the number is forgotten: after a
        # quiet week Telegram begins to count anew, perhaps below it.
        self._offset = updates[-1].update_id + 1 if updates else None
        return 0.0

    def _failed(self, error: TelegramError | DatabaseUnavailable) -> float:
        self._failures += 1
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(self._failures - 1, 10))
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            pause = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        elif isinstance(error, Conflict):
            pause = _CONFLICT_PAUSE
        elif isinstance(error, InvalidToken):
            pause = _LONGEST_PAUSE
        # The name alone: the library's sentence about a token holds the token.
        log.warning("bot_poll_failed", error=type(error).__name__, pause=pause, **_HINTS.get(type(error), {}))
        metrics.bot_polls.labels(type(error).__name__).inc()
        return pause
