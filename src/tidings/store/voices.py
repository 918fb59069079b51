"""Voices: the stories told by most outlets, and of each a few articles, all outlets before any twice."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection

from tidings.store.analysis import Selection

# Copies have no row here, so an outlet that only repeats another is none. Of an outlet the newest article
# counts first. A story found to be part of another one by then is that.
_WIDEST = """
WITH told AS (
  SELECT s.id, s.source_id, s.published_at, coalesce(m.into_id, s.story_id) AS story
    FROM article_signals s
    LEFT JOIN story_merges m ON m.story_id = s.story_id AND m.known_at < %(until)s
   WHERE s.published_at >= %(since)s AND s.published_at < %(until)s
     AND (%(langs)s::text[] IS NULL OR s.lang = ANY(%(langs)s))
     AND (%(sources)s::bigint[] IS NULL OR s.source_id = ANY(%(sources)s))
     AND (%(ids)s::bigint[] IS NULL OR s.id = ANY(%(ids)s))
), widest AS (
  SELECT story, count(DISTINCT source_id) AS outlets FROM told
   GROUP BY story HAVING count(DISTINCT source_id) > 1
   ORDER BY outlets DESC, story LIMIT %(stories)s
), turns AS (
  SELECT story, outlets, id, published_at,
         row_number() OVER (PARTITION BY story, source_id ORDER BY published_at DESC, id) AS turn
    FROM told JOIN widest USING (story)
), ranked AS (
  SELECT story, outlets, id,
         row_number() OVER (PARTITION BY story ORDER BY turn, published_at DESC, id) AS place
    FROM turns
)
SELECT story, array_agg(id ORDER BY place)
  FROM (SELECT * FROM ranked WHERE place <= %(articles)s
         ORDER BY outlets DESC, story, place LIMIT %(most)s) AS read
 GROUP BY story, outlets ORDER BY outlets DESC, story
"""


async def widest(
    conn: AsyncConnection[Any], scope: Selection, *, stories: int, articles: int, most: int | None = None
) -> list[list[int]]:
    """The articles of each of the stories that several outlets tell, the most told first.

    At most so many of each, and `most` of them all.
    """
    params = scope.params(stories=stories, articles=articles, most=most)
    return [ids for _, ids in await (await conn.execute(_WIDEST, params)).fetchall()]
