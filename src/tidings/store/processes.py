"""Processes that work on the database: each has a number and holds a lock on it for as long as it lives."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection

# What the first of an advisory lock's two numbers says it is about; any number that nobody else takes.
_PROCESS_LOCKS = 7101
_POLLER_LOCKS = 7102
# Somebody waits for one of these: an update came, or something is due to be sent.
CHANNEL = "tidings_bot"

# A machine that vanishes closes nothing: the server asks after it within seconds, not after two hours.
_ASK_AFTER = "SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
# It bears the name of those who had numbers first: under another, processes of before an upgrade could not
# come back while those of after it are started.
_NUMBER = "SELECT nextval('bot_processes')::int"
_HOLD = f"SELECT pg_advisory_lock({_PROCESS_LOCKS}, %s)"
_LISTEN = f"LISTEN {CHANNEL}"
_CALL = f"SELECT pg_notify('{CHANNEL}', '')"
_LEAD = f"SELECT pg_try_advisory_lock({_POLLER_LOCKS}, 0)"
_YIELD = f"SELECT pg_advisory_unlock({_POLLER_LOCKS}, 0)"
# The numbers of those who live: a lock that is held stands in pg_locks, whoever holds it. A row is only ever
# taken by a process that holds its lock already: whoever sees the row and no lock sees a dead process.
LIVING = f"""
SELECT objid::bigint::int FROM pg_locks
 WHERE locktype = 'advisory' AND classid = {_PROCESS_LOCKS} AND objsubid = 2 AND granted
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_FREE_UPDATES = f"""
UPDATE inbox SET taken_by = NULL
 WHERE outcome IS NULL AND taken_by IS NOT NULL AND taken_by NOT IN ({LIVING})
"""
_FREE_MESSAGES = f"""
UPDATE outbox SET held_by = NULL
 WHERE outcome IS NULL AND held_by IS NOT NULL AND held_by NOT IN ({LIVING})
"""


async def join(conn: AsyncConnection[Any]) -> int:
    """A number of one's own, locked until the connection ends, which hears calls from now on."""
    await conn.execute(_ASK_AFTER)
    row: Any = await (await conn.execute(_NUMBER)).fetchone()
    await conn.execute(_HOLD, row)
    await conn.execute(_LISTEN)
    return int(row[0])


async def call(conn: AsyncConnection[Any]) -> None:
    """Wake the processes that wait, once the transaction is committed."""
    await conn.execute(_CALL)


async def lead(conn: AsyncConnection[Any]) -> bool:
    """Whether this connection is now that of the one process that polls."""
    row: Any = await (await conn.execute(_LEAD)).fetchone()
    return bool(row[0])


async def follow(conn: AsyncConnection[Any]) -> None:
    """Let another process poll."""
    await conn.execute(_YIELD)


async def free(conn: AsyncConnection[Any]) -> tuple[int, int]:
    """Free what dead processes left: how many updates, and how many messages."""
    updates = (await conn.execute(_FREE_UPDATES)).rowcount
    return updates, (await conn.execute(_FREE_MESSAGES)).rowcount


async def living(conn: AsyncConnection[Any]) -> set[int]:
    """The numbers of the processes that live."""
    return {number for (number,) in await (await conn.execute(LIVING)).fetchall()}
