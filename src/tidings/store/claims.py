"""Claims: which process polls which feed. Nobody else's is touched; a dead process's are free at once.

One process at a time chooses, under a lock of some milliseconds: two that chose side by side would each see a
host free, and take different feeds of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row

from tidings.store.feeds import COLUMNS, Feed
from tidings.store.processes import LIVING

# Any number that no other lock of Tidings has.
_LOCK_KEY = 0x7164_6665_6564

_LOCK = f"SELECT pg_advisory_xact_lock({_LOCK_KEY})"
# What this process claimed and is not at work on any more: an error ended it, or the database went away.
_GIVE_BACK = "UPDATE feeds SET claimed_by = NULL WHERE claimed_by = %(process)s AND id <> ALL(%(running)s)"
_FREE_FEEDS = f"""
WITH living AS MATERIALIZED ({LIVING}),
     busy AS (SELECT host FROM feeds WHERE claimed_by IN (SELECT * FROM living)),
     free AS (
        SELECT DISTINCT ON (host) id, claimed_by, next_poll_at FROM feeds
         WHERE {{wanted}} AND host NOT IN (SELECT host FROM busy)
         ORDER BY host, next_poll_at, id),
     first AS (SELECT id, claimed_by FROM free ORDER BY next_poll_at LIMIT %(most)s)
UPDATE feeds SET claimed_by = %(process)s
  FROM first
 WHERE feeds.id = first.id AND feeds.claimed_by IS NOT DISTINCT FROM first.claimed_by
RETURNING {COLUMNS}
"""
_CLAIM_DUE = _FREE_FEEDS.format(wanted="state <> 'dead' AND next_poll_at <= now()")
_CLAIM_OF = _FREE_FEEDS.format(
    wanted="id = ANY(%(feeds)s) AND (last_polled_at IS NULL OR last_polled_at < %(since)s)"
)
_ELSEWHERE = f"""
SELECT id FROM feeds
 WHERE id = ANY(%(feeds)s)
   AND (last_polled_at >= %(since)s OR (claimed_by <> %(process)s AND claimed_by IN ({LIVING})))
 UNION ALL
SELECT * FROM unnest(%(feeds)s::bigint[]) AS gone (id) WHERE NOT EXISTS (SELECT FROM feeds WHERE id = gone.id)
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """Certain feeds, due or not, that nobody has polled since a moment."""

    feeds: frozenset[int]
    since: datetime


async def claim(
    conn: AsyncConnection[Any], process: int, running: Collection[int], most: int, of: Choice | None = None
) -> list[Feed]:
    """Claim feeds, the longest due first: those that are due, or of a choice any; in a transaction.

    At most one of a host, and none of a host of which somebody polls another. What the process claimed before
    and is not running any more is given back.
    """
    params = {"process": process, "running": list(running), "most": most}
    await conn.execute(_LOCK)
    await conn.execute(_GIVE_BACK, params)
    async with conn.cursor(row_factory=class_row(Feed)) as cursor:
        if of is None:
            await cursor.execute(_CLAIM_DUE.encode(), params)
        else:
            chosen = {"feeds": list(of.feeds), "since": of.since}
            await cursor.execute(_CLAIM_OF.encode(), params | chosen)
        return await cursor.fetchall()


async def elsewhere(conn: AsyncConnection[Any], process: int, of: Choice) -> set[int]:
    """Those of a choice that another process polls, or has polled since, or that were removed."""
    params = {"feeds": list(of.feeds), "process": process, "since": of.since}
    return {feed for (feed,) in await (await conn.execute(_ELSEWHERE.encode(), params)).fetchall()}
