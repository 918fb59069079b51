"""The correlation id: one short name for everything a command caused."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

KEY = "correlation_id"


def new_id() -> str:
    """A fresh id, short enough to read over the phone."""
    return secrets.token_hex(6)


@contextmanager
def correlated(correlation_id: str | None = None) -> Iterator[str]:
    """Bind an id to every log line written inside; an outer one goes on when none is given."""
    bound = structlog.contextvars.get_contextvars().get(KEY)
    chosen = correlation_id or bound or new_id()
    with structlog.contextvars.bound_contextvars(**{KEY: chosen}):
        yield chosen
