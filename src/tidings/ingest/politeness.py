"""One request at a time to a host, with a pause between them, and none while it asked to be left alone.

Among the tasks of a process, and where there is a database among all processes on it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

import structlog

from tidings.errors import DatabaseUnavailable
from tidings.presence import Presence
from tidings.store import hosts
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# A second is what crawlers of news sites keep to; most hosts here are asked for one feed an hour anyway.
GAP_SECONDS = 1.0
# How soon a turn that another process has is asked for again: a request takes less than the pause after it.
_LOOK_SECONDS = 0.2


class Turns(Protocol):
    """Whose turn it is at each host; one of these serves everything a process fetches."""

    def turn(self, host: str) -> AbstractAsyncContextManager[float]:
        """The right to ask `host` one thing; waits for the one before and for the pause after it.

        Gives the seconds for which the host still wants quiet: where there are any, it is not to be asked.
        """

    async def close(self, host: str, seconds: float) -> None:
        """The host asked for quiet (Retry-After)."""


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    closed_until: float = 0.0


class HostTurns:
    """The turns of a process that asks alone."""

    def __init__(self, concurrency: int = 16, gap_seconds: float = GAP_SECONDS) -> None:
        self._gap = gap_seconds
        self._hosts: dict[str, _Host] = {}
        self._slots = asyncio.Semaphore(concurrency)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[float]:
        """The right to ask `host` one thing."""
        state = self._hosts.setdefault(host, _Host())
        async with state.lock:
            await asyncio.sleep(max(0.0, state.free_at - time.monotonic()))
            try:
                async with self._slots:
                    yield max(0.0, state.closed_until - time.monotonic())
            finally:
                state.free_at = time.monotonic() + self._gap

    async def close(self, host: str, seconds: float) -> None:
        """The host asked for quiet."""
        self._hosts.setdefault(host, _Host()).closed_until = time.monotonic() + seconds


class SharedTurns:
    """The turns of a process among others, which stand in the database; those of a dead process are free."""

    def __init__(
        self, db: Database, presence: Presence, concurrency: int = 16, gap_seconds: float = GAP_SECONDS
    ) -> None:
        self._db = db
        self._presence = presence
        self._gap = timedelta(seconds=gap_seconds)
        # One task of this process at a time asks for a host's turn, so that the database is asked by few.
        self._locks: dict[str, asyncio.Lock] = {}
        self._slots = asyncio.Semaphore(concurrency)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[float]:
        """The right to ask `host` one thing; DatabaseUnavailable where nobody can say whose turn it is."""
        async with self._locks.setdefault(host, asyncio.Lock()):
            process, quiet = await self._taken(host)
            try:
                async with self._slots:
                    yield quiet
            finally:
                await self._give_back(host, process)

    async def close(self, host: str, seconds: float) -> None:
        """The host asked for quiet."""
        async with self._db.connection() as conn:
            await hosts.close(conn, host, timedelta(seconds=seconds))

    async def _taken(self, host: str) -> tuple[int, float]:
        """Wait for the turn: the number it was taken under, and how long the host wants quiet."""
        while True:
            await self._presence.here.wait()
            process = self._presence.number
            async with self._db.connection() as conn:
                quiet = await hosts.take(conn, host, process, self._gap)
            if quiet is not None:
                return process, quiet
            await asyncio.sleep(_LOOK_SECONDS)

    async def _give_back(self, host: str, process: int) -> None:
        try:
            async with self._db.connection() as conn:
                await hosts.give_back(conn, host, process, self._gap)
        except DatabaseUnavailable as error:
            # It stays ours until we ask that host again, are gone, or ten minutes went by; the request itself
            # went well.
            log.warning("host_turn_kept", host=host, reason=error.tech_message)
