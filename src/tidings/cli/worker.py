"""Everything that goes on by itself, until stopped: feeds, what readers follow, degradation, rollouts."""

from __future__ import annotations

import asyncio
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
    """Poll feeds and do the jobs of the queue until stopped; send what they write where there is a token."""
    from tidings.observability.tracing import tracing

    invocation: Invocation = context.obj
    with tracing(invocation.settings, "worker"):
        run(_work(invocation))


async def _work(invocation: Invocation) -> None:
    """All of a worker's works side by side; the first that fails ends it, in order and with an error."""
    from tidings.abreast import beside, first_failure
    from tidings.degrading import obey
    from tidings.engine import Engine
    from tidings.health import serving
    from tidings.jobs.running import running
    from tidings.prometheus import check_address
    from tidings.rollout.controlling import controlling

    check_address(invocation.settings)
    invocation.log_as_service()
    async with (
        Engine.open(invocation.settings) as engine,
        serving(engine, "worker", telling(invocation)) as served,
        beside(obey(engine), "degrading") as obeying,
        beside(controlling(engine), "rollout") as rolling_out,
        _sending(engine, invocation) as sending,
        running(engine) as working,
        _polling(engine, invocation) as polling,
    ):
        note(invocation.say("worker.working"), style="dim")
        await first_failure([served, obeying, rolling_out, *sending, working, *polling])


@asynccontextmanager
async def _polling(engine: Engine, invocation: Invocation) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Poll feeds beside the rest, unless the settings leave that to others."""
    from tidings.jobs.polling import polling

    if not engine.settings.worker_polls:
        note(invocation.say("worker.not_polling"), style="dim")
        yield []
        return
    async with polling(engine.db, engine.settings) as task:
        note(invocation.say("worker.polling"), style="dim")
        yield [task]


@asynccontextmanager
async def _sending(engine: Engine, invocation: Invocation) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Send what is due beside the rest, where the settings have a token."""
    from tidings.abreast import beside
    from tidings.bot.running import open_service

    if engine.settings.telegram_token is None:
        note(invocation.say("worker.not_sending"), style="dim")
        yield []
        return
    async with open_service(engine) as service, beside(service.courier.run(), "courier") as task:
        note(invocation.say("worker.sending"), style="dim")
        yield [task]
