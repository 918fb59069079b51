"""Work side by side in one process: as long as a context lasts, and until the first of it fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Coroutine
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def beside(
    work: Coroutine[Any, Any, None], name: str | None = None
) -> AsyncIterator[asyncio.Task[None]]:
    """A task for as long as the context lasts."""
    task = asyncio.create_task(work, name=name)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def first_failure(tasks: Collection[asyncio.Task[None]]) -> None:
    """Wait for ever; raises what ends one of the tasks, none of which ends by itself."""
    ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in ended:
        task.result()
