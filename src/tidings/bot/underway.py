"""The update that is being answered, for what is said on the way."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime
from typing import Protocol


class Underway(Protocol):
    """An update that is being answered."""

    @property
    def received_at(self) -> datetime:
        """When it came."""

    async def settle(self, key: str) -> None:
        """Stop telling that it is worked on, as what is said under that key comes now."""


underway: ContextVar[Underway | None] = ContextVar("underway", default=None)
