"""What is followed by anybody, as articles are held against it; and what was found to be about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from psycopg import AsyncConnection

from tidings.store.follows import Kind

# What the first of an advisory lock's two numbers says it is about; any that nobody else takes.
_TELLING_LOCKS = 7103

_VERSION = "SELECT version FROM follow_state"
_SINCE = """
SELECT id, kind, words, lang, target, embedder, vector FROM subjects
 WHERE version > %(after)s AND version <= %(upto)s
"""
# Changes of what is followed begin with a change of this row.
_HOLD = "SELECT FROM follow_state FOR UPDATE"
# Whoever tells a reader what came does so either before matches are stored or after that; else the reader
# could be marked as having been told everything just when there is more.
_ALONE = f"SELECT pg_advisory_xact_lock({_TELLING_LOCKS}, 0)"
_BESIDE_OTHERS = f"SELECT pg_advisory_xact_lock_shared({_TELLING_LOCKS}, 0)"
_STORE = """
INSERT INTO subject_matches (subject_id, article_id, story_id, source_id, published_at, arrived_at)
SELECT m.*
  FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])
       AS m (subject_id, article_id, story_id, source_id, published_at, arrived_at)
 WHERE EXISTS (SELECT FROM subjects s WHERE s.id = m.subject_id)
    ON CONFLICT (subject_id, article_id) DO NOTHING
"""
_WAKE = "UPDATE follows SET due_at = %(at)s WHERE subject_id = ANY(%(subjects)s) AND due_at IS NULL"
_PRUNE_MATCHES = "DELETE FROM subject_matches WHERE arrived_at < %s"
_PRUNE_TOLD = "DELETE FROM told WHERE told_at < %s"


@dataclass(frozen=True, slots=True, eq=False)
class StoredSubject:
    """A subject as it is stored; `target` is a story's or a name's id, `vector` a query's."""

    id: int
    kind: Kind
    words: str
    lang: str | None
    target: int | None
    embedder: str | None
    vector: npt.NDArray[np.float32] | None


class MatchRow(NamedTuple):
    """An article that is about a subject."""

    subject_id: int
    article_id: int
    story_id: int
    source_id: int
    published_at: datetime
    arrived_at: datetime


async def version(conn: AsyncConnection[Any]) -> int:
    """The version of all that is followed."""
    row: Any = await (await conn.execute(_VERSION)).fetchone()
    return int(row[0])


async def since(conn: AsyncConnection[Any], after: int, upto: int) -> list[StoredSubject]:
    """The subjects that came between two versions and are still there."""
    # Vectors are read three times as fast in their binary form.
    rows = await (await conn.execute(_SINCE, {"after": after, "upto": upto}, binary=True)).fetchall()
    return [StoredSubject(*row) for row in rows]


async def store(conn: AsyncConnection[Any], matches: Sequence[MatchRow], at: datetime) -> int:
    """Store what was found and have its followers looked at from then on; how much of it was new.

    The transaction is alone with what is followed and what is told until its end, so it should be near.
    """
    if not matches:
        return 0
    await conn.execute(_HOLD)
    await conn.execute(_ALONE)
    stored = (await conn.execute(_STORE, [list(column) for column in zip(*matches, strict=True)])).rowcount
    subjects = sorted({match.subject_id for match in matches})
    await conn.execute(_WAKE, {"subjects": subjects, "at": at})
    return stored


async def beside_others(conn: AsyncConnection[Any]) -> None:
    """Wait for matches that are being stored, and have others wait until the transaction's end."""
    await conn.execute(_BESIDE_OTHERS)


async def prune(conn: AsyncConnection[Any], before: datetime) -> tuple[int, int]:
    """Remove matches that arrived, and marks of what was told, before that moment; how many of each."""
    matches = (await conn.execute(_PRUNE_MATCHES, (before,))).rowcount
    return matches, (await conn.execute(_PRUNE_TOLD, (before,))).rowcount
