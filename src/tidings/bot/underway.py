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

    async def settle(self, key: str, *, elsewhere: bool) -> None:
        """Stop telling that it is worked on: what is said under that key comes now.

        It takes the place of the message that told so, unless it is shown elsewhere.
        """


underway: ContextVar[Underway | None] = ContextVar("underway", default=None)
