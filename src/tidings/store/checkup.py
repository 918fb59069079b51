"""What a database says of itself when a doctor asks, and how a demo's is emptied."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import AsyncConnection

_SERVER = """
SELECT current_setting('server_version'),
       (SELECT extversion FROM pg_extension WHERE extname = 'vector'),
       (SELECT to_char(version, 'FM0000') || '_' || name FROM schema_migrations ORDER BY version DESC LIMIT 1)
"""
# Everything goes, the extension and the record of migrations too: the next one to open the database finds
# it empty and makes the schema anew.
_WIPE = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """Versions of the server and of pgvector, and the newest migration it has had."""

    postgres: str
    vector: str | None
    migration: str | None


async def server_facts(conn: AsyncConnection) -> ServerFacts:
    """Ask the server what it is."""
    row = await (await conn.execute(_SERVER)).fetchone()
    if row is None:
        raise LookupError("a SELECT without FROM gave no row")
    return ServerFacts(*row)


async def wipe(conn: AsyncConnection) -> None:
    """Remove all that is stored. Close the database afterwards: its connections know types that are gone."""
    await conn.execute(_WIPE)
