"""Answering in Telegram until stopped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import typer

from tidings.cli.interrupts import run
from tidings.cli.invocation import Invocation
from tidings.cli.session import telling

if TYPE_CHECKING:
    from tidings.settings import Settings


def bot(context: typer.Context) -> None:
    """Answer in Telegram until stopped; InvalidRequest where the settings do not allow it."""
    from tidings.bot.token import token_of
    from tidings.observability.tracing import tracing

    invocation: Invocation = context.obj
    settings = invocation.settings
    token_of(settings)  # told at once: all the rest takes seconds to load

    with tracing(settings, "bot"):
        run(_run(settings, telling(invocation), invocation))


async def _run(settings: Settings, tell: Callable[..., None], invocation: Invocation) -> None:
    from tidings.bot.running import check_settings, run_bot
    from tidings.health import serving
    from tidings.jobs.running import running

    check_settings(settings)
    invocation.log_as_service()
    await run_bot(settings, tell, partial(serving, role="bot", tell=tell), running)
