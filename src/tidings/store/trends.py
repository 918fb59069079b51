"""SQL of trends: counts over every article of a window, and of the windows before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from psycopg import AsyncConnection

from tidings.store import columns
from tidings.store.analysis import Selection

# Names and phrases of several words, whose ids start above those of lone stems (see text/lexical.py). A lone
# common word bursts by chance on any day, and its articles have nothing else in common.
_NAMED_FROM = 1 << 32
# Ids are kept in order, so that these are the end of the phrases', found by halving.
_NAMED = f"s.phrase_ids[width_bucket({_NAMED_FROM - 1}, s.phrase_ids) + 1:] || s.entity_ids"
# Every statement takes the same scope; a null leaves its filter out.
_SCOPE = """
      s.published_at >= %(since)s AND s.published_at < %(until)s
  AND (%(langs)s::text[] IS NULL OR s.lang = ANY(%(langs)s))
  AND (%(sources)s::bigint[] IS NULL OR s.source_id = ANY(%(sources)s))
  AND (%(ids)s::bigint[] IS NULL OR s.id = ANY(%(ids)s))
"""
_TONE = f"""
SELECT width_bucket(s.published_at, %(edges)s::timestamptz[]) AS bucket, count(*), sum(s.sentiment)::float8,
       sum(s.emotions[1])::float8, sum(s.emotions[2])::float8, sum(s.emotions[3])::float8,
       sum(s.emotions[4])::float8, sum(s.emotions[5])::float8
  FROM article_signals s
 WHERE {_SCOPE}
 GROUP BY 1
"""
_SOURCES = f"""
SELECT n.name, counted.n
  FROM (SELECT s.source_id, count(*) AS n FROM article_signals s WHERE {_SCOPE} GROUP BY 1) AS counted
  JOIN sources n ON n.id = counted.source_id
 ORDER BY counted.n DESC, n.name
"""
# As columns, and grouped by who asked: a week's thousands of stories are fetched in a third of the time.
_STORIES = f"""
SELECT array_agg(s.story_id), array_agg(s.id), array_agg(s.source_id), array_agg(s.sentiment::float8),
       array_agg(date_part('epoch', s.published_at))
  FROM article_signals s
 WHERE {_SCOPE}
"""
# Past articles of stories, by how many spans of the window's length they lie before it (1 = the last one).
_STORY_PAST = """
SELECT story_id, ceil(extract(epoch FROM %(since)s - published_at) / %(span_s)s)::int AS ago, count(*)
  FROM article_signals
 WHERE story_id = ANY(%(stories)s) AND published_at < %(since)s AND published_at >= %(from)s
   AND (%(langs)s::text[] IS NULL OR lang = ANY(%(langs)s))
   AND (%(sources)s::bigint[] IS NULL OR source_id = ANY(%(sources)s))
 GROUP BY 1, 2
"""
_SIZES = """
SELECT story_id, count(*) FROM article_signals s
 WHERE s.published_at >= %(since)s AND s.published_at < %(until)s AND story_id = ANY(%(stories)s)
   AND (%(langs)s::text[] IS NULL OR s.lang = ANY(%(langs)s))
   AND (%(sources)s::bigint[] IS NULL OR s.source_id = ANY(%(sources)s))
 GROUP BY story_id
"""
# Unnested in the list of columns and not beside the table: 69 ms instead of 104 for 27,000 articles.
_TERMS = f"""
SELECT term, count(*) AS n, count(DISTINCT source_id) AS outlets
  FROM (SELECT unnest({_NAMED}) AS term, s.source_id FROM article_signals s WHERE {_SCOPE} OFFSET 0) AS used
 GROUP BY term HAVING count(*) >= %(least)s
 ORDER BY outlets DESC, n DESC, term LIMIT %(most)s
"""
_TERM_DAYS = """
SELECT term, period, n FROM term_counts
 WHERE term = ANY(%(terms)s) AND grain = 'd' AND period >= %(first)s AND period < %(last)s
"""
# Unnested, the few terms are looked up in a hash table: twice as fast as testing the arrays for overlap.
_USES = f"""
SELECT array_agg(term), array_agg(id), array_agg(source_id), array_agg(sentiment::float8),
       array_agg(date_part('epoch', published_at))
  FROM (SELECT unnest({_NAMED}) AS term, s.id, s.source_id, s.sentiment, s.published_at
          FROM article_signals s WHERE {_SCOPE} OFFSET 0) AS used
 WHERE term = ANY(%(terms)s::bigint[])
"""
_EMBEDDINGS = "SELECT id, embedding FROM article_index WHERE id = ANY(%s)"
_MERGES = "SELECT story_id, into_id FROM story_merges WHERE known_at < %s AND known_at >= %s"
_FIRST_DAY = "SELECT min(day) FROM corpus_days WHERE %(langs)s::text[] IS NULL OR lang = ANY(%(langs)s)"
_DAYS = """
SELECT day, sum(articles)::int FROM corpus_days
 WHERE day >= %(first)s AND day < %(last)s AND (%(langs)s::text[] IS NULL OR lang = ANY(%(langs)s))
 GROUP BY day
"""
# Stories of the past that went on through at least two of its windows (or the only one): the first article
# and the last tell.
_PAST_STORIES = """
SELECT s.story_id, count(*) AS n, count(DISTINCT s.source_id) AS outlets
  FROM article_signals s
 WHERE s.published_at >= %(from)s AND s.published_at < %(since)s
   AND (%(langs)s::text[] IS NULL OR s.lang = ANY(%(langs)s))
   AND (%(sources)s::bigint[] IS NULL OR s.source_id = ANY(%(sources)s))
   AND (%(ids)s::bigint[] IS NULL OR s.id = ANY(%(ids)s))
 GROUP BY s.story_id
HAVING ceil(extract(epoch FROM %(since)s - min(s.published_at)) / %(span_s)s) + 1
       - ceil(extract(epoch FROM %(since)s - max(s.published_at)) / %(span_s)s) >= %(least)s
 ORDER BY outlets DESC, n DESC, s.story_id LIMIT %(most)s
"""
_NEWEST_OF = """
SELECT DISTINCT ON (story_id) story_id, id FROM article_signals
 WHERE story_id = ANY(%s) AND published_at < %s
 ORDER BY story_id, published_at DESC, id
"""
# One article an outlet, found from the window's end backwards.
_NEWEST_ADDRESSES = """
SELECT n.id, (SELECT a.url FROM article_signals s JOIN articles a ON a.id = s.id
               WHERE s.source_id = n.id AND s.published_at >= %(since)s AND s.published_at < %(until)s
               ORDER BY s.published_at DESC, s.id LIMIT 1)
  FROM sources n WHERE n.id = ANY(%(sources)s)
"""
_ADDRESSES = "SELECT id, url FROM articles WHERE id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class ToneRow:
    """Sums over the articles of one bucket of time."""

    bucket: int
    articles: int
    sentiment: float
    emotions: tuple[float, ...]


class Fact(NamedTuple):
    """What statistics know of one article; `at` is epoch seconds.

    A tuple, as an answer makes thousands of them: a frozen dataclass takes five times as long to make.
    """

    id: int
    source_id: int
    sentiment: float
    at: float


class Told(NamedTuple):
    """Facts of articles as columns, each under a key: its story, or a term it uses."""

    keys: npt.NDArray[np.int64]
    ids: npt.NDArray[np.int64]
    sources: npt.NDArray[np.int64]
    sentiments: npt.NDArray[np.float64]
    at: npt.NDArray[np.float64]

    def taken(self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Told:
        """These rows of them."""
        return Told(self.keys[rows], self.ids[rows], self.sources[rows], self.sentiments[rows], self.at[rows])


@dataclass(frozen=True, slots=True)
class TermRow:
    """A phrase or name, how many articles of the window use it, and of how many outlets."""

    term: int
    articles: int
    sources: int


async def tone(conn: AsyncConnection, scope: Selection, edges: Sequence[datetime]) -> list[ToneRow]:
    """Sums of sentiment and emotions per bucket; bucket 1 starts at the first edge."""
    rows = await _rows(conn, _TONE, scope, edges=list(edges))
    return [ToneRow(row[0], row[1], row[2], tuple(row[3:])) for row in rows]


async def sources(conn: AsyncConnection, scope: Selection) -> list[tuple[str, int]]:
    """Outlets by number of articles."""
    return [(row[0], row[1]) for row in await _rows(conn, _SOURCES, scope)]


async def stories(conn: AsyncConnection, scope: Selection) -> Told:
    """The window's articles, by the story first assigned."""
    return await _told(conn, _STORIES, scope)


async def story_past(
    conn: AsyncConnection, scope: Selection, ids: Sequence[int], windows: int
) -> dict[int, dict[int, int]]:
    """Articles of stories in each of the windows before this one: story -> windows ago -> count."""
    span = scope.until - scope.since
    past: dict[int, dict[int, int]] = {}
    params = {"stories": list(ids), "span_s": span.total_seconds(), "from": scope.since - span * windows}
    for story, ago, n in await _rows(conn, _STORY_PAST, scope, **params):
        past.setdefault(story, {})[max(1, ago)] = n
    return past


async def sizes(conn: AsyncConnection, scope: Selection, ids: Sequence[int]) -> dict[int, int]:
    """How many articles these stories have in the window, whether a query matches them or not."""
    rows = await _rows(conn, _SIZES, scope, stories=list(ids))
    return {row[0]: row[1] for row in rows}


async def terms(conn: AsyncConnection, scope: Selection, *, least: int, most: int) -> list[TermRow]:
    """Phrases and names used by at least `least` articles, those of most outlets first."""
    return [TermRow(*row) for row in await _rows(conn, _TERMS, scope, least=least, most=most)]


async def term_days(
    conn: AsyncConnection, wanted: Sequence[int], first: date, last: date
) -> list[tuple[int, date, int]]:
    """Counts of terms on each day from `first` to before `last`, over the whole corpus."""
    cursor = await conn.execute(_TERM_DAYS, {"terms": list(wanted), "first": first, "last": last})
    return [(row[0], row[1], row[2]) for row in await cursor.fetchall()]


async def uses(conn: AsyncConnection, scope: Selection, wanted: Sequence[int]) -> Told:
    """The articles that use each of the terms; one that uses several comes several times."""
    return await _told(conn, _USES, scope, terms=list(wanted))


async def embeddings(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, npt.NDArray[np.float32]]:
    """Articles' vectors by id."""
    cursor = await conn.cursor(binary=True).execute(_EMBEDDINGS, (list(ids),))
    return {row[0]: row[1] for row in await cursor.fetchall()}


async def merges(conn: AsyncConnection, known_before: datetime, since: datetime) -> dict[int, int]:
    """Stories absorbed by others, as known at a moment: absorbed -> into, to be followed to the end."""
    cursor = await conn.execute(_MERGES, (known_before, since))
    return {row[0]: row[1] for row in await cursor.fetchall()}


async def first_day(conn: AsyncConnection, scope: Selection) -> date | None:
    """The corpus' first day."""
    return (await _rows(conn, _FIRST_DAY, scope))[0][0]  # type: ignore[no-any-return]


async def days(conn: AsyncConnection, scope: Selection, first: date, last: date) -> dict[date, int]:
    """Articles of each day from `first` to before `last`."""
    rows = await _rows(conn, _DAYS, scope, first=first, last=last)
    return {row[0]: row[1] for row in rows}


async def past_stories(
    conn: AsyncConnection, scope: Selection, windows: int, most: int
) -> list[tuple[int, int, int]]:
    """The widest-covered stories of the windows before this one: story, articles, outlets."""
    span = scope.until - scope.since
    start, least = scope.since - span * windows, min(2, windows)
    params = {"from": start, "span_s": span.total_seconds(), "least": least, "most": most}
    rows = await _rows(conn, _PAST_STORIES, scope, **params)
    return [(row[0], row[1], row[2]) for row in rows]


async def newest_of(conn: AsyncConnection, wanted: Sequence[int], before: datetime) -> dict[int, int]:
    """Each story's newest article before a moment."""
    cursor = await conn.execute(_NEWEST_OF, (list(wanted), before))
    return {row[0]: row[1] for row in await cursor.fetchall()}


async def newest_addresses(conn: AsyncConnection, scope: Selection) -> dict[int, str | None]:
    """The address of the newest article of each of the scope's outlets."""
    return {row[0]: row[1] for row in await _rows(conn, _NEWEST_ADDRESSES, scope)}


async def addresses(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, str | None]:
    """Articles' addresses by id."""
    cursor = await conn.execute(_ADDRESSES, (list(ids),))
    return {row[0]: row[1] for row in await cursor.fetchall()}


async def _told(conn: AsyncConnection, query: str, scope: Selection, **more: Any) -> Told:
    cursor = conn.cursor(binary=True)
    columns.send_raw(cursor)
    await cursor.execute(query.encode(), scope.params(**more))
    row = await cursor.fetchone()
    keys, ids, outlets, sentiments, at = row or (None,) * 5
    whole = (columns.integers(keys), columns.integers(ids), columns.integers(outlets))
    return Told(*whole, columns.floats(sentiments), columns.floats(at))


async def _rows(conn: AsyncConnection, query: str, scope: Selection, **more: Any) -> list[tuple[Any, ...]]:
    cursor = conn.cursor(binary=True)
    await cursor.execute(query.encode(), scope.params(**more))
    return await cursor.fetchall()
