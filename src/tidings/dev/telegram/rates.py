"""How much a bot may send: buckets that fill at the documented rates."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from tidings.dev.telegram.refusals import too_many


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second after that."""

    burst: int
    per_second: float


# Documented: "avoid sending more than one message per second" to a chat, "short bursts" beyond it are let
# through; 20 a minute to a group; about 30 a second to all chats together.
TO_A_CHAT = Rate(burst=5, per_second=1.0)
TO_A_GROUP = Rate(burst=20, per_second=20 / 60)
TO_ALL = Rate(burst=30, per_second=30.0)


class _Bucket:
    def __init__(self, rate: Rate, now: float) -> None:
        self._rate = rate
        self._left = float(rate.burst)
        self._since = now

    def wait(self, now: float) -> float:
        """Seconds until there is room for one more; none where there is."""
        filled = self._left + (now - self._since) * self._rate.per_second
        self._left, self._since = min(self._rate.burst, filled), now
        return max(0.0, (1 - self._left) / self._rate.per_second)

    def take(self) -> None:
        self._left -= 1


class Rates:
    """Counts what is sent, and refuses what is too much."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._all = _Bucket(TO_ALL, clock())
        self._chats: dict[int, _Bucket] = {}

    def count(self, chat_id: int, *, group: bool) -> None:
        """One more to that chat; Refused with the seconds to wait where it is too soon."""
        now = self._clock()
        rate = TO_A_GROUP if group else TO_A_CHAT
        buckets = (self._all, self._chats.setdefault(chat_id, _Bucket(rate, now)))
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for bucket in buckets:
            bucket.take()
