"""What processes counted of their commands, summed over a span, and how many users asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

# The longest span of a report is 30 days; the rest is for who comes back to it a few days late.
KEPT_DAYS = 35
_WRITE = f"""
WITH expired AS (DELETE FROM tallies WHERE until < now() - interval '{KEPT_DAYS} days')
INSERT INTO tallies (id, since, until, counted)
VALUES (%(id)s, %(since)s, %(until)s, %(counted)s)
    ON CONFLICT (id) DO NOTHING
"""
_SUMS = """
SELECT counts.key, sum(counts.value::double precision)
  FROM tallies, jsonb_each_text(counted) AS counts
 WHERE until > %(moment)s - %(days)s * interval '1 day' AND until <= %(moment)s
 GROUP BY counts.key
"""
_BEGUN = "SELECT min(since) FROM tallies WHERE until > %(moment)s - %(days)s * interval '1 day'"
_USERS = """
SELECT count(DISTINCT user_hash) FROM answers
 WHERE asked_at > %(moment)s - %(days)s * interval '1 day' AND asked_at <= %(moment)s
"""


async def write(
    conn: AsyncConnection[Any], key: UUID, since: datetime, until: datetime, counted: Mapping[str, float]
) -> None:
    """Add what was counted in a stretch of time; a second time it changes nothing."""
    values = {"id": key, "since": since, "until": until, "counted": Jsonb(dict(counted), orjson.dumps)}
    await conn.execute(_WRITE, values)


async def sums(conn: AsyncConnection[Any], moment: datetime, days: float) -> dict[str, float]:
    """What all processes counted in the days before a moment."""
    return dict(await (await conn.execute(_SUMS, {"moment": moment, "days": days})).fetchall())


async def begun(conn: AsyncConnection[Any], moment: datetime, days: float) -> datetime | None:
    """When the earliest count of those days begins; None where there is none."""
    row: Any = await (await conn.execute(_BEGUN, {"moment": moment, "days": days})).fetchone()
    earliest: datetime | None = row[0]
    return earliest


async def users(conn: AsyncConnection[Any], moment: datetime, days: float) -> int:
    """How many users have a kept answer of the days before a moment."""
    row: Any = await (await conn.execute(_USERS, {"moment": moment, "days": days})).fetchone()
    return int(row[0])
