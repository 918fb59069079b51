"""Work that is done once for all who ask for the same at about the same time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Protocol, TypeVar

from tidings.retrieval.cache import TimedCache

T = TypeVar("T")


class Share(Protocol):
    """How work is done once for all who ask for it."""

    def __call__(
        self, key: Hashable, counting: Callable[[], Coroutine[Any, Any, T]], /
    ) -> Coroutine[Any, Any, T]:
        """The outcome of that key's work, which nobody may change."""
        ...


async def alone(_key: Hashable, counting: Callable[[], Coroutine[Any, Any, T]], /) -> T:
    """Shared with nobody."""
    return await counting()


class SharedWork:
    """Outcomes by key, kept for `seconds` from the moment at which the work was asked for; 0 shares nothing.

    No more than `at_once` are worked on at the same time. Who comes while the work is under way waits for
    it. An outcome is handed to several, so it is not to be changed; an error goes to those who waited and is
    not kept. Look-ups are counted under `name`.
    """

    def __init__(
        self,
        name: str,
        *,
        seconds: float,
        size: int,
        at_once: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shares = seconds > 0
        self._room = asyncio.Semaphore(at_once)
        self._tasks: TimedCache[Hashable, asyncio.Task[Any]] = TimedCache(
            name, seconds=seconds, size=size, clock=clock
        )
        self._waiting: dict[asyncio.Task[Any], int] = {}

    async def of(self, key: Hashable, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The outcome of that key's work, which is begun where nobody has."""
        if not self._shares:
            return await self._done(work)
        task: asyncio.Task[T] | None = self._tasks.get(key)
        if task is None or _is_in_vain(task):
            task = asyncio.create_task(self._done(work))
            self._tasks.put(key, task)
        return await self._awaited(task)

    async def _done(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        async with self._room:
            return await work()

    async def _awaited(self, task: asyncio.Task[T]) -> T:
        """The outcome once it is there; work that nobody waits for any more is given up."""
        self._waiting[task] = self._waiting.get(task, 0) + 1
        try:
            return await asyncio.shield(task)
        finally:
            self._waiting[task] -= 1
            if not self._waiting[task]:
                del self._waiting[task]
                task.cancel()


def _is_in_vain(task: asyncio.Task[Any]) -> bool:
    """Whether nothing comes of it any more."""
    return task.cancelling() > 0 or (task.done() and (task.cancelled() or task.exception() is not None))
