"""How far each import has come, so that a killed one resumes where its last commit left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

_BEGIN = """
INSERT INTO imports AS i (id, path) VALUES (%(id)s, %(path)s)
    ON CONFLICT (id) DO UPDATE
   SET path = excluded.path,
       rows_done = CASE WHEN i.finished_at IS NULL THEN i.rows_done ELSE 0 END,
       outcomes = CASE WHEN i.finished_at IS NULL THEN i.outcomes ELSE '{}' END,
       started_at = CASE WHEN i.finished_at IS NULL THEN i.started_at ELSE now() END,
       finished_at = NULL
RETURNING rows_done, outcomes
"""
_ADVANCE = "UPDATE imports SET rows_done = %s, outcomes = %s WHERE id = %s"
_FINISH = "UPDATE imports SET finished_at = now() WHERE id = %s"


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """Rows already accounted for, and by which outcomes."""

    rows_done: int
    outcomes: Mapping[str, int]


async def begin(conn: AsyncConnection, import_id: int, path: str) -> ImportProgress:
    """Start an import, or take up an unfinished one of the same content; a finished one starts anew."""
    row: Any = await (await conn.execute(_BEGIN, {"id": import_id, "path": path})).fetchone()
    return ImportProgress(int(row[0]), dict(row[1]))


async def advance(conn: AsyncConnection, import_id: int, rows_done: int, outcomes: Mapping[str, int]) -> None:
    """Record the progress; commit it together with the articles it counts."""
    await conn.execute(_ADVANCE, (rows_done, Jsonb(dict(outcomes)), import_id))


async def finish(conn: AsyncConnection, import_id: int) -> None:
    """Mark the import as complete."""
    await conn.execute(_FINISH, (import_id,))
