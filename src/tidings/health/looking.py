"""Looking: what readiness is decided from, found anew for whoever asks."""

from __future__ import annotations

import asyncio
import shutil
from functools import cache

from tidings.errors import DatabaseUnavailable
from tidings.health.lookout import Away, Lookout
from tidings.health.readiness import Found
from tidings.health.vitals import standings_of
from tidings.health.watched import Served
from tidings.llm.circuit import Gate
from tidings.store import migrate, vitals
from tidings.store.migrate import Migration
from tidings.store.pool import Connection


async def find(served: Served, lookout: Lookout) -> Found:
    """Look at the database, the queue, the models and the disk."""
    free = await asyncio.to_thread(free_bytes, served)
    try:
        missing = await lookout.ask(_missing)
        queue = await lookout.ask(vitals.jobs)
        standings = await lookout.ask(standings_of(served.models)) if served.models else {}
    except Away as error:
        return Found(away=error.reason, free_bytes=free)
    return Found(
        missing=missing,
        oldest_job=queue.age,
        closed_off=[name for name, standing in standings.items() if standing is Gate.OPEN],
        models=len(standings),
        free_bytes=free,
    )


def free_bytes(served: Served) -> int | None:
    """What the disk of an embedded database has left; None where the server is elsewhere."""
    if served.settings.database_url is not None:
        return None
    folder = served.settings.data_dir
    return shutil.disk_usage(folder).free if folder.is_dir() else None


async def _missing(conn: Connection) -> list[str]:
    """Migrations that the database has not had; one that is not ours makes it another version's."""
    try:
        todo = migrate.pending(_shipped(), await migrate.applied(conn))
    except DatabaseUnavailable:
        return ["of another version"]
    return [f"{item.version:04}_{item.name}" for item in todo]


@cache
def _shipped() -> list[Migration]:
    return migrate.load(migrate.shipped())
