"""The journal: every request a server got, for tests to look at what was sent and what came of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tidings.dev.exchange import Json

# Enough to see what was answered; a huge answer is not worth its memory.
_KEPT_ANSWER = 100_000


@dataclass(slots=True)
class Entry:
    """One request: `concurrent` counts those under way when it came, itself included.

    `status` is None while it is under way and where no answer was given; it never holds a key.
    """

    number: int
    provider: str
    model: str
    body: Json
    concurrent: int
    behaviour: str = ""
    moment: datetime = field(default_factory=lambda: datetime.now(UTC))
    status: int | None = None
    answer: str = ""


class Journal:
    """All entries, in the order they came; read and written from several threads."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._numbers = 0
        self._under_way = 0
        self._lock = threading.Lock()

    def open(self, provider: str, model: str, body: Json) -> Entry:
        """The entry of a request that has just come."""
        with self._lock:
            self._numbers += 1
            self._under_way += 1
            entry = Entry(self._numbers, provider, model, body, self._under_way)
            self._entries.append(entry)
        return entry

    def close(self, entry: Entry, status: int | None, answer: bytes = b"") -> None:
        """What became of it."""
        with self._lock:
            self._under_way -= 1
            entry.status, entry.answer = status, answer[:_KEPT_ANSWER].decode("utf-8", "replace")

    def entries(self, provider: str | None = None) -> list[Entry]:
        """The requests so far, of one provider or of all."""
        with self._lock:
            return [entry for entry in self._entries if provider in {None, entry.provider}]

    def clear(self) -> None:
        """Forget them; numbers go on."""
        with self._lock:
            self._entries.clear()
