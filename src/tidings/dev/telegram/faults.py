"""How the server fails: which share of calls, in which of the ways that Telegram and networks fail."""

from __future__ import annotations

import random
import threading
from collections import deque
from dataclasses import dataclass
from typing import Literal, Self

# Cut before: the call never arrived. Cut after: it took effect, and the caller does not get to know.
Fault = Literal["server_error", "too_many", "cut_before", "cut_after"]


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares of calls that fail, of those methods or of all; any call may first take `seconds`."""

    server_error: float = 0.0
    too_many: float = 0.0
    cut_before: float = 0.0
    cut_after: float = 0.0
    retry_after: int = 1
    seconds: float = 0.0
    methods: frozenset[str] = frozenset()
    seed: int = 1

    @classmethod
    def share(cls, share: float, *methods: str, seed: int = 1) -> Self:
        """That share of calls fails, by all four ways alike."""
        each = share / 4
        return cls(each, each, each, each, methods=frozenset(methods), seed=seed)

    def concerns(self, method: str) -> bool:
        """Whether calls of a method fail at all."""
        return not self.methods or method.lower() in {name.lower() for name in self.methods}

    def drawn(self, number: int) -> Fault | None:
        """How the call of that number fails, the same each time; None where it does not."""
        chance = random.Random(f"{self.seed}:{number}").random()
        shares: tuple[tuple[Fault, float], ...] = (
            ("server_error", self.server_error),
            ("too_many", self.too_many),
            ("cut_before", self.cut_before),
            ("cut_after", self.cut_after),
        )
        for fault, share in shares:
            if chance < share:
                return fault
            chance -= share
        return None


NONE = Faults()


class Schedule:
    """Which faults a call meets; asked and changed from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._standing = NONE
        self._next: deque[Faults] = deque()

    def set(self, faults: Faults, times: int | None = None) -> None:
        """From now on, or for the next `times` calls they concern; what stands then goes on."""
        with self._lock:
            if times is None:
                self._next.clear()
                self._standing = faults
            else:
                self._next.extend([faults] * times)

    def take(self, method: str) -> Faults:
        """The faults for one call."""
        with self._lock:
            for faults in self._next:
                if faults.concerns(method):
                    self._next.remove(faults)
                    return faults
            return self._standing if self._standing.concerns(method) else NONE
