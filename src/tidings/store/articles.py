"""Articles: the document, its revisions and copies, the row retrieval scans and the row statistics scan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from tidings.store.vectors import SparseVector

_KNOWN = """
SELECT a.id, a.revision, a.published_at, i.story_id, array_agg(r.content_hash)
  FROM articles a
  JOIN article_index i ON i.id = a.id
  JOIN article_revisions r ON r.article_id = a.id
 WHERE a.id = ANY(%s)
 GROUP BY a.id, a.revision, a.published_at, i.story_id
"""
_KNOWN_COPIES = "SELECT id, content_hash FROM duplicates WHERE id = ANY(%s)"
_ORIGINALS = "SELECT id, of_article FROM duplicates WHERE id = ANY(%s)"
_SHARING_BANDS = """
SELECT b.band, a.id, a.content_hash, a.minhash, b.published_at, i.story_id
  FROM article_bands b
  JOIN articles a ON a.id = b.id
  JOIN article_index i ON i.id = b.id
 WHERE b.band = ANY(%s)
"""
_TEXTS = """
SELECT a.id, a.url, r.title, r.text, s.name, a.lang, a.published_at, r.revision,
       CASE WHEN %(phrased)s THEN a.keyphrases ELSE '[]' END,
       CASE WHEN %(phrased)s THEN a.entities ELSE '[]' END
  FROM articles a
  JOIN sources s ON s.id = a.source_id
  JOIN LATERAL (
    SELECT title, text, revision FROM article_revisions
     WHERE article_id = a.id
       AND (revision = 1 OR %(as_of)s::timestamptz IS NULL OR revised_at <= %(as_of)s)
     ORDER BY revision DESC LIMIT 1) r ON true
 WHERE a.id = ANY(%(ids)b::bigint[])
"""
_WORDED = """
SELECT a.id, r.title, a.lang, a.keyphrases, a.entities
  FROM articles a
  JOIN LATERAL (
    SELECT title FROM article_revisions
     WHERE article_id = a.id
       AND (revision = 1 OR %(as_of)s::timestamptz IS NULL OR revised_at <= %(as_of)s)
     ORDER BY revision DESC LIMIT 1) r ON true
 WHERE a.id = ANY(%(ids)b::bigint[])
"""
_COPY_ARTICLES = """
COPY articles (id, url, source_id, feed_id, title, text, lang, published_at, date_rule, fetched_at, revision,
               content_hash, minhash, keyphrases, entities) FROM STDIN (FORMAT BINARY)
"""
_ARTICLES_TYPES = [
    "int8",
    "text",
    "int8",
    "int8",
    "text",
    "text",
    "text",
    "timestamptz",
    "text",
    "timestamptz",
    "int4",
    "int8",
    "bytea",
    "jsonb",
    "jsonb",
]
_COPY_REVISIONS = """
COPY article_revisions (article_id, revision, revised_at, title, text, content_hash)
FROM STDIN (FORMAT BINARY)
"""
_REVISIONS_TYPES = ["int8", "int4", "timestamptz", "text", "text", "int8"]
_COPY_INDEX = """
COPY article_index (id, published_at, source_id, story_id, lang, terms, embedding) FROM STDIN (FORMAT BINARY)
"""
_INDEX_TYPES = ["int8", "timestamptz", "int8", "int8", "text", "sparsevec", "halfvec"]
_COPY_SIGNALS = """
COPY article_signals (id, published_at, source_id, story_id, lang, sentiment, emotions, phrase_ids,
                      entity_ids)
FROM STDIN (FORMAT BINARY)
"""
_SIGNALS_TYPES = ["int8", "timestamptz", "int8", "int8", "text", "float4", "float4[]", "int8[]", "int8[]"]
_COPY_BANDS = "COPY article_bands (band, id, published_at) FROM STDIN (FORMAT BINARY)"
_BANDS_TYPES = ["int8", "int8", "timestamptz"]
_COPY_DUPLICATES = """
COPY duplicates (id, of_article, kind, url, source_id, story_id, title, content_hash, published_at,
                 fetched_at)
FROM STDIN (FORMAT BINARY)
"""
_DUPLICATES_TYPES = [
    "int8",
    "int8",
    "text",
    "text",
    "int8",
    "int8",
    "text",
    "int8",
    "timestamptz",
    "timestamptz",
]

_REVISE_ARTICLE = """
UPDATE articles
   SET title = %(title)s, text = %(text)s, lang = %(lang)s, revision = %(revision)s,
       content_hash = %(content_hash)s, minhash = %(minhash)s, keyphrases = %(keyphrases)s,
       entities = %(entities)s
 WHERE id = %(id)s
"""
_REVISE_INDEX = """
UPDATE article_index SET lang = %(lang)s, terms = %(terms)s, embedding = %(embedding)s WHERE id = %(id)s
"""
_REVISE_SIGNALS = """
UPDATE article_signals
   SET lang = %(lang)s, sentiment = %(sentiment)s, emotions = %(emotions)s, phrase_ids = %(phrase_ids)s,
       entity_ids = %(entity_ids)s
 WHERE id = %(id)s
"""
_DROP_BANDS = "DELETE FROM article_bands WHERE id = %s"
_COUNTED = """
SELECT i.terms, s.phrase_ids, s.entity_ids
  FROM article_index i JOIN article_signals s ON s.id = i.id
 WHERE i.id = %s
"""


_AFTER = """
SELECT a.id, a.url, s.name, a.feed_id, a.title, a.text, a.lang, a.published_at, a.date_rule, a.fetched_at,
       a.revision, a.content_hash
  FROM articles a JOIN sources s ON s.id = a.source_id
 WHERE a.id > %s ORDER BY a.id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class WholeArticle:
    """A stored article as it came in, before its signals."""

    id: int
    url: str | None
    source: str
    feed_id: int | None
    title: str
    text: str
    lang: str
    published_at: datetime
    date_rule: str
    fetched_at: datetime
    revision: int
    content_hash: int


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What is stored under an id: its newest revision, and the hashes of every text it ever had."""

    revision: int
    published_at: datetime
    story_id: int
    content_hashes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A stored article that shares a band with a text in question."""

    id: int
    content_hash: int
    minhash: bytes
    published_at: datetime
    story_id: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A whole article as it is written, in all its tables."""

    id: int
    url: str | None
    source_id: int
    feed_id: int | None
    title: str
    text: str
    lang: str
    published_at: datetime
    date_rule: str
    fetched_at: datetime
    content_hash: int
    minhash: bytes
    bands: Sequence[int]
    keyphrases: list[Any]
    entities: list[Any]
    terms: SparseVector
    embedding: npt.NDArray[np.float16]
    sentiment: float
    emotions: list[float]
    phrase_ids: list[int]
    entity_ids: list[int]
    story_id: int = 0
    revision: int = 1


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """A copy, linked to the article it repeats."""

    id: int
    of_article: int
    kind: str
    url: str | None
    source_id: int
    story_id: int
    title: str
    content_hash: int
    published_at: datetime
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as answers quote it; offsets of quotes count in `text`."""

    id: int
    url: str | None
    title: str
    text: str
    source: str
    lang: str
    published_at: datetime
    revision: int
    keyphrases: list[Any] = field(default_factory=list)
    entities: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WordedArticle:
    """What an article may give a name: its title, its phrases and its names."""

    id: int
    title: str
    lang: str
    keyphrases: list[Any]
    entities: list[Any]


async def known(conn: AsyncConnection, ids: Iterable[int]) -> dict[int, KnownArticle]:
    """Which of these ids are stored, and with which texts; copies count by their one text."""
    wanted = list(ids)
    found: dict[int, KnownArticle] = {}
    for row in await (await conn.execute(_KNOWN, (wanted,))).fetchall():
        article_id, revision, published_at, story_id, hashes = row
        found[article_id] = KnownArticle(revision, published_at, story_id, frozenset(hashes))
    return found


async def known_copies(conn: AsyncConnection, ids: Iterable[int]) -> dict[int, int]:
    """Which of these ids are copies of another article, with the hash of their text."""
    return dict(await (await conn.execute(_KNOWN_COPIES, (list(ids),))).fetchall())


async def sharing_bands(conn: AsyncConnection, bands: Iterable[int]) -> dict[int, list[Lookalike]]:
    """Stored articles by the bands they share with a batch."""
    found: dict[int, list[Lookalike]] = {}
    cursor = await conn.execute(_SHARING_BANDS, (sorted(set(bands)),))
    for band, *rest in await cursor.fetchall():
        article_id, content_hash, minhash, published_at, story_id = rest
        found.setdefault(band, []).append(
            Lookalike(article_id, content_hash, bytes(minhash), published_at, story_id)
        )
    return found


async def texts(
    conn: AsyncConnection, ids: Iterable[int], as_of: datetime | None = None, *, phrased: bool = False
) -> dict[int, StoredArticle]:
    """Articles by id, each in the newest revision known at `as_of`; `phrased` with its phrases and names."""
    cursor = await conn.execute(_TEXTS, {"ids": list(ids), "as_of": as_of, "phrased": phrased})
    return {row[0]: StoredArticle(*row) for row in await cursor.fetchall()}


async def worded(
    conn: AsyncConnection, ids: Iterable[int], as_of: datetime | None = None
) -> dict[int, WordedArticle]:
    """How articles are worded, by id, without what they say; titles as known at `as_of`."""
    cursor = await conn.execute(_WORDED, {"ids": list(ids), "as_of": as_of})
    return {row[0]: WordedArticle(*row) for row in await cursor.fetchall()}


async def originals(conn: AsyncConnection, ids: Iterable[int]) -> dict[int, int]:
    """Of these, the copies, each with the article it repeats."""
    rows = await (await conn.execute(_ORIGINALS, (list(ids),))).fetchall()
    return {row[0]: row[1] for row in rows}


async def after(conn: AsyncConnection, article_id: int, most: int) -> list[WholeArticle]:
    """The next `most` articles in order of id."""
    rows = await (await conn.execute(_AFTER, (article_id, most))).fetchall()
    return [WholeArticle(*row) for row in rows]


async def insert(conn: AsyncConnection, rows: Sequence[ArticleRow]) -> None:
    """Write new articles to all tables; the caller holds the writers' lock and knows the ids are new."""
    await _copy(conn, _COPY_ARTICLES, _ARTICLES_TYPES, [_article_values(row) for row in rows])
    await _copy(conn, _COPY_REVISIONS, _REVISIONS_TYPES, [_revision_values(row) for row in rows])
    await _copy(conn, _COPY_INDEX, _INDEX_TYPES, [_index_values(row) for row in rows])
    await _copy(conn, _COPY_SIGNALS, _SIGNALS_TYPES, [_signals_values(row) for row in rows])
    await _copy(conn, _COPY_BANDS, _BANDS_TYPES, [value for row in rows for value in _band_values(row)])


async def insert_duplicates(conn: AsyncConnection, rows: Sequence[DuplicateRow]) -> None:
    """Link copies to what they repeat."""
    values = [
        (
            row.id,
            row.of_article,
            row.kind,
            row.url,
            row.source_id,
            row.story_id,
            row.title,
            row.content_hash,
            row.published_at,
            row.fetched_at,
        )
        for row in rows
    ]
    await _copy(conn, _COPY_DUPLICATES, _DUPLICATES_TYPES, values)


async def counted_terms(conn: AsyncConnection, article_id: int) -> list[int]:
    """Every term the article's present text was counted under."""
    row: Any = await (await conn.execute(_COUNTED, (article_id,))).fetchone()
    terms, phrase_ids, entity_ids = row
    return sorted({*terms.indices.tolist(), *phrase_ids, *entity_ids})


async def revise(conn: AsyncConnection, row: ArticleRow) -> None:
    """Give a stored article its next revision; its time, outlet and story stay."""
    await update(conn, row)
    await _copy(conn, _COPY_REVISIONS, _REVISIONS_TYPES, [_revision_values(row)])


async def update(conn: AsyncConnection, row: ArticleRow) -> None:
    """Replace a stored article's text and signals; its time, outlet and story stay."""
    values = {
        "id": row.id,
        "title": row.title,
        "text": row.text,
        "lang": row.lang,
        "revision": row.revision,
        "content_hash": row.content_hash,
        "minhash": row.minhash,
        "keyphrases": Jsonb(row.keyphrases),
        "entities": Jsonb(row.entities),
        "terms": row.terms,
        "embedding": row.embedding,
        "sentiment": row.sentiment,
        "emotions": row.emotions,
        "phrase_ids": row.phrase_ids,
        "entity_ids": row.entity_ids,
    }
    for statement in (_REVISE_ARTICLE, _REVISE_INDEX, _REVISE_SIGNALS):
        await conn.execute(statement, values)
    await conn.execute(_DROP_BANDS, (row.id,))
    await _copy(conn, _COPY_BANDS, _BANDS_TYPES, _band_values(row))


async def _copy(
    conn: AsyncConnection, statement: str, types: list[str], rows: Sequence[Sequence[Any]]
) -> None:
    if not rows:
        return
    async with conn.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            await copy.write_row(row)


def _article_values(row: ArticleRow) -> tuple[Any, ...]:
    return (
        row.id,
        row.url,
        row.source_id,
        row.feed_id,
        row.title,
        row.text,
        row.lang,
        row.published_at,
        row.date_rule,
        row.fetched_at,
        row.revision,
        row.content_hash,
        row.minhash,
        Jsonb(row.keyphrases),
        Jsonb(row.entities),
    )


def _revision_values(row: ArticleRow) -> tuple[Any, ...]:
    return (row.id, row.revision, row.fetched_at, row.title, row.text, row.content_hash)


def _index_values(row: ArticleRow) -> tuple[Any, ...]:
    return (row.id, row.published_at, row.source_id, row.story_id, row.lang, row.terms, row.embedding)


def _signals_values(row: ArticleRow) -> tuple[Any, ...]:
    return (
        row.id,
        row.published_at,
        row.source_id,
        row.story_id,
        row.lang,
        row.sentiment,
        row.emotions,
        row.phrase_ids,
        row.entity_ids,
    )


def _band_values(row: ArticleRow) -> list[tuple[Any, ...]]:
    return [(band, row.id, row.published_at) for band in row.bands]
