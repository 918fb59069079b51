"""Connections to the database, embedded or not, with its schema up to date and pgvector's types known."""

from __future__ import annotations

import asyncio
import errno
import math
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.resources.abc import Traversable
from pathlib import Path
from types import TracebackType
from typing import Any, LiteralString, Self, TypeVar
from weakref import WeakKeyDictionary

import orjson
import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg.adapt import AdaptersMap
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.json import set_json_loads
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from tidings.errors import DatabaseUnavailable, InvalidRequest
from tidings.settings import Settings
from tidings.store import vectors
from tidings.store.migrate import migrate
from tidings.store.server import EmbeddedServer

log = structlog.get_logger(__name__)

T = TypeVar("T")
Connection = AsyncConnection[tuple[Any, ...]]

# How long a caller waits for a connection: more than a small database's recovery, less than patience.
CHECKOUT_SECONDS = 30.0
CONNECT_SECONDS = 10
# Servers do not die often enough to ask a connection in steady use every time.
TRUSTED_SECONDS = 1.0
# A killed server is started again by the next attempt, so attempts follow each other quickly and for long.
RECONNECT_SECONDS = 300.0

# Also for servers that Tidings does not configure; the reasons stand in server_settings.
SESSION = (
    "SET plan_cache_mode = force_custom_plan; SET jit = off; SET timezone = 'UTC'; "
    "SET default_transaction_isolation = 'read committed'; "
    "SET hnsw.iterative_scan = relaxed_order"
)


_NO_SPACE = os.strerror(errno.ENOSPC)


class ConnectionLost(DatabaseUnavailable):
    """The server went away while a connection was in use; what was not committed is undone."""


class Collided(DatabaseUnavailable):
    """Another transaction was in the way; what this one did is undone."""


class Database:
    """A pool of connections. Use as an async context manager; safe to share between tasks of one loop."""

    def __init__(
        self,
        *,
        url: str | None = None,
        data_dir: Path | None = None,
        max_size: int = 8,
        migrations: Traversable | None = None,
        report: Callable[[str], None] | None = None,
    ) -> None:
        if (url is None) == (data_dir is None):
            raise ValueError("give either the url of a server or the data folder of the embedded one")
        self._url = url
        self.server = EmbeddedServer(data_dir, report=report) if data_dir is not None else None
        self._max_size = max_size
        self._migrations = migrations
        self._pool: AsyncConnectionPool[Connection] | None = None
        self._start_failure: DatabaseUnavailable | None = None
        self.migrated: list[str] = []  # by opening it

    @classmethod
    def from_settings(cls, settings: Settings, report: Callable[[str], None] | None = None) -> Self:
        """The server of TIDINGS_DATABASE_URL, else the embedded one of TIDINGS_DATA_DIR."""
        if settings.database_url is not None:
            return cls(url=settings.database_url.get_secret_value(), max_size=settings.database_pool)
        return cls(data_dir=settings.data_dir, max_size=settings.database_pool, report=report)

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Start or reach the server, bring the schema up to date and fill the pool."""
        try:
            adapters = await self._prepare()
            self._pool = AsyncConnectionPool(
                self._conninfo,
                kwargs={"autocommit": True, "application_name": "tidings", "context": adapters},
                min_size=1,
                max_size=self._max_size,
                timeout=CHECKOUT_SECONDS,
                reconnect_timeout=RECONNECT_SECONDS,
                configure=_configure,
                check=_Vigilance().check,
                open=False,
                name="tidings",
            )
            await self._pool.open()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close the connections; the last user of an embedded server stops it."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()
        if self.server is not None:
            await asyncio.to_thread(self.server.leave)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection in autocommit mode; ConnectionLost when the server goes away meanwhile.

        Collided and DatabaseUnavailable for a statement that the server gave up, of which nothing is left.
        """
        pool = self.pool
        try:
            conn = await pool.getconn()
        except PoolTimeout as error:
            raise DatabaseUnavailable(
                f"no connection to {self.where} within {CHECKOUT_SECONDS:.0f} s: "
                f"{self._start_failure or 'it is down, still recovering, or all connections are busy'}"
            ) from (self._start_failure or error)
        try:
            yield conn
        except psycopg.errors.DiskFull as error:
            raise self._disk_full() from error
        except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected) as error:
            raise Collided(f"{self.where} undid what collided: {_first_line(error)}") from error
        except psycopg.OperationalError as error:
            if conn.closed:
                raise ConnectionLost(f"the connection to {self.where} was lost: try again") from error
            raise DatabaseUnavailable(f"{self.where} gave up: {_first_line(error)}") from error
        finally:
            await pool.putconn(conn)

    @property
    def pool(self) -> AsyncConnectionPool[Connection]:
        """The open connections, for a library that has statements of its own."""
        if self._pool is None:
            raise DatabaseUnavailable("the database is not open: enter it with `async with` first")
        return self._pool

    @asynccontextmanager
    async def own_connection(self) -> AsyncIterator[Connection]:
        """A connection beside the pool, for what lasts as long as it does, such as a session's locks."""
        try:
            conn = await Connection.connect(
                await self._conninfo(), autocommit=True, connect_timeout=CONNECT_SECONDS
            )
        except psycopg.OperationalError as error:
            raise DatabaseUnavailable(f"could not connect to {self.where}: {_first_line(error)}") from error
        async with conn:
            try:
                yield conn
            except psycopg.OperationalError as error:
                raise ConnectionLost(f"the connection to {self.where} was lost") from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A connection inside a transaction, committed at the end and undone by an error."""
        async with self.connection() as conn, conn.transaction():
            yield conn

    async def read(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Run work that only reads; once more when the connection was lost on the way."""
        try:
            async with self.connection() as conn:
                return await work(conn)
        except ConnectionLost:
            log.warning("database_read_retried", where=self.where)
        async with self.connection() as conn:
            return await work(conn)

    async def fetch_all(
        self, query: LiteralString, params: Sequence[Any] | dict[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows of one reading statement."""

        async def work(conn: Connection) -> list[tuple[Any, ...]]:
            return await (await conn.execute(query, params)).fetchall()

        return await self.read(work)

    @property
    def where(self) -> str:
        """The database in words, without its password."""
        if self._url is None:
            return f"the embedded database in {self.server.data_dir if self.server else '?'}"
        try:
            parts = conninfo_to_dict(self._url)
        except psycopg.ProgrammingError:
            return "the server of TIDINGS_DATABASE_URL"
        host = parts.get("host") or parts.get("hostaddr") or "the local socket"
        return f"database {parts.get('dbname', '?')!s} on {host!s}:{parts.get('port', 5432)!s}"

    async def _conninfo(self) -> str:
        """Where to connect now; starts an embedded server that went away."""
        if self.server is None:
            return self._url or ""
        try:
            conninfo = await asyncio.to_thread(self.server.ensure)
        except DatabaseUnavailable as error:
            # The pool swallows it and tries again; whoever waits for a connection is told.
            self._start_failure = error
            raise
        self._start_failure = None
        return conninfo

    async def _prepare(self) -> AdaptersMap:
        """Check that the server is there, migrate, and learn its type numbers."""
        conninfo = await self._conninfo()
        try:
            conn = await Connection.connect(conninfo, autocommit=True, connect_timeout=CONNECT_SECONDS)
        except psycopg.ProgrammingError:
            # Its text may repeat the address with the password in it.
            raise InvalidRequest(
                "TIDINGS_DATABASE_URL is not a PostgreSQL address such as postgresql://user@host:5432/name",
                message="bad_database_url",
            ) from None
        except psycopg.OperationalError as error:
            # What a server says that cannot write while it greets a client has no code of its own.
            if _NO_SPACE in str(error):
                raise self._disk_full() from error
            advice = "its log is beside it, in server.log"
            if self.server is None:
                advice = (
                    "check that it runs and that TIDINGS_DATABASE_URL is right, or unset it to use the "
                    "embedded one"
                )
            raise DatabaseUnavailable(
                f"could not connect to {self.where}: {_first_line(error)}; {advice}"
            ) from error
        async with conn:
            self.migrated = await migrate(conn, self._migrations)
            types = await vectors.fetch_types(conn)
        adapters = AdaptersMap(psycopg.adapters)
        if types is not None:
            vectors.register(adapters, types)
        set_json_loads(orjson.loads, adapters)  # keyphrases of hundreds of articles an answer: 4 times faster
        return adapters

    def _disk_full(self) -> DatabaseUnavailable:
        return DatabaseUnavailable(
            f"the disk of {self.where} is full", message="disk_full", params={"where": self.where}
        )


class _Vigilance:
    """Asks a connection whether it is alive before it is used, unless it was used a moment ago.

    A question is a round trip, as long as most of the statements here; one that dies in between is found out
    by the statement itself, which leaves as ConnectionLost.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._used: WeakKeyDictionary[Connection, float] = WeakKeyDictionary()

    async def check(self, conn: Connection) -> None:
        """Raise when the connection is not alive."""
        now = self._clock()
        if now - self._used.get(conn, -math.inf) > TRUSTED_SECONDS:
            await AsyncConnectionPool.check_connection(conn)
        self._used[conn] = now


async def _configure(conn: Connection) -> None:
    await conn.execute(SESSION)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
