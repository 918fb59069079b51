"""The journal: every call the bot made, with its parameters and what came of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tidings.dev.telegram.faults import Fault


@dataclass(slots=True)
class Entry:
    """One call; `status` is None while it is under way and where its caller never got an answer.

    `accepted` says whether it took effect, which a caller that was cut off cannot know.
    """

    number: int
    method: str
    values: dict[str, Any]
    fault: Fault | None = None
    status: int | None = None
    result: Any = None
    description: str = ""
    accepted: bool = False
    moment: datetime = field(default_factory=lambda: datetime.now(UTC))


class Journal:
    """All entries, in the order they came; read and written from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[Entry] = []
        self._numbers = 0

    def open(self, method: str, values: dict[str, Any]) -> Entry:
        """The entry of a call that has just come."""
        with self._lock:
            self._numbers += 1
            entry = Entry(self._numbers, method, values)
            self._entries.append(entry)
        return entry

    def entries(self, *methods: str) -> list[Entry]:
        """The calls so far, of those methods or of all."""
        names = {name.lower() for name in methods}
        with self._lock:
            return [entry for entry in self._entries if not names or entry.method.lower() in names]

    def clear(self) -> None:
        """Forget them; numbers go on."""
        with self._lock:
            self._entries.clear()
