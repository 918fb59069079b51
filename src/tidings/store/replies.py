"""What models wrote, kept for whoever asks the same, and who is about to pay for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from psycopg import AsyncConnection
from psycopg.types.json import Json

_GET = """
SELECT model, draft, tokens_sent, tokens_received, tokens_cached, tokens_written, nanos, made_at
  FROM model_replies WHERE key = %s AND ends_at > clock_timestamp()
"""
# Nothing here waits for the disk: what a crash of the server forgets is paid for again, within the budget.
_QUICK = "WITH quick AS (SELECT set_config('synchronous_commit', 'off', true))"
# Claim and reply are one row: whoever finds it locked waits and then sees what became of it, so nobody slips
# in between the end of a claim and the reply.
_CLAIM = f"""
{_QUICK}
INSERT INTO model_replies AS known (key, ends_at, holder)
SELECT %(key)s, clock_timestamp() + %(seconds)s * interval '1 second', %(holder)s FROM quick
    ON CONFLICT (key) DO UPDATE
   SET ends_at = excluded.ends_at, holder = excluded.holder, model = NULL, draft = NULL
 WHERE known.ends_at <= clock_timestamp() OR known.holder = excluded.holder
RETURNING 1
"""
_RELEASE = "DELETE FROM model_replies WHERE key = %s AND holder = %s"
_PUT = f"""
{_QUICK}
INSERT INTO model_replies AS known
       (key, ends_at, model, draft, tokens_sent, tokens_received, tokens_cached, tokens_written, nanos,
        made_at)
SELECT %(key)s, clock_timestamp() + %(hours)s * interval '1 hour', %(model)s, %(draft)s, %(sent)s,
       %(received)s, %(cached)s, %(written)s, %(nanos)s, clock_timestamp() FROM quick
    ON CONFLICT (key) DO UPDATE
   SET ends_at = excluded.ends_at, holder = NULL, model = excluded.model, draft = excluded.draft,
       tokens_sent = excluded.tokens_sent, tokens_received = excluded.tokens_received,
       tokens_cached = excluded.tokens_cached, tokens_written = excluded.tokens_written,
       nanos = excluded.nanos, made_at = excluded.made_at
"""
# Few enough that nobody waits for it.
_BITE = 100
_PRUNE = f"""
{_QUICK}
DELETE FROM model_replies USING quick
 WHERE key IN (SELECT key FROM model_replies WHERE ends_at <= now()
                ORDER BY ends_at LIMIT {_BITE} FOR UPDATE SKIP LOCKED)
"""


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A reply as stored, and what it cost whoever paid."""

    model: str
    draft: Mapping[str, Any]
    sent: int
    received: int
    cached: int
    written: int
    nanos: int
    made_at: datetime | None = None


async def find(conn: AsyncConnection[Any], key: bytes) -> tuple[ReplyRow | None, bool]:
    """The reply of that key, and whether somebody is about to pay for one."""
    row = await (await conn.execute(_GET, (key,))).fetchone()
    if row is None or row[1] is None:
        return None, row is not None
    return ReplyRow(*row), False


async def claim(conn: AsyncConnection[Any], key: bytes, holder: UUID, seconds: float) -> bool:
    """Become the one who pays, for so many seconds; not where there is a reply, or another's claim.

    The same holder may repeat it.
    """
    values = {"key": key, "holder": holder, "seconds": seconds}
    return await (await conn.execute(_CLAIM, values)).fetchone() is not None


async def release(conn: AsyncConnection[Any], key: bytes, holder: UUID) -> None:
    """Give up a claim; a reply, or another's claim, stays."""
    await conn.execute(_RELEASE, (key, holder))


async def put(conn: AsyncConnection[Any], key: bytes, reply: ReplyRow, hours: float) -> None:
    """Keep a reply for so many hours."""
    values = {
        "key": key,
        "hours": hours,
        "model": reply.model,
        "draft": Json(reply.draft, orjson.dumps),
        "sent": reply.sent,
        "received": reply.received,
        "cached": reply.cached,
        "written": reply.written,
        "nanos": reply.nanos,
    }
    await conn.execute(_PUT, values)


async def prune(conn: AsyncConnection[Any]) -> int:
    """Remove some of the rows that stand for nothing any more; how many."""
    return (await conn.execute(_PRUNE)).rowcount
