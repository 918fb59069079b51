"""Bring a schema up to date from numbered SQL files, safely when several processes start at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg.sql import SQL

from tidings.errors import DatabaseUnavailable

log = structlog.get_logger(__name__)

FILE_NAME = re.compile(r"(?P<version>\d{4})_(?P<name>[a-z0-9_]+)\.sql")
# Any constant that other programs on a shared server are unlikely to lock: "tidings" as bytes.
LOCK_KEY = int.from_bytes(b"tidings", "big")

CREATE_TABLE = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    version    int PRIMARY KEY,
    name       text NOT NULL,
    checksum   text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""
TABLE_EXISTS = "SELECT to_regclass('schema_migrations') IS NOT NULL"
SELECT_APPLIED = "SELECT version, name, checksum FROM schema_migrations ORDER BY version"
RECORD = "INSERT INTO schema_migrations (version, name, checksum) VALUES (%s, %s, %s)"
LOCK = "SELECT pg_advisory_xact_lock(%s)"


@dataclass(frozen=True)
class Applied:
    """A migration the database has had."""

    version: int
    name: str
    checksum: str


@dataclass(frozen=True)
class Migration:
    """A numbered SQL file."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text; line ends do not count, as version control may change them."""
        return hashlib.sha256(self.sql.replace("\r\n", "\n").encode()).hexdigest()


def shipped() -> Traversable:
    """The folder of the migrations that come with Tidings."""
    return files("tidings.store.migrations")


def load(folder: Traversable) -> list[Migration]:
    """The folder's migrations by version; a version used twice is refused."""
    found: dict[int, Migration] = {}
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        match = FILE_NAME.fullmatch(entry.name)
        if match is None:
            continue
        version = int(match["version"])
        if version in found:
            raise DatabaseUnavailable(
                f"two migrations are numbered {version:04}: {found[version].name} and {match['name']}"
            )
        found[version] = Migration(version, match["name"], entry.read_text(encoding="utf-8"))
    return list(found.values())


def pending(available: Sequence[Migration], applied: Sequence[Applied]) -> list[Migration]:
    """What is still to be applied; refuses a database that these files did not make."""
    known = {migration.version: migration for migration in available}
    for past in applied:
        migration = known.get(past.version)
        if migration is None:
            raise DatabaseUnavailable(
                f"the database has migration {past.version:04}_{past.name}, which this version of Tidings "
                "does not know: it was used by a newer version; upgrade Tidings"
            )
        if migration.checksum != past.checksum:
            raise DatabaseUnavailable(
                f"migration {past.version:04}_{past.name} is not the one the database was made with: "
                "applied migrations never change; restore the file, or start with an empty database"
            )
    done = {past.version for past in applied}
    return [migration for migration in available if migration.version not in done]


async def migrate(conn: AsyncConnection[Any], folder: Traversable | None = None) -> list[str]:
    """Apply what is missing, a transaction each; returns the names applied by this call.

    `conn` must be in autocommit mode. Where several processes call this at once, one applies each file
    and the others wait for it and see it done.
    """
    available = load(folder or shipped())
    names: list[str] = []
    while pending(available, await applied(conn)):
        name = await _apply_next(conn, available)
        if name is not None:
            names.append(name)
    return names


async def applied(conn: AsyncConnection[Any]) -> list[Applied]:
    """The migrations this database has had, oldest first; none where it is new."""
    async with conn.cursor() as cursor:
        await cursor.execute(TABLE_EXISTS)
        row = await cursor.fetchone()
    if row is None or not row[0]:
        return []
    async with conn.cursor(row_factory=class_row(Applied)) as cursor:
        await cursor.execute(SELECT_APPLIED)
        return await cursor.fetchall()


async def _apply_next(conn: AsyncConnection[Any], available: Sequence[Migration]) -> str | None:
    """Apply the first missing migration; None when another process was faster."""
    async with conn.transaction():
        # Held to the end of the transaction, so that a killed process never leaves it behind.
        await conn.execute(LOCK, (LOCK_KEY,))
        await conn.execute(CREATE_TABLE)
        todo = pending(available, await applied(conn))
        if not todo:
            return None
        chosen = todo[0]
        await _execute(conn, chosen)
        await conn.execute(RECORD, (chosen.version, chosen.name, chosen.checksum))
    log.info("migration_applied", version=chosen.version, name=chosen.name)
    return f"{chosen.version:04}_{chosen.name}"


async def _execute(conn: AsyncConnection[Any], migration: Migration) -> None:
    try:
        await conn.execute(SQL(migration.sql))
    except psycopg.Error as error:
        raise DatabaseUnavailable(
            f"migration {migration.version:04}_{migration.name} failed and was undone: {error}"
        ) from error
