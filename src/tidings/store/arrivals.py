"""Articles on their way from the store to those who follow something in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from psycopg import AsyncConnection

from tidings.store.vectors import SparseVector

# Where nobody follows anything, nothing has to wait. What came a day after it was published is no news: a
# feed just added brings its last weeks at once, and an import whole years.
_ADD = """
INSERT INTO arrivals (article_id, arrived_at)
SELECT id, coalesce(%(at)s, now())
  FROM unnest(%(ids)s::bigint[], %(published)s::timestamptz[]) WITH ORDINALITY AS a (id, published_at, place)
 WHERE published_at >= coalesce(%(at)s, now()) - interval '24 hours' AND EXISTS (SELECT FROM follows)
 ORDER BY place
"""
_CLAIM = "SELECT id, article_id, arrived_at FROM arrivals ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED"
_ARTICLES = """
SELECT i.id, i.story_id, i.source_id, i.lang, i.published_at, i.terms, i.embedding, s.entity_ids
  FROM article_index i JOIN article_signals s ON s.id = i.id
 WHERE i.id = ANY(%s)
"""
_DROP = "DELETE FROM arrivals WHERE id = ANY(%s)"
_WAITING = "SELECT count(*) FROM arrivals"
# Every story that went into these, whenever that was; each also stands for itself.
_PARTS = """
WITH RECURSIVE parts AS (
  SELECT root, root AS part FROM unnest(%s::bigint[]) AS r (root)
   UNION
  SELECT p.root, m.story_id FROM parts p JOIN story_merges m ON m.into_id = p.part)
SELECT root, array_agg(part) FROM parts GROUP BY root
"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that waits to be held against what is followed."""

    id: int
    article_id: int
    arrived_at: datetime


@dataclass(frozen=True, slots=True, eq=False)
class ArrivedRow:
    """What there is of an article to tell what it is about."""

    id: int
    story_id: int
    source_id: int
    lang: str
    published_at: datetime
    terms: SparseVector
    embedding: npt.NDArray[np.float32]
    entity_ids: Sequence[int]


async def add(
    conn: AsyncConnection[Any], published: Mapping[int, datetime], at: datetime | None = None
) -> int:
    """Let new articles wait, in this order, where anybody follows anything; how many do.

    `published` are their times by their ids; `at` is when they arrived, by default now.
    """
    values = {"ids": list(published), "published": list(published.values()), "at": at}
    return (await conn.execute(_ADD, values)).rowcount


async def claim(conn: AsyncConnection[Any], most: int) -> list[Arrival]:
    """The next that nobody else holds, the first to come first; held to the end of the transaction."""
    return [Arrival(*row) for row in await (await conn.execute(_CLAIM, (most,))).fetchall()]


async def articles(conn: AsyncConnection[Any], ids: Sequence[int]) -> dict[int, ArrivedRow]:
    """These articles by their ids; one that was removed since is left out."""
    rows = await (await conn.execute(_ARTICLES, (list(ids),), binary=True)).fetchall()
    return {row[0]: ArrivedRow(*row) for row in rows}


async def drop(conn: AsyncConnection[Any], ids: Sequence[int]) -> None:
    """They have been held against everything."""
    await conn.execute(_DROP, (list(ids),))


async def waiting(conn: AsyncConnection[Any]) -> int:
    """How many wait."""
    row: Any = await (await conn.execute(_WAITING)).fetchone()
    return int(row[0])


async def story_parts(conn: AsyncConnection[Any], stories: Sequence[int]) -> dict[int, list[int]]:
    """Each story with all that went into it."""
    return dict(await (await conn.execute(_PARTS, (sorted(set(stories)),))).fetchall())
