"""Waking those who wait in an event loop, from any thread."""

from __future__ import annotations

import asyncio
import threading


class Bell:
    """Counts its strokes, so that one between looking and waiting is not missed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._strokes = 0

    @property
    def strokes(self) -> int:
        """How often it has rung."""
        return self._strokes

    def ring(self) -> None:
        """Wake everybody."""
        with self._lock:
            self._strokes += 1
            for loop, event in self._waiting:
                loop.call_soon_threadsafe(event.set)

    async def wait(self, heard: int, seconds: float) -> None:
        """Wait for a stroke after those heard, no longer than that."""
        me = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            if self._strokes != heard:
                return
            self._waiting.add(me)
        try:
            async with asyncio.timeout(seconds):
                await me[1].wait()
        except TimeoutError:
            return
        finally:
            with self._lock:
                self._waiting.discard(me)
