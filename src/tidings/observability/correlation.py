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


def current() -> str | None:
    """The id that is bound, if any."""
    bound = structlog.contextvars.get_contextvars().get(KEY)
    return None if bound is None else str(bound)


@contextmanager
def correlated(correlation_id: str | None = None) -> Iterator[str]:
    """Bind an id to every log line written inside; an outer one goes on when none is given."""
    chosen = correlation_id or current() or new_id()
    with structlog.contextvars.bound_contextvars(**{KEY: chosen}):
        yield chosen
