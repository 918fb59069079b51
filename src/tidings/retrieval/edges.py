"""Edges of windows that end now, the same for all who ask between two batches of news."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tidings.windows import Window


@dataclass(frozen=True, slots=True)
class _Kept:
    """A window as it was first asked for, the corpus' batch at that time, and when it ends."""

    window: Window
    epoch: int
    until: float


class SharedEdges:
    """Windows by name, kept for `seconds` or until the next batch of news; 0 shares nothing.

    Their edges move with the clock, and nothing was stored meanwhile. Who counts within the very same edges
    can share every count. There are no more of them than windows have names.
    """

    def __init__(self, *, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._kept: dict[str, _Kept] = {}

    def of(self, window: Window, epoch: int) -> Window:
        """The window of that name that was asked for first."""
        kept, now = self._kept.get(window.name), self._clock()
        if kept is None or kept.epoch != epoch or now >= kept.until:
            kept = self._kept[window.name] = _Kept(window, epoch, now + self._seconds)
        return kept.window
