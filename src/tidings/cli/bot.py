"""Answering in Telegram until stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from tidings.cli.console import note
from tidings.cli.data import serve_metrics
from tidings.cli.interrupts import run
from tidings.cli.invocation import Invocation

if TYPE_CHECKING:
    from tidings.settings import Settings


def bot(context: typer.Context) -> None:
    """Answer in Telegram until stopped; InvalidRequest where the settings do not allow it."""
    from tidings.bot.token import token_of

    invocation: Invocation = context.obj
    settings = invocation.settings
    token_of(settings)  # told at once: all the rest takes seconds to load

    def tell(key: str, /, **params: object) -> None:
        note(invocation.say(key, **params), style="dim")

    run(_run(settings, tell, invocation))


async def _run(settings: Settings, tell: Callable[..., None], invocation: Invocation) -> None:
    from tidings.bot.running import check_settings, run_bot
    from tidings.jobs.running import running

    check_settings(settings)
    invocation.log_as_service()
    serve_metrics(settings.metrics_port)
    await run_bot(settings, tell, running)
