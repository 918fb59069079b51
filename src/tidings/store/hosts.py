"""Hosts: whose turn it is to ask one for something, when the next may, and until when it wants quiet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from psycopg import AsyncConnection

from tidings.store.processes import LIVING

# A turn lasts a minute or two. One that is held for longer was not given back, as the database was away.
_LONGEST = "10 minutes"
# A process may take its own turn again: it asks one thing at a time itself, and may have lost the
# database before it could give the turn back. Where it died in its turn, the pause counts from the start.
_TAKE = f"""
INSERT INTO hosts AS h (name, held_by, free_at) VALUES (%(host)s, %(process)s, now() + %(gap)s)
    ON CONFLICT (name) DO UPDATE SET held_by = excluded.held_by, free_at = excluded.free_at
 WHERE h.free_at <= now()
   AND (h.held_by IS NULL OR h.held_by = excluded.held_by OR h.free_at < now() - interval '{_LONGEST}'
        OR h.held_by NOT IN ({LIVING}))
RETURNING greatest(extract(epoch FROM closed_until - now()), 0)::float
"""
_GIVE_BACK = """
UPDATE hosts SET held_by = NULL, free_at = now() + %(gap)s WHERE name = %(host)s AND held_by = %(process)s
"""
_CLOSE = """
UPDATE hosts SET closed_until = greatest(closed_until, now() + %(quiet)s) WHERE name = %(host)s
"""
_PRUNE = """
DELETE FROM hosts WHERE free_at < now() - interval '1 day' AND closed_until < now()
"""


async def take(conn: AsyncConnection[Any], host: str, process: int, gap: timedelta) -> float | None:
    """Take the turn: for how many seconds the host still wants quiet; None where the turn is not free."""
    params = {"host": host, "process": process, "gap": gap}
    row = await (await conn.execute(_TAKE, params)).fetchone()
    return None if row is None else float(row[0])


async def give_back(conn: AsyncConnection[Any], host: str, process: int, gap: timedelta) -> None:
    """End the turn; the next begins after the pause."""
    await conn.execute(_GIVE_BACK, {"host": host, "process": process, "gap": gap})


async def close(conn: AsyncConnection[Any], host: str, quiet: timedelta) -> None:
    """The host asked to be left alone for so long."""
    await conn.execute(_CLOSE, {"host": host, "quiet": quiet})


async def prune(conn: AsyncConnection[Any]) -> None:
    """Forget hosts that nobody asked for a day."""
    await conn.execute(_PRUNE)
