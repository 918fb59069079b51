"""Deadlines: how much of a command's time each model of a chain may take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

# A model may take this share of what is left while another could still be asked after it: of 12 s the first
# gets about six, and its fallback still has the time of a usual answer.
_FIRST_SHARE = 0.6
# Kept back of a command's whole time for proving and printing; several times what these take, since the
# machine may be busy with other commands.
_FINISH_SHARE = 0.1
# No model answers a page of text in less; asking would only cost.
LEAST_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment by which models must have answered, on a monotonic clock."""

    ends_at: float
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float] = time.monotonic) -> Self:
        """A command's deadline for models, `seconds` being its whole time from now."""
        return cls(clock() + seconds * (1 - _FINISH_SHARE), clock)

    def within(self, seconds: float) -> Deadline:
        """The nearer of this one and `seconds` from now."""
        return Deadline(min(self.ends_at, self.clock() + seconds), self.clock)

    @property
    def left(self) -> float:
        """Seconds until then; 0 when it has passed."""
        return max(self.ends_at - self.clock(), 0.0)

    @property
    def is_near(self) -> bool:
        """Whether too little is left to ask anything."""
        return self.left < LEAST_SECONDS

    def share(self, others: int) -> Deadline:
        """What the next model may take when `others` could be asked after it."""
        return self.within(self.left * (_FIRST_SHARE if others else 1.0))
