"""One request at a time to a host, with a pause between them, and none while it asked to be left alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

# A second is what crawlers of news sites keep to; most hosts here are asked for one feed an hour anyway.
GAP_SECONDS = 1.0


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    closed_until: float = 0.0


class HostTurns:
    """Whose turn it is at each host; one of these serves everything a process fetches."""

    def __init__(self, concurrency: int = 16, gap_seconds: float = GAP_SECONDS) -> None:
        self._gap = gap_seconds
        self._hosts: dict[str, _Host] = {}
        self._slots = asyncio.Semaphore(concurrency)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """The right to ask `host` one thing; waits for the one before and for the pause after it."""
        state = self._hosts.setdefault(host, _Host())
        async with state.lock:
            await asyncio.sleep(max(0.0, state.free_at - time.monotonic()))
            try:
                async with self._slots:
                    yield
            finally:
                state.free_at = time.monotonic() + self._gap

    def close(self, host: str, seconds: float) -> None:
        """The host asked for quiet (Retry-After)."""
        self._hosts.setdefault(host, _Host()).closed_until = time.monotonic() + seconds

    def closed_for(self, host: str) -> float:
        """Seconds for which the host still wants quiet; 0 when it does not."""
        state = self._hosts.get(host)
        return max(0.0, state.closed_until - time.monotonic()) if state else 0.0
