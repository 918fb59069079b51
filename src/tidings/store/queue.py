"""The tables of the queue of jobs: made by the queue's own library, and kept in step with its version."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import structlog
from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection
from psycopg.sql import SQL

from tidings.errors import DatabaseUnavailable
from tidings.store.migrate import LOCK, LOCK_KEY

log = structlog.get_logger(__name__)

_APPLIED = "SELECT applied FROM queue_schema"
_RECORD = """
INSERT INTO queue_schema (applied) VALUES (%s) ON CONFLICT (only_row) DO UPDATE SET applied = excluded.applied
"""
# In the schema that this connection makes its tables in, not wherever else another program may have one.
_IS_THERE = """
SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'procrastinate_jobs')
"""


async def prepare(conn: AsyncConnection[Any]) -> None:
    """Make the queue's tables, or bring them up to date; others who ask at the same time wait.

    DatabaseUnavailable where they are another program's, or newer than the library here.
    """
    async with conn.transaction():
        await conn.execute(LOCK, (LOCK_KEY,))
        row = await (await conn.execute(_APPLIED)).fetchone()
        steps = outstanding(row[0] if row else None, _shipped())
        if row is None:
            await _make(conn)
        for step in steps:
            await conn.execute(SQL(_sql(step)))
        if row is None or steps:
            await conn.execute(_RECORD, (_shipped()[-1],))
            log.info("queue_prepared", steps=len(steps))


async def is_prepared(conn: AsyncConnection[Any]) -> bool:
    """Whether the queue's tables have been made."""
    return await (await conn.execute(_APPLIED)).fetchone() is not None


def outstanding(applied: str | None, shipped: Sequence[str]) -> list[str]:
    """The migrations that come after those applied; none where the tables are yet to be made, whole."""
    if applied is None:
        return []
    if applied > shipped[-1]:
        raise DatabaseUnavailable(
            f"the queue's tables are those of a newer procrastinate ({applied}): upgrade Tidings"
        )
    return [name for name in shipped if name > applied]


async def _make(conn: AsyncConnection[Any]) -> None:
    row: Any = await (await conn.execute(_IS_THERE)).fetchone()
    if row[0]:
        raise DatabaseUnavailable(
            "another program keeps its queue in this schema of the database: give Tidings a schema of its own"
        )
    await conn.execute(SQL(SchemaManager.get_schema()))


def _shipped() -> list[str]:
    """The library's migrations by name, in the order in which they are applied."""
    folder = files("procrastinate.sql").joinpath("migrations")
    return sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))


def _sql(name: str) -> str:
    return files("procrastinate.sql").joinpath("migrations", name).read_text(encoding="utf-8")
