"""How tests wait for what happens in another thread, task or process, on machines of any speed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

# Several times what the slowest takes on a busy machine: it only bounds how long a failing test hangs.
PATIENCE = 180.0


def eventually(holds: Callable[[], object], what: str = "what is waited for") -> None:
    """Wait until something holds; the test has failed where it never does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {what}"
        time.sleep(0.02)


async def until(true: Callable[[], Any]) -> Any:
    """What that gives as soon as it is true; the test fails where it never is."""
    async with asyncio.timeout(PATIENCE):
        while not (value := true()):  # noqa: ASYNC110 - what is waited for is in another thread
            await asyncio.sleep(0.02)
    return value
