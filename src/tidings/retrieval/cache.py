"""A small cache whose entries end after a while; the least recently used leave first."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from tidings.observability import metrics

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class TimedCache(Generic[K, V]):
    """Keeps up to `size` values for `seconds` each; look-ups are counted under `name`."""

    def __init__(
        self, name: str, *, seconds: float, size: int = 256, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._requests = metrics.cache_requests.labels(name)
        self._hits = metrics.cache_hits.labels(name)
        self._seconds = seconds
        self._size = size
        self._clock = clock
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: K) -> V | None:
        """The value kept under `key`, unless it has ended."""
        self._requests.inc()
        entry = self._entries.get(key)
        if entry is None:
            return None
        until, value = entry
        if self._clock() >= until:
            del self._entries[key]
            return None
        self._entries.move_to_end(key)
        self._hits.inc()
        return value

    def put(self, key: K, value: V) -> None:
        """Keep `value` from now on."""
        self._entries[key] = (self._clock() + self._seconds, value)
        self._entries.move_to_end(key)
        while len(self._entries) > self._size:
            self._entries.popitem(last=False)
