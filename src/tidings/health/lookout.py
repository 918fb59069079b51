"""A lookout: one connection beside the pool, so that a busy process still sees how its database is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TypeVar

import psycopg

from tidings.errors import DatabaseUnavailable
from tidings.store.pool import Connection, Database

T = TypeVar("T")

# A look takes milliseconds; whoever asks whether a process is ready waits for a second or some.
_PATIENCE = 2.0

# Why a database gave no answer, by what was raised.
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "timeout"),
    (DatabaseUnavailable, "unreachable"),
    (psycopg.Error, "failed"),
)


class Away(Exception):
    """The database gave no answer; `reason` is a code."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Lookout:
    """Asks over a connection that is kept; a broken one is made anew by the next who asks."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._asking = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._conn: Connection | None = None

    async def ask(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """What the work finds; raises Away where it finds nothing within two seconds."""
        deadline = asyncio.get_running_loop().time() + _PATIENCE
        try:
            async with asyncio.timeout_at(deadline):
                await self._asking.acquire()
        except TimeoutError as error:
            raise Away("timeout", "somebody else waits for it already") from error
        try:
            return await self._in_time(work, deadline)
        except (TimeoutError, DatabaseUnavailable, psycopg.Error) as error:
            await self.close()
            reason = next(code for kind, code in _REASONS if isinstance(error, kind))
            raise Away(reason, str(error).partition("\n")[0]) from error
        finally:
            self._asking.release()

    async def _in_time(self, work: Callable[[Connection], Awaitable[T]], deadline: float) -> T:
        """The work's outcome; TimeoutError where there is none by then."""
        task = asyncio.create_task(self._work(work))
        try:
            left = deadline - asyncio.get_running_loop().time()
            done, _ = await asyncio.wait([task], timeout=max(left, 0.0))
            if not done:
                raise TimeoutError(f"no answer within {_PATIENCE:.0f} s")
            return task.result()
        finally:
            if not task.done():
                # Its connection goes first: a cancelled statement would tell the server, and wait for that.
                await self.close()
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def _work(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        if self._conn is not None:
            try:
                return await work(self._conn)
            except (DatabaseUnavailable, psycopg.OperationalError):
                # It was kept over a restart of the server, which may be back.
                await self.close()
        self._conn = await self._stack.enter_async_context(self._db.own_connection())
        return await work(self._conn)

    async def close(self) -> None:
        """Let the connection go, also one that hangs."""
        conn, self._conn = self._conn, None
        if conn is not None:
            await conn.close()
            await self._stack.aclose()
