"""Who follows what; a subject is kept once for all who follow it, and goes with the last of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from psycopg import AsyncConnection

Kind = Literal["story", "name", "query"]

# What the first of an advisory lock's two numbers says it is about; any that nobody else takes.
READER_LOCKS = 7104

# Nobody tells a reader anything while what they follow ends, and the reverse.
_READER = f"SELECT pg_advisory_xact_lock({READER_LOCKS}, hashint8(%s))"
# Every change begins with it: changes wait for each other, so a subject is not removed while it is followed.
_ADVANCE = "UPDATE follow_state SET version = version + 1 RETURNING version"
_SUBJECT = """
INSERT INTO subjects (kind, key, words, lang, target, embedder, vector, version)
VALUES (%(kind)s, %(key)s, %(words)s, %(lang)s, %(target)s, %(embedder)s, %(vector)s, %(version)s)
    ON CONFLICT (kind, key) DO UPDATE SET key = excluded.key
RETURNING id
"""
_IS_FOLLOWED = "SELECT id FROM follows WHERE reader = %(reader)s AND subject_id = %(subject)s"
_COUNT = "SELECT count(*) FROM follows WHERE reader = %s"
_FOLLOW = """
INSERT INTO follows (reader, subject_id, words, sources, since)
VALUES (%(reader)s, %(subject)s, %(words)s, %(sources)s, coalesce(%(since)s, clock_timestamp()))
    ON CONFLICT (reader, subject_id) DO UPDATE SET words = excluded.words, sources = excluded.sources
RETURNING id
"""
_COLUMNS = """
f.id, s.kind, f.words, s.lang, f.sources, f.since, f.alerted_at, f.due_at
  FROM follows f JOIN subjects s ON s.id = f.subject_id
"""
_OF_READER = f"SELECT {_COLUMNS} WHERE f.reader = %s ORDER BY f.id"
_UNFOLLOW = """
DELETE FROM follows WHERE reader = %(reader)s AND id = %(id)s RETURNING subject_id
"""
_FORGET = "DELETE FROM follows WHERE reader = %s RETURNING subject_id"
_DROP_UNFOLLOWED = """
DELETE FROM subjects s
 WHERE s.id = ANY(%s) AND NOT EXISTS (SELECT FROM follows f WHERE f.subject_id = s.id)
"""
_FORGET_TOLD = "DELETE FROM told WHERE reader = %s"
_FORGET_DIGEST = "DELETE FROM digests WHERE reader = %s"
_TOTALS = "SELECT count(*), count(DISTINCT reader), count(DISTINCT subject_id) FROM follows"


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """What is to be followed; `vector` and `embedder` are those of a query."""

    kind: Kind
    key: str
    words: str
    lang: str | None = None
    target: int | None = None
    embedder: str | None = None
    vector: npt.NDArray[np.float16] | None = None


@dataclass(frozen=True, slots=True)
class FollowRow:
    """A followed thing of a reader; `due_at` is when to see what came for it, None where nothing did."""

    id: int
    kind: Kind
    words: str
    lang: str | None
    sources: Sequence[str]
    since: datetime
    alerted_at: datetime | None
    due_at: datetime | None


async def follow(
    conn: AsyncConnection[Any],
    reader: int,
    subject: SubjectRow,
    sources: Sequence[str],
    *,
    most: int,
    since: datetime | None = None,
) -> tuple[int, bool] | None:
    """Let the reader follow it: its number, and whether that is new; None where they follow `most` already.

    What arrived before `since`, by default now, is not told. Call it in a transaction.
    """
    version: Any = await (await conn.execute(_ADVANCE)).fetchone()
    found: Any = await (await conn.execute(_SUBJECT, _values(subject, version[0]))).fetchone()
    values = {
        "reader": reader,
        "subject": found[0],
        "words": subject.words,
        "sources": list(sources),
        "since": since,
    }
    known = await (await conn.execute(_IS_FOLLOWED, values)).fetchone()
    held: Any = await (await conn.execute(_COUNT, (reader,))).fetchone()
    if known is None and held[0] >= most:
        await conn.execute(_DROP_UNFOLLOWED, ([found[0]],))
        return None
    row: Any = await (await conn.execute(_FOLLOW, values)).fetchone()
    return int(row[0]), known is None


async def unfollow(conn: AsyncConnection[Any], reader: int, follow_id: int) -> bool:
    """End one; False where the reader does not follow it. Call it in a transaction."""
    await conn.execute(_READER, (reader,))
    await conn.execute(_ADVANCE)
    rows = await (await conn.execute(_UNFOLLOW, {"reader": reader, "id": follow_id})).fetchall()
    await conn.execute(_DROP_UNFOLLOWED, ([subject for (subject,) in rows],))
    return bool(rows)


async def forget(conn: AsyncConnection[Any], reader: int) -> int:
    """Remove everything a reader follows and was told of it; how much they followed. In a transaction."""
    await conn.execute(_READER, (reader,))
    await conn.execute(_ADVANCE)
    rows = await (await conn.execute(_FORGET, (reader,))).fetchall()
    await conn.execute(_DROP_UNFOLLOWED, ([subject for (subject,) in rows],))
    await conn.execute(_FORGET_TOLD, (reader,))
    await conn.execute(_FORGET_DIGEST, (reader,))
    return len(rows)


async def of_reader(conn: AsyncConnection[Any], reader: int) -> list[FollowRow]:
    """What a reader follows, the oldest first."""
    rows = await (await conn.execute(_OF_READER, (reader,))).fetchall()
    return [FollowRow(*row) for row in rows]


async def totals(conn: AsyncConnection[Any]) -> tuple[int, int, int]:
    """How much is followed, by how many readers, and how many different things."""
    row: Any = await (await conn.execute(_TOTALS)).fetchone()
    return row[0], row[1], row[2]


def _values(subject: SubjectRow, version: int) -> dict[str, Any]:
    return asdict(subject) | {"version": version}
