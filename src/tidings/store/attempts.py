"""Statements tried again where the server undid them, or the connection was lost before its answer came."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from tidings.store.pool import Collided, Connection, ConnectionLost, Database

log = structlog.get_logger(__name__)

T = TypeVar("T")

ATTEMPTS = 4
# Longer than a short transaction of those one collided with.
PAUSE_SECONDS = 0.01


async def repeated(db: Database, work: Callable[[Connection], Awaitable[T]]) -> T:
    """Run work on a connection in autocommit mode, again after a collision; it must bear to be run twice."""
    for attempt in range(1, ATTEMPTS):
        try:
            async with db.connection() as conn:
                return await work(conn)
        except (Collided, ConnectionLost) as error:
            log.warning("statement_repeated", attempt=attempt, reason=type(error).__name__)
        await asyncio.sleep(attempt * PAUSE_SECONDS * (1 + random.random()))
    async with db.connection() as conn:
        return await work(conn)
