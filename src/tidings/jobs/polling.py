"""A worker's share of polling: whatever feed is due and free, for as long as a context lasts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from tidings.abreast import beside
from tidings.errors import DatabaseUnavailable
from tidings.ingest.fetch import Fetcher
from tidings.ingest.poller import Poller, open_poller
from tidings.jobs.waking import wake
from tidings.presence import Presence
from tidings.settings import Settings
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# What a poll may still do when the process is told to end: most end within it, and who told it commonly waits
# half a minute for all that a worker does. What is cut short another worker does again.
_FINISH_SECONDS = 10.0
# Before the database is asked again after it went away.
_AGAIN_SECONDS = 2.0


@asynccontextmanager
async def polling(
    db: Database, settings: Settings, fetcher: Fetcher | None = None
) -> AsyncIterator[asyncio.Task[None]]:
    """Poll what is due and nobody else polls; gives the task that does, which ends only by an error."""
    async with Presence(db) as presence, open_poller(db, settings, presence, fetcher) as poller:
        try:
            async with beside(_poll(db, presence, poller), "polling") as task:
                yield task
        finally:
            await poller.stop(_FINISH_SECONDS)


async def _poll(db: Database, presence: Presence, poller: Poller) -> None:
    """Begin whenever there is room or a second went by: a feed that was just added is due at once."""
    bell = presence.bell()
    while True:
        bell.clear()
        try:
            await poller.begin()
            if _stored(poller):
                await wake(db)
        except DatabaseUnavailable as error:
            log.warning("feeds_out_of_reach", reason=error.tech_message)
            await asyncio.sleep(_AGAIN_SECONDS)
        await _either(bell, poller)


def _stored(poller: Poller) -> int:
    """How many articles the polls that ended have stored; what kept one from storing is no news here."""
    stored = 0
    for task in poller.ended():
        try:
            stored += task.result().articles["stored"]
        except DatabaseUnavailable as error:
            log.warning("poll_not_stored", reason=error.tech_message)
    return stored


async def _either(bell: asyncio.Event, poller: Poller) -> None:
    """Wait until the bell rings or a poll ends."""
    ringing = asyncio.create_task(bell.wait())
    try:
        await asyncio.wait({ringing, *poller.running}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ringing.cancel()
