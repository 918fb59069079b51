"""What a backup asks of a database: one moment's state, counts, migrations, and who else is connected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection, sql

from tidings.store.migrate import Applied, applied

# A repeatable read sees one moment; pg_dump joins it by the exported name. The moment's own transaction waits
# for as long as the dump takes, which the server's limit on idle transactions would forbid.
FREEZE = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = 0"
_SNAPSHOT = """
SELECT pg_export_snapshot(), now(), pg_database_size(current_database()),
       current_setting('server_version_num')::int
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_COUNT = "SELECT count(*) FROM {}"
_ARTICLES_KNOWN = "SELECT to_regclass('public.articles') IS NOT NULL"
_ARTICLES = "SELECT count(*) FROM public.articles"
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
_FREE_OF_OURS = """
SELECT to_regclass('public.schema_migrations') IS NULL
   AND EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')
"""
_IS_OURS = "SELECT to_regclass('public.schema_migrations') IS NOT NULL"
_RECORD = """
INSERT INTO backups (made_at, bytes, articles, checksum) VALUES (%s, %s, %s, %s)
ON CONFLICT (checksum) DO NOTHING
"""
_NEWEST = "SELECT made_at, bytes, articles FROM backups ORDER BY made_at DESC LIMIT 1"

# A dump is read between these two, in one transaction of psql's. What ends before the second, for instance as
# the program that feeds it was killed, changes nothing. The dump itself makes the schema and the extension.
BEFORE_A_DUMP = b"BEGIN;\nSET client_min_messages = warning;\nDROP SCHEMA IF EXISTS public CASCADE;\n"
AFTER_A_DUMP = b"\nCOMMIT;\n"
# A restored table has no statistics until the next round of autovacuum, and the first answers would be slow.
_ANALYZE = "ANALYZE"


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a database, which others can join by the snapshot's name while it is held."""

    snapshot: str
    at: datetime
    database_bytes: int
    server_version: int
    rows: dict[str, int]
    migrations: tuple[Applied, ...]


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest backup that was finished."""

    made_at: datetime
    bytes: int
    articles: int


async def freeze(conn: AsyncConnection) -> Moment:
    """Hold this moment on the connection, which must be in autocommit mode, until it is closed."""
    await conn.execute(FREEZE)
    row = await (await conn.execute(_SNAPSHOT)).fetchone()
    if row is None:
        raise LookupError("a SELECT without FROM gave no row")
    snapshot, at, size, version = row
    return Moment(snapshot, at, size, version, await rows(conn), tuple(await applied(conn)))


async def rows(conn: AsyncConnection) -> dict[str, int]:
    """How many rows each table has."""
    names = [name for (name,) in await (await conn.execute(_TABLES)).fetchall()]
    return {name: await _count(conn, name) for name in names}


async def _count(conn: AsyncConnection, table: str) -> int:
    query = sql.SQL(_COUNT).format(sql.Identifier("public", table))
    row = await (await conn.execute(query)).fetchone()
    return int(row[0]) if row else 0


async def articles(conn: AsyncConnection) -> int:
    """How many articles are stored; none where the schema was never made."""
    known = await (await conn.execute(_ARTICLES_KNOWN)).fetchone()
    if not (known and known[0]):
        return 0
    row = await (await conn.execute(_ARTICLES)).fetchone()
    return int(row[0]) if row else 0


async def others(conn: AsyncConnection) -> int:
    """How many other programs are connected to this database."""
    row = await (await conn.execute(_OTHERS)).fetchone()
    return int(row[0]) if row else 0


async def is_ours(conn: AsyncConnection) -> bool:
    """Whether Tidings' tables are in the schema `public`, the only one that is dumped."""
    row = await (await conn.execute(_IS_OURS)).fetchone()
    return bool(row and row[0])


async def is_foreign(conn: AsyncConnection) -> bool:
    """Whether the database holds tables and was never Tidings'."""
    row = await (await conn.execute(_FREE_OF_OURS)).fetchone()
    return bool(row and row[0])


async def analyze(conn: AsyncConnection) -> None:
    """Let the planner know what is stored."""
    await conn.execute(_ANALYZE)


async def record(conn: AsyncConnection, made_at: datetime, size: int, articles: int, checksum: str) -> None:
    """Remember a finished backup; one that is known already changes nothing."""
    await conn.execute(_RECORD, (made_at, size, articles, checksum))


async def newest(conn: AsyncConnection) -> LastBackup | None:
    """The newest finished backup that the database knows of."""
    row = await (await conn.execute(_NEWEST)).fetchone()
    return LastBackup(*row) if row else None
