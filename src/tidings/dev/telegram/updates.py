"""What the bot has yet to hear of: updates kept until it confirms them."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tidings.dev.telegram.bell import Bell


@dataclass(frozen=True, slots=True)
class Update:
    """Something that happened, by its number, and the chat it happened in."""

    number: int
    kind: str
    body: dict[str, Any]
    chat_id: int

    def wire(self) -> dict[str, Any]:
        """The update as the Bot API sends it."""
        return {"update_id": self.number, self.kind: self.body}


class Updates:
    """The queue; filled from any thread, read by polls or the webhook."""

    def __init__(self, bell: Bell) -> None:
        self.bell = bell
        self._lock = threading.Lock()
        self._pending: dict[int, Update] = {}
        # Telegram starts anywhere. A server that starts again must not repeat what a bot's database has seen.
        self._next = int(time.time())
        self._wanted: frozenset[str] = frozenset()

    def want(self, kinds: Collection[str] | None) -> None:
        """Keep only these kinds from now on; an empty list wants all, None leaves it as it is."""
        if kinds is not None:
            self._wanted = frozenset(kinds)

    @property
    def wanted(self) -> list[str]:
        """The kinds asked for; none where all are."""
        return sorted(self._wanted)

    def add(self, kind: str, body: dict[str, Any], chat_id: int) -> int | None:
        """Queue an update and return its number; None where the bot does not want its kind."""
        if self._wanted and kind not in self._wanted:
            return None
        with self._lock:
            number, self._next = self._next, self._next + 1
            self._pending[number] = Update(number, kind, body, chat_id)
        self.bell.ring()
        return number

    def take(self, offset: int, limit: int) -> list[Update]:
        """Updates from that number on, which confirms all before it; a negative one counts from the end."""
        with self._lock:
            if offset < 0:
                offset = min([*self._pending][offset:], default=self._next)
            self._pending = {number: each for number, each in self._pending.items() if number >= offset}
            return [*self._pending.values()][:limit]

    def confirm(self, number: int) -> None:
        """Forget one, which the webhook took."""
        with self._lock:
            self._pending.pop(number, None)

    def drop(self) -> None:
        """Forget all."""
        with self._lock:
            self._pending.clear()

    @property
    def pending(self) -> list[Update]:
        """All that are not confirmed."""
        with self._lock:
            return [*self._pending.values()]
