"""Keeping flags in step with the flags file and with what is rolled out, wherever that was decided."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tidings.errors import DatabaseUnavailable
from tidings.flags.flags import Flags, told_database
from tidings.settings import Settings
from tidings.store import rollouts
from tidings.store.pool import Database

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
    """A database that is away changes nothing, and is told once."""
    away = False
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        try:
            await refresh(flags, db)
            away = False
        except DatabaseUnavailable as error:
            if not away:
                told_database(error)
            away = True
