"""Looking after what readers follow, until stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import typer

from tidings.cli.console import note
from tidings.cli.interrupts import run
from tidings.cli.invocation import Invocation
from tidings.cli.session import telling

if TYPE_CHECKING:
    from tidings.engine import Engine


def worker(context: typer.Context) -> None:
    """Do the jobs of the queue until stopped; send what they write where there is a token."""
    invocation: Invocation = context.obj
    run(_work(invocation))


async def _work(invocation: Invocation) -> None:
    from tidings.engine import Engine
    from tidings.health import serving
    from tidings.jobs.running import running

    settings = invocation.settings
    invocation.log_as_service()
    async with (
        Engine.open(settings) as engine,
        serving(engine, "worker", telling(invocation)),
        _sending(engine, invocation),
        running(engine) as work,
    ):
        note(invocation.say("worker.working"), style="dim")
        await work


@asynccontextmanager
async def _sending(engine: Engine, invocation: Invocation) -> AsyncIterator[None]:
    """Send what is due beside the work, where the settings have a token."""
    import asyncio

    from tidings.bot.running import open_service

    if engine.settings.telegram_token is None:
        note(invocation.say("worker.not_sending"), style="dim")
        yield
        return
    async with open_service(engine) as service:
        note(invocation.say("worker.sending"), style="dim")
        task = asyncio.create_task(service.courier.run(), name="courier")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
