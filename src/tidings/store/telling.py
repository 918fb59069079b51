"""Telling readers what came for them: for whom something waits, what it is, and what they were told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg import AsyncConnection

from tidings.store.follows import READER_LOCKS

# Whoever is longest due comes first, so that a long queue leaves nobody out.
_DUE = """
SELECT reader FROM follows WHERE due_at <= %(now)s GROUP BY reader ORDER BY min(due_at), reader LIMIT %(most)s
"""
_TRY_READER = f"SELECT pg_try_advisory_xact_lock({READER_LOCKS}, hashint8(%s))"
_UNTOLD = """
SELECT f.id, m.article_id, m.story_id, m.source_id, m.published_at, m.arrived_at, a.url, f.sources,
       t.article_id IS NOT NULL
  FROM follows f
  JOIN subject_matches m ON m.subject_id = f.subject_id
  JOIN articles a ON a.id = m.article_id
  LEFT JOIN told t ON t.reader = f.reader AND t.article_id = m.article_id
 WHERE f.reader = %(reader)s AND m.arrived_at >= greatest(f.since, %(after)s)
   AND (%(told_too)s OR t.article_id IS NULL)
 ORDER BY m.arrived_at, m.article_id, f.id
"""
_TOLD = """
INSERT INTO told (reader, article_id, told_at, key)
SELECT %(reader)s, unnest(%(articles)s::bigint[]), %(at)s, %(key)s
    ON CONFLICT (reader, article_id) DO NOTHING
"""
_LOOK_AT = """
UPDATE follows f
   SET due_at = d.due_at, alerted_at = CASE WHEN d.told THEN %(now)s ELSE f.alerted_at END
  FROM unnest(%(ids)s::bigint[], %(due)s::timestamptz[], %(told)s::boolean[]) AS d (id, due_at, told)
 WHERE f.id = d.id
"""
_DIGEST_DUE = "SELECT due_at FROM digests WHERE reader = %s"
# Digests as readers want them now, beside what was worked out for them before.
_UNPLANNED = """
SELECT r.id, r.digest_hour, coalesce(r.zone, 'UTC'), d.day
  FROM readers r LEFT JOIN digests d ON d.reader = r.id
 WHERE r.digest_hour IS NOT NULL
   AND (d.hour, d.zone) IS DISTINCT FROM (r.digest_hour, coalesce(r.zone, 'UTC'))
 LIMIT %s
"""
_UNWANTED = """
UPDATE digests d SET hour = NULL, due_at = NULL
 WHERE d.due_at IS NOT NULL
   AND NOT EXISTS (SELECT FROM readers r WHERE r.id = d.reader AND r.digest_hour IS NOT NULL)
"""
_PLAN = """
INSERT INTO digests AS d (reader, hour, zone, day, due_at, told_to)
VALUES (%(reader)s, %(hour)s, %(zone)s, %(day)s, %(due_at)s, %(told_to)s)
    ON CONFLICT (reader) DO UPDATE
   SET hour = excluded.hour, zone = excluded.zone, day = excluded.day, due_at = excluded.due_at,
       told_to = CASE WHEN %(advance)s THEN excluded.told_to ELSE d.told_to END
"""
_DUE_DIGESTS = """
SELECT reader FROM digests WHERE due_at <= %(now)s ORDER BY due_at, reader LIMIT %(most)s
"""
_DIGEST = """
SELECT reader, hour, zone, day, due_at, told_to FROM digests
 WHERE reader = %(reader)s AND due_at <= %(now)s FOR UPDATE
"""
_POSTPONE = "UPDATE digests SET due_at = %(due_at)s WHERE reader = %(reader)s"


@dataclass(frozen=True, slots=True)
class Come:
    """An article that came for a followed thing; `told` where its reader knows of it already."""

    follow_id: int
    article_id: int
    story_id: int
    source_id: int
    published_at: datetime
    arrived_at: datetime
    url: str | None
    sources: Sequence[str]
    told: bool


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """A reader's next digest; `told_to` is where the one before it ended."""

    reader: int
    hour: int
    zone: str
    day: date
    due_at: datetime
    told_to: datetime


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A reader who wants a digest at an hour in a zone; `day` is the first that may still have one."""

    reader: int
    hour: int
    zone: str
    day: date | None


async def due(conn: AsyncConnection[Any], now: datetime, most: int) -> list[int]:
    """Readers for whom something waits, the longest waiting first."""
    rows = await (await conn.execute(_DUE, {"now": now, "most": most})).fetchall()
    return [reader for (reader,) in rows]


async def try_reader(conn: AsyncConnection[Any], reader: int) -> bool:
    """Whether this transaction is now the only one that tells the reader anything."""
    row: Any = await (await conn.execute(_TRY_READER, (reader,))).fetchone()
    return bool(row[0])


async def come(
    conn: AsyncConnection[Any], reader: int, after: datetime, *, told_too: bool = False
) -> list[Come]:
    """What arrived for a reader's followed things from a moment on; what they know of only if asked."""
    values = {"reader": reader, "after": after, "told_too": told_too}
    return [Come(*row) for row in await (await conn.execute(_UNTOLD, values)).fetchall()]


async def tell(
    conn: AsyncConnection[Any], reader: int, articles: Iterable[int], key: str, at: datetime
) -> None:
    """The reader knows of these from now on, by what has that key."""
    values = {"reader": reader, "articles": sorted(set(articles)), "at": at, "key": key}
    await conn.execute(_TOLD, values)


async def look_at(
    conn: AsyncConnection[Any], moments: Mapping[int, datetime | None], told: frozenset[int], now: datetime
) -> None:
    """When to look at each of a reader's followed things again, and which were told of just now."""
    ids = sorted(moments)
    values = {
        "ids": ids,
        "due": [moments[number] for number in ids],
        "told": [number in told for number in ids],
        "now": now,
    }
    await conn.execute(_LOOK_AT, values)


async def digest_due(conn: AsyncConnection[Any], reader: int) -> datetime | None:
    """When the reader's next digest is due."""
    row = await (await conn.execute(_DIGEST_DUE, (reader,))).fetchone()
    return row[0] if row else None


async def unplanned(conn: AsyncConnection[Any], most: int) -> list[Unplanned]:
    """Readers whose digest is not planned as they want it; plans that nobody wants are put aside."""
    await conn.execute(_UNWANTED)
    return [Unplanned(*row) for row in await (await conn.execute(_UNPLANNED, (most,))).fetchall()]


async def plan(conn: AsyncConnection[Any], digest: DigestPlan, *, advance: bool) -> None:
    """Plan the next digest; with `advance` it begins where `told_to` says, else where it did."""
    values = {
        "reader": digest.reader,
        "hour": digest.hour,
        "zone": digest.zone,
        "day": digest.day,
        "due_at": digest.due_at,
        "told_to": digest.told_to,
        "advance": advance,
    }
    await conn.execute(_PLAN, values)


async def due_digests(conn: AsyncConnection[Any], now: datetime, most: int) -> list[int]:
    """Readers whose digest is due, the longest due first."""
    rows = await (await conn.execute(_DUE_DIGESTS, {"now": now, "most": most})).fetchall()
    return [reader for (reader,) in rows]


async def digest(conn: AsyncConnection[Any], reader: int, now: datetime) -> DigestPlan | None:
    """The reader's plan where it is due, held to the end of the transaction."""
    row = await (await conn.execute(_DIGEST, {"reader": reader, "now": now})).fetchone()
    return DigestPlan(*row) if row else None


async def postpone(conn: AsyncConnection[Any], reader: int, due_at: datetime) -> None:
    """The same digest, later."""
    await conn.execute(_POSTPONE, {"reader": reader, "due_at": due_at})
