"""Updates as Telegram sent them: each stored once, and taken by one process at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

# The first number of the lock under which a user's updates are counted and stored.
_QUEUE_LOCKS = 7103
# Always in the same order, so that two processes with updates of the same users do not wait for each other.
_LOCK = f"""
SELECT pg_advisory_xact_lock({_QUEUE_LOCKS}, place)
  FROM (SELECT DISTINCT hashint8(queue) place FROM unnest(%s::bigint[]) queue ORDER BY 1) places
"""
_STANDING = """
SELECT count(*) FILTER (WHERE lane = %(lane)s AND outcome IS NULL),
       count(*) FILTER (WHERE lane = 'refusal' AND received_at > now() - interval '1 minute'),
       count(*) FILTER (WHERE refusal = 'stranger' AND received_at > now() - interval '1 day'),
       (SELECT received_at + interval '1 hour' FROM inbox
         WHERE queue = %(queue)s AND lane = %(lane)s AND received_at > now() - interval '1 hour'
         ORDER BY received_at DESC OFFSET %(hourly)s - 1 LIMIT 1)
  FROM inbox WHERE queue = %(queue)s AND received_at > now() - interval '1 day'
"""
_ADD = """
INSERT INTO inbox (update_id, lane, queue, refusal, resets_at, body, outcome, done_at)
VALUES (%(update_id)s, %(lane)s, %(queue)s, %(refusal)s, %(resets_at)s, %(body)s, %(outcome)s,
        CASE WHEN %(outcome)s::text IS NOT NULL THEN now() END)
    ON CONFLICT (update_id) DO NOTHING
"""
_KNOWN = "SELECT update_id FROM inbox WHERE update_id = ANY(%s)"
# Only the first of a user's lane is ever free: the others wait until it is dealt with, also where it has to
# be tried again. Whoever finds that row locked leaves it to the one who takes it.
_CLAIM = """
WITH free AS (
    SELECT id FROM inbox one
     WHERE lane = %(lane)s AND outcome IS NULL AND taken_by IS NULL AND due_at <= now()
       AND NOT EXISTS (SELECT FROM inbox earlier
                        WHERE earlier.lane = one.lane AND earlier.queue = one.queue
                          AND earlier.outcome IS NULL AND earlier.id < one.id)
     ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE inbox SET taken_by = %(process)s, attempts = attempts + 1
  FROM free WHERE inbox.id = free.id
RETURNING inbox.id, update_id, lane, queue, body, refusal, resets_at, received_at, attempts
"""
_DONE = """
UPDATE inbox SET outcome = %(outcome)s, done_at = now(), body = NULL, taken_by = NULL
 WHERE id = %(id)s AND taken_by = %(process)s AND outcome IS NULL
"""
_LATER = """
UPDATE inbox SET taken_by = NULL, due_at = now() + %(seconds)s * interval '1 second'
 WHERE id = %(id)s AND taken_by = %(process)s AND outcome IS NULL
"""
_WAITING = "SELECT lane, count(*) FROM inbox WHERE outcome IS NULL AND taken_by IS NULL GROUP BY lane"
_BUSY = "SELECT EXISTS (SELECT FROM inbox WHERE queue = %s AND lane = 'command' AND outcome IS NULL)"
# The numbers of the updates stay, without whose they were: they keep them from being dealt with again. What
# is being dealt with, such as the wish to be forgotten, loses its body when that is done.
_FORGET = """
UPDATE inbox SET queue = 0, body = CASE WHEN outcome IS NULL THEN body END WHERE queue = %s
"""
_PRUNE = """
DELETE FROM inbox
 WHERE id IN (SELECT id FROM inbox WHERE outcome IS NOT NULL AND done_at < now() - %(days)s * interval '1 day'
               ORDER BY done_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a user has under way in a lane, and how often they were refused lately.

    `resets_at` is set where the hour's commands are used up, and says until when.
    """

    undone: int
    refused: int
    turned_away: int
    resets_at: datetime | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update to store; with an outcome it is dealt with already."""

    update_id: int
    lane: str
    queue: int
    body: str | None
    refusal: str | None = None
    resets_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """An update that this process is to deal with; `attempts` counts this one."""

    id: int
    update_id: int
    lane: str
    queue: int
    body: str
    refusal: str | None
    resets_at: datetime | None
    received_at: datetime
    attempts: int


async def lock(conn: AsyncConnection[Any], queues: Iterable[int]) -> None:
    """Let nobody else store updates of these users until the transaction ends."""
    await conn.execute(_LOCK, (list(queues),))


async def known(conn: AsyncConnection[Any], update_ids: Iterable[int]) -> set[int]:
    """Which of these updates have come before."""
    rows = await (await conn.execute(_KNOWN, (list(update_ids),))).fetchall()
    return {number for (number,) in rows}


async def standing(conn: AsyncConnection[Any], queue: int, lane: str, hourly: int) -> Standing:
    """Where a user stands who may have so many in that lane an hour."""
    row: Any = await (
        await conn.execute(_STANDING, {"queue": queue, "lane": lane, "hourly": hourly})
    ).fetchone()
    return Standing(*row)


async def add(conn: AsyncConnection[Any], arrival: Arrival) -> bool:
    """Store an update; False where it is stored already."""
    return (await conn.execute(_ADD, asdict(arrival))).rowcount == 1


async def claim(conn: AsyncConnection[Any], lane: str, process: int, limit: int) -> list[Claim]:
    """Take at most so many updates of a lane, the oldest first, never two of one user."""
    values = {"lane": lane, "process": process, "limit": limit}
    rows = await (await conn.execute(_CLAIM, values)).fetchall()
    return sorted((Claim(*row) for row in rows), key=lambda claimed: claimed.id)


async def done(conn: AsyncConnection[Any], number: int, process: int, outcome: str) -> bool:
    """An update is dealt with; False where the process had lost it to another."""
    values = {"id": number, "process": process, "outcome": outcome}
    return (await conn.execute(_DONE, values)).rowcount == 1


async def later(conn: AsyncConnection[Any], number: int, process: int, seconds: float) -> bool:
    """Give an update back, to be tried again after so many seconds; False where another has it."""
    return (await conn.execute(_LATER, {"id": number, "process": process, "seconds": seconds})).rowcount == 1


async def waiting(conn: AsyncConnection[Any]) -> dict[str, int]:
    """How many updates wait in each lane."""
    return dict(await (await conn.execute(_WAITING)).fetchall())


async def is_busy(conn: AsyncConnection[Any], queue: int) -> bool:
    """Whether a user's command is being answered, or waits for it."""
    row: Any = await (await conn.execute(_BUSY, (queue,))).fetchone()
    return bool(row[0])


async def forget(conn: AsyncConnection[Any], queue: int) -> None:
    """Remove who it was that sent something."""
    await conn.execute(_FORGET, (queue,))


async def prune(conn: AsyncConnection[Any], days: float, limit: int) -> int:
    """Remove at most so many updates dealt with longer ago than that; how many."""
    return (await conn.execute(_PRUNE, {"days": days, "limit": limit})).rowcount
