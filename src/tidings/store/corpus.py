"""The corpus as a whole: its writers' lock, its epoch, its days, its outlets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from psycopg import AsyncConnection

from tidings.store.ids import hash64

# One key for all Tidings writers on one database; any constant serves, as long as nothing else uses it.
_WRITERS_LOCK = 0x7164_696E_6773

_LOCK = "SELECT pg_advisory_xact_lock(%s)"
_EPOCH = "SELECT epoch, newest_at, embedder, dimension FROM corpus_state"
_ADVANCE = """
UPDATE corpus_state
   SET epoch = epoch + 1, newest_at = greatest(newest_at, %(newest)s)
RETURNING epoch
"""
_SET_EMBEDDER = "UPDATE corpus_state SET embedder = %s, dimension = %s"
_ADD_DAYS = """
INSERT INTO corpus_days AS d (day, lang, articles, tokens)
SELECT * FROM unnest(%s::date[], %s::text[], %s::int[], %s::bigint[])
    ON CONFLICT (day, lang) DO UPDATE
   SET articles = d.articles + excluded.articles, tokens = d.tokens + excluded.tokens
"""
_ADD_SOURCES = """
INSERT INTO sources (id, name)
SELECT * FROM unnest(%s::bigint[], %s::text[])
    ON CONFLICT (id) DO NOTHING
"""
_SOURCE_NAMES = "SELECT id, name FROM sources WHERE id = ANY(%s)"
_ARTICLES_BEFORE = (
    "SELECT coalesce(sum(articles), 0) FROM corpus_days WHERE %(day)s::date IS NULL OR day < %(day)s"
)


@dataclass(frozen=True, slots=True)
class CorpusState:
    """The corpus' version and what its vectors were made by."""

    epoch: int
    newest_at: datetime | None
    embedder: str | None
    dimension: int | None


async def lock_writers(conn: AsyncConnection) -> None:
    """Wait until no other process writes articles; held to the end of the transaction."""
    await conn.execute(_LOCK, (_WRITERS_LOCK,))


async def state(conn: AsyncConnection) -> CorpusState:
    """The corpus' present state."""
    row = await (await conn.execute(_EPOCH)).fetchone()
    if row is None:
        raise LookupError("corpus_state has lost its row")
    return CorpusState(*row)


async def advance(conn: AsyncConnection, newest: datetime | None) -> int:
    """Raise the epoch, so that caches and in-memory indexes see the change; the new epoch."""
    row = await (await conn.execute(_ADVANCE, {"newest": newest})).fetchone()
    if row is None:
        raise LookupError("corpus_state has lost its row")
    return int(row[0])


async def set_embedder(conn: AsyncConnection, name: str, dimension: int) -> None:
    """Record which model the stored vectors come from."""
    await conn.execute(_SET_EMBEDDER, (name, dimension))


async def add_days(conn: AsyncConnection, days: Mapping[tuple[date, str], tuple[int, int]]) -> None:
    """Add articles and tokens to (day, language) totals."""
    keys = sorted(days)
    await conn.execute(
        _ADD_DAYS,
        (
            [day for day, _ in keys],
            [lang for _, lang in keys],
            [days[key][0] for key in keys],
            [days[key][1] for key in keys],
        ),
    )


async def articles_before(conn: AsyncConnection, day: date | None) -> int:
    """How many articles the corpus held at the start of `day`; all of them when None."""
    row = await (await conn.execute(_ARTICLES_BEFORE, {"day": day})).fetchone()
    return int(row[0]) if row else 0


def source_id(name: str) -> int:
    """The id of an outlet: a 64-bit hash of its folded name."""
    folded = " ".join(name.casefold().split())
    return hash64(folded)


async def add_sources(conn: AsyncConnection, names: Iterable[str]) -> None:
    """Make sure these outlets are known."""
    known = {source_id(name): name for name in names}
    ids = sorted(known)
    await conn.execute(_ADD_SOURCES, (ids, [known[key] for key in ids]))


async def source_names(conn: AsyncConnection, ids: Iterable[int]) -> dict[int, str]:
    """Outlets' names by id."""
    rows = await (await conn.execute(_SOURCE_NAMES, (sorted(set(ids)),))).fetchall()
    return dict(rows)
