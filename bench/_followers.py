"""Readers who follow what the 2020 corpora tell of: 500 things, and many more to see what grows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from bench import _corpus
from tidings.engine import Engine
from tidings.errors import TidingsError
from tidings.following import follow_name, follow_query, follow_story
from tidings.store import readers
from tidings.store.pool import Database
from tidings.store.server import EmbeddedServer

COPY = "follow_bench"
SEED = 20
READERS = 100
# The five things that each reader follows, a third of them Russian.
KINDS = ("query", "query", "query", "name", "story")
ZONES = ("Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Asia/Vladivostok")
QUIET = ((23, 8), (22, 7), (0, 8), (1, 9), (None, None))
# None of them lies in any of the quiet hours above.
DIGEST_HOURS = (9, 12, 20, None)

_PHRASES = """
SELECT k ->> 0, a.lang FROM articles a, jsonb_array_elements(a.keyphrases) k
 WHERE a.lang = %(lang)s AND a.published_at >= %(since)s AND a.published_at < %(until)s
   AND (k ->> 3)::int BETWEEN 1 AND 3 AND length(k ->> 0) BETWEEN 5 AND 60
 GROUP BY 1, 2 HAVING count(*) >= %(least)s ORDER BY 1
"""
_NAMES = """
SELECT e ->> 0 FROM articles a, jsonb_array_elements(a.entities) e
 WHERE a.lang = %(lang)s AND a.published_at >= %(since)s AND a.published_at < %(until)s
 GROUP BY 1 HAVING count(*) >= 10 ORDER BY 1
"""
_STORIES = """
SELECT min(i.id) FROM article_index i
 WHERE i.lang = %(lang)s AND i.published_at >= %(since)s AND i.published_at < %(until)s
 GROUP BY i.story_id HAVING count(*) >= 5 ORDER BY 1
"""
_SUBJECTS = """
INSERT INTO subjects (kind, key, words, lang, target, embedder, vector, version)
SELECT 'query', 'bench ' || n, words, NULL, NULL, %(embedder)s, i.embedding, %(version)s
  FROM unnest(%(words)s::text[], %(ids)s::bigint[], %(numbers)s::int[]) AS u (words, id, n)
  JOIN article_index i ON i.id = u.id
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch of the corpora that is replayed, and the days before it from which things are seeded."""

    seeded: datetime
    since: datetime
    until: datetime


@contextmanager
def copied() -> Iterator[str]:
    """A copy of the benchmark database, dropped in the end; gives its connection string."""
    server = EmbeddedServer(_corpus.folder())
    source = server.ensure()
    name = psycopg.conninfo.conninfo_to_dict(source)["dbname"]
    admin = make_conninfo(source, dbname="postgres")
    try:
        with psycopg.connect(admin, autocommit=True) as conn:
            conn.execute(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")
            conn.execute(f"CREATE DATABASE {COPY} TEMPLATE {name} STRATEGY file_copy")
        yield make_conninfo(source, dbname=COPY)
        with psycopg.connect(admin, autocommit=True) as conn:
            conn.execute(f"DROP DATABASE {COPY} WITH (FORCE)")
    finally:
        server.leave()


async def seed(engine: Engine, span: Span) -> int:
    """Make the readers and let them follow; how much they follow."""
    chance, pools = random.Random(SEED), await _pools(engine.db, span)
    followed = 0
    for reader in range(1, READERS + 1):
        await _make_reader(engine.db, reader, chance)
        for kind in KINDS:
            followed += await _follow(engine, reader, kind, pools, chance)
    async with engine.db.transaction() as conn:
        await conn.execute("UPDATE follows SET since = %s", (span.since,))
    return followed


async def _pools(db: Database, span: Span) -> dict[tuple[str, str], list[Any]]:
    pools: dict[tuple[str, str], list[Any]] = {}
    for lang in ("en", "ru"):
        values = {"lang": lang, "since": span.seeded, "until": span.since, "least": 4}
        for kind, query in (("query", _PHRASES), ("name", _NAMES), ("story", _STORIES)):
            async with db.connection() as conn:
                rows = await (await conn.execute(query, values)).fetchall()
            pools[kind, lang] = [row[0] for row in rows]
    return pools


async def _make_reader(db: Database, reader: int, chance: random.Random) -> None:
    quiet = chance.choice(QUIET)
    async with db.transaction() as conn:
        await readers.seen(conn, reader, None)
        await readers.speak(conn, reader, chance.choice(("ru", "en")))
        await readers.live_in(conn, reader, chance.choice(ZONES))
        await readers.quiet_between(conn, reader, quiet if quiet[0] is not None else None)
        await readers.digest_at(conn, reader, chance.choice(DIGEST_HOURS))


async def _follow(
    engine: Engine, reader: int, kind: str, pools: dict[tuple[str, str], list[Any]], chance: random.Random
) -> int:
    """Follow one thing that can be followed and was not yet."""
    while True:
        wanted = chance.choice(pools[kind, chance.choice(("en", "en", "ru"))])
        try:
            match kind:
                case "query":
                    made = await follow_query(engine, reader, wanted)
                case "name":
                    made = await follow_name(engine, reader, wanted)
                case _:
                    made = await follow_story(engine, reader, wanted)
        except TidingsError:  # a phrase of stop words, or a name that is mostly a word
            continue
        if made.is_new:
            return 1


async def follow_many(engine: Engine, span: Span, wanted: int) -> None:
    """Let new readers follow so many other queries: phrases of articles, each with an article's meaning."""
    phrases: list[str] = []
    async with engine.db.transaction() as conn:
        for lang in ("en", "ru"):
            values = {"lang": lang, "since": span.seeded, "until": span.until, "least": 1}
            phrases += [row[0] for row in await (await conn.execute(_PHRASES, values)).fetchall()]
        random.Random(wanted).shuffle(phrases)
        rows = await (
            await conn.execute("SELECT id FROM article_index ORDER BY id LIMIT %s", (wanted,))
        ).fetchall()
        ids = [row[0] for row in rows]
        version = await (
            await conn.execute("UPDATE follow_state SET version = version + 1 RETURNING version")
        ).fetchone()
        made = await conn.execute(
            _SUBJECTS,
            {
                "embedder": engine.embedder.name,
                "version": version[0] if version else 0,
                "words": phrases[:wanted],
                "ids": ids[: len(phrases[:wanted])],
                "numbers": [wanted * 10 + place for place in range(len(phrases[:wanted]))],
            },
        )
        subjects = [row[0] for row in await made.fetchall()]
        await conn.execute(
            "INSERT INTO follows (reader, subject_id, words, since) "
            "SELECT 1000000 + row_number() OVER () / 5, id, '', %s FROM unnest(%s::bigint[]) AS s (id)",
            (span.since, subjects),
        )
