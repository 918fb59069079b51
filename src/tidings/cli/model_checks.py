"""The doctor's look at language models: each one that may be asked is asked, as little as possible."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tidings.cli.checks import Check
from tidings.cli.invocation import Invocation
from tidings.cli.session import with_database

if TYPE_CHECKING:
    from tidings.llm.models import ModelName
    from tidings.settings import Settings
    from tidings.store.pool import Database

# Where other programs keep their keys, and what the option is called here.
_ELSEWHERE = {
    "GEMINI_API_KEY": "TIDINGS_GEMINI_API_KEY",
    "GOOGLE_API_KEY": "TIDINGS_GEMINI_API_KEY",
    "ANTHROPIC_API_KEY": "TIDINGS_ANTHROPIC_API_KEY",
    "OPENAI_API_KEY": "TIDINGS_OPENAI_API_KEY",
}

# A model, how asking it ended, and after how many milliseconds.
Asked = tuple[str, str, float]


def check_models(invocation: Invocation, settings: Settings) -> list[Check]:
    """Whether each model of the routes answers; no keys at all is as good as any."""
    if not settings.models:
        return [Check("models", "ok", invocation.say("doctor.models_off"))]
    asked, unpriced = with_database(invocation, lambda db: _ask_all(db, settings))
    if not asked and not unpriced:
        return [_none(invocation)]
    return [
        *(_unpriced(name, invocation) for name in unpriced),
        *(_answered(item, invocation) for item in asked),
    ]


async def _ask_all(db: Database, settings: Settings) -> tuple[Sequence[Asked], Sequence[str]]:
    """Every model at once, each in one request; and those that are not asked as nobody knows their price."""
    from tidings.flags import Flags
    from tidings.llm.manager import ModelManager

    manager = ModelManager(settings, db, Flags.from_settings(settings))

    async def ask(model: ModelName) -> Asked:
        started = time.perf_counter()
        outcome = await manager.check(model)
        return model.name, outcome, (time.perf_counter() - started) * 1000

    try:
        return await asyncio.gather(*map(ask, manager.models)), manager.directory.unpriced()
    finally:
        await manager.aclose()


def _none(invocation: Invocation) -> Check:
    names = [name for name in _ELSEWHERE if os.environ.get(name)]
    advice = ""
    if names:
        option = _ELSEWHERE[names[0]]
        advice = invocation.say("doctor.models_none.do", names=", ".join(names), option=option)
    return Check("models", "ok", invocation.say("doctor.models_none"), advice)


def _unpriced(name: str, invocation: Invocation) -> Check:
    advice = invocation.say("doctor.models_unpriced.do", model=name)
    return Check("models", "warn", invocation.say("doctor.models_unpriced", model=name), advice)


def _answered(item: Asked, invocation: Invocation) -> Check:
    from tidings.prose.degradations import reason_in_words

    model, outcome, ms = item
    if outcome == "ok":
        return Check("models", "ok", invocation.say("doctor.models_answered", model=model, ms=round(ms)))
    reason = reason_in_words(outcome, invocation.lang)
    advice = invocation.say("doctor.models_failed.do")
    return Check("models", "fail", invocation.say("doctor.models_failed", model=model, reason=reason), advice)
