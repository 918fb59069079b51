"""The SQL of retrieval: both legs and every match of a query in one scan of a window, the widest stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString, NamedTuple

import numpy as np
import numpy.typing as npt
from psycopg import AsyncConnection

from tidings.store.analysis import Selection
from tidings.store.vectors import SparseVector

Connection = AsyncConnection[Any]

# Read through the index on time, a row at a time: for windows up to some 100,000 articles that is faster
# than any approximate index, and exact. Parameters are constants when planned, so filters not asked for
# vanish.
_SCANNED: LiteralString = """
  FROM article_index
 WHERE published_at >= %(since)s AND published_at < %(until)s
   AND (%(langs)s::text[] IS NULL OR lang = ANY(%(langs)s))
   AND (%(sources)s::bigint[] IS NULL OR source_id = ANY(%(sources)s))
"""
# pgvector's <#> is the negative inner product. Without a vector the dense leg is empty.
_LEXICAL: LiteralString = "-(terms <#> %(terms)s::sparsevec)"
_COSINE: LiteralString = "-(embedding <#> %(vector)s::halfvec)"
# Each row is read once for both legs and for the matches, and the many that are near in none are dropped at
# once: of 28,000 articles, keeping all took half as long again, and a scan for each three times as long. All
# that match are near in a leg, as `least` and `foreign_cosine` lie above `least_cosine`. A word counts at
# most its idf, so that one used often does not stand for two; capping takes a product for each, so it is
# left to the rows that pass without it.
_SCAN: LiteralString = f"""
WITH near AS MATERIALIZED (
  SELECT id, story_id, source_id, lang, lexical, cosine,
         CASE WHEN %(every)s
               AND (lexical / %(mass)s + greatest(coalesce(cosine, 0), 0) >= %(least)s
                    OR (lang <> ALL(%(languages)s) AND cosine >= %(foreign_cosine)s))
              THEN (SELECT coalesce(sum(least(-(terms <#> word), idf)), 0)
                      FROM unnest(%(words)s::sparsevec[], %(idfs)s::float8[]) AS u (word, idf)) / %(mass)s
                   + greatest(coalesce(cosine, 0), 0) END AS relevance
    FROM (SELECT id, story_id, source_id, lang, terms, {_LEXICAL} AS lexical, {_COSINE} AS cosine
          {_SCANNED} OFFSET 0) AS scanned
   WHERE lexical > 0 OR cosine >= %(least_cosine)s),
best AS (
  (SELECT * FROM near WHERE lexical > 0 ORDER BY lexical DESC, id LIMIT %(depth)s)
   UNION
  (SELECT * FROM near WHERE cosine >= %(least_cosine)s ORDER BY cosine DESC, id LIMIT %(depth)s))
SELECT id, story_id, source_id, lang, lexical, cosine, NULL::float8 FROM best
 UNION ALL
SELECT id, story_id, source_id, lang, lexical, cosine, relevance FROM near
 WHERE %(every)s
   AND (relevance >= %(least)s OR (lang <> ALL(%(languages)s) AND cosine >= %(foreign_cosine)s))
"""
# Where stories had gone, those named or all. Follows chains: a story absorbed by one that was absorbed later.
# The ids go as binary (b): hundreds of them take milliseconds to be written as text.
_FOLLOWED: LiteralString = """
WITH RECURSIVE followed AS (
  SELECT story_id, into_id, 1 AS hops FROM story_merges
   WHERE (%(stories)b::bigint[] IS NULL OR story_id = ANY(%(stories)b))
     AND (%(as_of)s::timestamptz IS NULL OR known_at <= %(as_of)s)
   UNION ALL
  SELECT f.story_id, m.into_id, f.hops + 1 FROM followed f JOIN story_merges m ON m.story_id = f.into_id
   WHERE %(as_of)s::timestamptz IS NULL OR m.known_at <= %(as_of)s),
merged AS (SELECT DISTINCT ON (story_id) story_id, into_id FROM followed ORDER BY story_id, hops DESC)
"""
_MERGED: LiteralString = f"{_FOLLOWED} SELECT story_id, into_id FROM merged"
_TERMS: LiteralString = "SELECT id, terms FROM article_index WHERE id = ANY(%s)"
_EMBEDDINGS: LiteralString = "SELECT id, embedding FROM article_index WHERE id = ANY(%b::bigint[])"
# The stories of a window by how many outlets, then articles, tell them. Counting reads only the index on
# time.
_WIDEST: LiteralString = f"""
{_FOLLOWED}
SELECT coalesce(m.into_id, s.story_id) AS story, array_agg(DISTINCT s.story_id),
       array_agg(DISTINCT s.source_id)
  FROM article_signals s LEFT JOIN merged m ON m.story_id = s.story_id
 WHERE s.published_at >= %(since)s AND s.published_at < %(until)s
   AND (%(langs)s::text[] IS NULL OR s.lang = ANY(%(langs)s))
   AND (%(sources)s::bigint[] IS NULL OR s.source_id = ANY(%(sources)s))
 GROUP BY story
 ORDER BY count(DISTINCT s.source_id) DESC, count(*) DESC, max(s.published_at) DESC, story
 LIMIT %(limit)s
"""
_MEMBERS: LiteralString = """
SELECT story_id, id
  FROM article_signals
 WHERE story_id = ANY(%(stories)s) AND published_at >= %(since)s AND published_at < %(until)s
   AND (%(langs)s::text[] IS NULL OR lang = ANY(%(langs)s))
   AND (%(sources)s::bigint[] IS NULL OR source_id = ANY(%(sources)s))
 ORDER BY published_at, id
"""


class Candidate(NamedTuple):
    """An article near the top of a leg, with its score in both; `cosine` is None without a query vector."""

    id: int
    story_id: int
    source_id: int
    lang: str
    lexical: float
    cosine: float | None


class Match(NamedTuple):
    """An article that is about the query, and how strongly."""

    id: int
    story_id: int
    relevance: float


class Scanned(NamedTuple):
    """The best articles of both legs, in no order, and every match, the most relevant first."""

    leading: list[Candidate]
    matches: list[Match]


class WideStory(NamedTuple):
    """A story of a window: the merged stories it holds there, and the outlets telling it."""

    story_id: int
    parts: list[int]
    source_ids: list[int]


@dataclass(frozen=True, slots=True)
class MatchRule:
    """An article matches when its share of the idf plus its cosine reaches `least`.

    In a language other than `languages` it also matches when the cosine reaches `foreign_cosine`.
    """

    mass: float
    least: float
    foreign_cosine: float
    languages: Sequence[str]


_NO_RULE = MatchRule(1.0, 1.0, 1.0, ())


async def scan(
    conn: Connection,
    selection: Selection,
    words: Sequence[Mapping[int, float]],
    vector: npt.NDArray[np.float16] | None,
    *,
    depth: int,
    least_cosine: float,
    rule: MatchRule | None = None,
) -> Scanned:
    """The best `depth` articles of each leg, the dense one ending at `least_cosine`, and all that match.

    Each word has one term, or several of which any counts as it. Without a rule nothing matches; one is to
    ask for more than `least_cosine` does.
    """
    wanted = rule or _NO_RULE
    params = selection.params(
        terms=SparseVector.from_mapping({term: idf for word in words for term, idf in word.items()}),
        vector=vector,
        words=[SparseVector.from_mapping(word) for word in words],
        idfs=[max(word.values()) for word in words],
        mass=wanted.mass,
        least=wanted.least,
        foreign_cosine=wanted.foreign_cosine,
        languages=list(wanted.languages),
        depth=depth,
        least_cosine=least_cosine,
        every=rule is not None,
    )
    rows = await (await conn.execute(_SCAN, params)).fetchall()
    leading = [Candidate(*row[:-1]) for row in rows if row[-1] is None]
    matches = [Match(row[0], row[1], row[-1]) for row in rows if row[-1] is not None]
    return Scanned(leading, sorted(matches, key=lambda match: (-match.relevance, match.id)))


async def merged_into(conn: Connection, stories: Iterable[int], as_of: datetime | None) -> dict[int, int]:
    """Where each of these stories had gone by `as_of`; those that stand alone are left out."""
    cursor = await conn.execute(_MERGED, {"stories": sorted(set(stories)), "as_of": as_of})
    return dict(await cursor.fetchall())


async def term_weights(conn: Connection, ids: Iterable[int]) -> dict[int, dict[int, float]]:
    """The stored BM25 weights of each article's terms."""
    cursor = await conn.cursor(binary=True).execute(_TERMS, (list(ids),))
    return {article_id: terms.to_mapping() for article_id, terms in await cursor.fetchall()}


async def embeddings(conn: Connection, ids: Iterable[int]) -> dict[int, npt.NDArray[np.float32]]:
    """The vectors of these articles, of unit length."""
    cursor = await conn.cursor(binary=True).execute(_EMBEDDINGS, (list(ids),))
    return dict(await cursor.fetchall())


async def widest_stories(
    conn: Connection, selection: Selection, as_of: datetime | None, limit: int
) -> list[WideStory]:
    """The stories that most outlets tell in the window."""
    cursor = await conn.execute(_WIDEST, selection.params(stories=None, as_of=as_of, limit=limit))
    return [WideStory(*row) for row in await cursor.fetchall()]


async def members(conn: Connection, selection: Selection, stories: Iterable[int]) -> list[tuple[int, int]]:
    """(story, article) of these stories' articles in the window, oldest first."""
    cursor = await conn.execute(_MEMBERS, selection.params(stories=list(stories)))
    return [(story, article) for story, article in await cursor.fetchall()]
