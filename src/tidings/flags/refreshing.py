"""Keeping flags in step with the flags file and with what is rolled out, wherever that was decided."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from tidings.errors import DatabaseUnavailable
from tidings.flags.flags import Flags, told_database
from tidings.settings import Settings
from tidings.store import rollouts
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# How long users may go on with what was rolled back: until the next look, and what that takes.
_EVERY_SECONDS = 1.0


@asynccontextmanager
async def refreshing(flags: Flags, db: Database) -> AsyncIterator[None]:
    """Read once what is rolled out, then every second until the end."""
    await refresh(flags, db)
    task = asyncio.create_task(_keep(flags, db), name="flags")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.to_thread(flags.close)


@asynccontextmanager
async def flags_now(settings: Settings, db: Database) -> AsyncIterator[Flags]:
    """Flags as they are at this moment, for a program that is soon over."""
    flags = Flags.from_settings(settings)
    try:
        await refresh(flags, db)
        yield flags
    finally:
        await asyncio.to_thread(flags.close)


async def refresh(flags: Flags, db: Database) -> None:
    """Read once what is rolled out."""
    shares = await db.read(rollouts.in_effect)
    # In a thread, as the first rollout imports what evaluates rules.
    prepared = await asyncio.to_thread(flags.prepare, shares)
    if prepared is not None:
        flags.adopt(prepared)
        await asyncio.to_thread(flags.measure)


async def _keep(flags: Flags, db: Database) -> None:
    """What keeps it from looking changes nothing, and is told once; the next look may go well."""
    failing = False
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        try:
            await refresh(flags, db)
            failing = False
        except DatabaseUnavailable as error:
            if not failing:
                told_database(error)
            failing = True
        except Exception:  # whatever it was: what is rolled back later has to arrive
            if not failing:
                log.exception("flags_unread")
            failing = True
