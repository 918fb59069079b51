"""Stories as rows: the live ones' state for the assigner, the ended ones' span and size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

_COLUMNS = """
SELECT id, size, extract(epoch FROM first_seen_at)::float8, extract(epoch FROM last_seen_at)::float8,
       vector_sum, weights
  FROM stories
"""
_LIVE_BETWEEN = f"{_COLUMNS} WHERE vector_sum IS NOT NULL AND last_seen_at >= %s AND first_seen_at <= %s"
_CHANGED_SINCE = f"{_COLUMNS} WHERE epoch > %s"
_SAVE = """
INSERT INTO stories (id, first_seen_at, last_seen_at, size, epoch, vector_sum, weights)
VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE
   SET first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at, size = excluded.size,
       epoch = excluded.epoch, vector_sum = excluded.vector_sum, weights = excluded.weights
"""
_MERGE = """
INSERT INTO story_merges (story_id, into_id, known_at) VALUES (%s, %s, %s)
    ON CONFLICT (story_id) DO NOTHING
"""
_DROP_STATE = """
UPDATE stories SET vector_sum = NULL, weights = NULL, epoch = %(epoch)s
 WHERE id = ANY(%(ids)s)
"""
_END = """
UPDATE stories SET vector_sum = NULL, weights = NULL, epoch = (SELECT epoch FROM corpus_state)
 WHERE vector_sum IS NOT NULL AND last_seen_at < %s
"""


class StoryRow(NamedTuple):
    """A live story as stored; times are epoch seconds."""

    id: int
    size: int
    first_seen: float
    last_seen: float
    vector_sum: bytes
    langs: dict[str, int]
    terms: dict[str, int]
    entities: dict[str, int]


class MergeRow(NamedTuple):
    """One story found to be another, and when that became known."""

    story_id: int
    into_id: int
    known_at: datetime


async def live_between(conn: AsyncConnection, first: float, last: float) -> list[StoryRow]:
    """Live stories whose span touches these moments (epoch seconds)."""
    cursor = await conn.execute(_LIVE_BETWEEN, (_moment(first), _moment(last)))
    return [_story_row(row) for row in await cursor.fetchall()]


async def changed_since(conn: AsyncConnection, epoch: int) -> tuple[list[StoryRow], list[int]]:
    """Stories changed by batches after that one: the live ones, and the ids of those that live no more."""
    rows = await (await conn.execute(_CHANGED_SINCE, (epoch,))).fetchall()
    live = [_story_row(row) for row in rows if row[4] is not None]
    return live, [row[0] for row in rows if row[4] is None]


async def save(conn: AsyncConnection, rows: Sequence[StoryRow], epoch: int) -> None:
    """Store the stories a batch changed."""
    values = [
        (
            row.id,
            _moment(row.first_seen),
            _moment(row.last_seen),
            row.size,
            epoch,
            row.vector_sum,
            Jsonb({"langs": row.langs, "terms": row.terms, "entities": row.entities}),
        )
        for row in rows
    ]
    async with conn.cursor() as cursor:
        await cursor.executemany(_SAVE, values)


async def merge(conn: AsyncConnection, merges: Sequence[MergeRow], epoch: int) -> None:
    """Record merges; the absorbed stories live no more."""
    if not merges:
        return
    async with conn.cursor() as cursor:
        await cursor.executemany(_MERGE, merges)
    await conn.execute(_DROP_STATE, {"ids": [row.story_id for row in merges], "epoch": epoch})


async def end_before(conn: AsyncConnection, moment: datetime) -> int:
    """Drop the state of stories silent since before that moment, as of the present epoch; how many ended."""
    return (await conn.execute(_END, (moment,))).rowcount


def _moment(epoch_seconds: float) -> datetime:
    return datetime.fromtimestamp(epoch_seconds, UTC)


def _story_row(row: Iterable[Any]) -> StoryRow:
    story_id, size, first, last, vector_sum, weights = row
    return StoryRow(
        story_id,
        size,
        first,
        last,
        bytes(vector_sum),
        weights["langs"],
        weights["terms"],
        weights["entities"],
    )
