"""How far service is reduced, who changed it and why; and what the rule that changes it remembers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

# Whoever changes the level holds this lock; any number that nobody else takes.
_LOCK = int.from_bytes(b"degraded", "big")

_COLUMNS = "id, level, by_rule, who, why, at, since"
_CURRENT = f"SELECT {_COLUMNS} FROM degradations ORDER BY id DESC LIMIT 1"
_HISTORY = f"SELECT {_COLUMNS} FROM degradations ORDER BY id DESC LIMIT %s"
_HOLD = "SELECT pg_advisory_xact_lock(%s)"
_TRY_HOLD = "SELECT pg_try_advisory_xact_lock(%s)"
_CHANGE = f"""
INSERT INTO degradations (level, by_rule, who, why, at, since)
SELECT %(level)s, %(by_rule)s, %(who)s, %(why)s, moment, coalesce(held.since, moment)
  FROM clock_timestamp() AS moment
  LEFT JOIN ({_CURRENT}) AS held ON held.level = %(level)s
RETURNING {_COLUMNS}
"""
_MEMORY = "SELECT looked_at, quiet_since, clock_timestamp() FROM degradation_rule"
_REMEMBER = "UPDATE degradation_rule SET looked_at = %s, quiet_since = %s"
# Under the lock, so no row with a smaller number can still come.
_COUNT = """
WITH known AS (SELECT counted FROM degradation_rule FOR UPDATE),
     fresh AS (SELECT id, by_rule FROM degradations, known WHERE id > counted),
     newest AS (SELECT max(id) AS id FROM fresh),
     marked AS (UPDATE degradation_rule SET counted = id FROM newest WHERE id IS NOT NULL)
SELECT by_rule, count(*) FROM fresh GROUP BY by_rule
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the level: by the rule or by an operator; `since` is when the level itself began."""

    id: int
    level: int
    by_rule: bool
    who: str
    why: str
    at: datetime
    since: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """When the rule last knew the alerts, since when none asks for the level, and the server's time."""

    looked_at: datetime | None
    quiet_since: datetime | None
    now: datetime


async def current(conn: AsyncConnection[Any]) -> Change | None:
    """The change that holds; None where service was never reduced."""
    row = await (await conn.execute(_CURRENT)).fetchone()
    return Change(*row) if row else None


async def history(conn: AsyncConnection[Any], limit: int) -> list[Change]:
    """The newest changes, the newest first."""
    return [Change(*row) for row in await (await conn.execute(_HISTORY, (limit,))).fetchall()]


async def change(
    conn: AsyncConnection[Any], level: int, *, who: str, why: str, by_rule: bool = False
) -> Change:
    """Set the level from the next command on, in every process; also the same level for another reason."""
    values = {"level": level, "by_rule": by_rule, "who": who, "why": why}
    async with conn.transaction():
        await conn.execute(_HOLD, (_LOCK,))
        row: Any = await (await conn.execute(_CHANGE, values)).fetchone()
        return Change(*row)


async def try_hold(conn: AsyncConnection[Any]) -> bool:
    """Whether nobody else is changing the level; until the transaction ends nobody will."""
    row: Any = await (await conn.execute(_TRY_HOLD, (_LOCK,))).fetchone()
    return bool(row[0])


async def memory(conn: AsyncConnection[Any]) -> Memory:
    """What the rule remembers."""
    row: Any = await (await conn.execute(_MEMORY)).fetchone()
    return Memory(*row)


async def remember(conn: AsyncConnection[Any], looked_at: datetime, quiet_since: datetime | None) -> None:
    """Keep what the rule has seen."""
    await conn.execute(_REMEMBER, (looked_at, quiet_since))


async def uncounted(conn: AsyncConnection[Any]) -> dict[bool, int]:
    """Changes that nobody has counted, by whether the rule made them; the caller is to count them."""
    rows = await (await conn.execute(_COUNT)).fetchall()
    return dict(rows)
