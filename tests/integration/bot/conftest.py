"""The whole bot in the test's own loop, over a copy of the sample, against the local Telegram.

`telegram`  the local Bot API server
`running`   runs the bot with these settings until the context ends, as `tidings bot` does
`until`     waits for something to become true
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from tests.integration.conftest import OPTIONS
from tests.waiting import PATIENCE

from tidings.bot.running import Work, run_bot
from tidings.dev.telegram.server import TelegramServer
from tidings.settings import Settings

Running = Callable[..., AbstractAsyncContextManager[asyncio.Task[None]]]


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def running(own_url: str, telegram: TelegramServer) -> Running:
    @asynccontextmanager
    async def run(*others: Work, **options: Any) -> AsyncIterator[asyncio.Task[None]]:
        settings = Settings(**OPTIONS | telegram.settings() | {"database_url": own_url} | options)
        ready = asyncio.Event()

        def tell(key: str, /, **_: object) -> None:
            if key in {"bot.polling", "bot.posting"}:
                ready.set()

        task = asyncio.create_task(run_bot(settings, tell, *others))
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait({task, waiting}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if task.done():
            task.result()
        try:
            yield task
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    return run
