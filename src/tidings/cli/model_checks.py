"""The doctor's look at language models: each one that may be asked is asked, as little as possible."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tidings.cli.diagnosis import Check
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

# What helps where asking a model ended so; elsewhere only time does.
_ADVICE = {
    "refused_key": "doctor.models_failed.key",
    "refused_request": "doctor.models_failed.name",
    "connection": "doctor.models_failed.network",
    "timeout": "doctor.models_failed.network",
}

# A model, how asking it ended, and after how many milliseconds.
Asked = tuple[str, str, float]


class Found(NamedTuple):
    """How each model answered; those without a known price, and those that no provider is known for."""

    asked: Sequence[Asked]
    unpriced: Sequence[str]
    nowhere: Sequence[str]


def check_models(invocation: Invocation, settings: Settings) -> list[Check]:
    """Whether each model of the routes answers; no keys at all is as good as any."""
    if not settings.models:
        return [Check("models", "ok", invocation.say("doctor.models_off"))]
    found = with_database(invocation, lambda db: _ask_all(db, settings))
    if not any(found):
        return [_none(invocation)]
    return [
        *(_unused("doctor.models_nowhere", name, invocation) for name in found.nowhere),
        *(_unused("doctor.models_unpriced", name, invocation) for name in found.unpriced),
        *(_answered(item, invocation) for item in found.asked),
    ]


async def _ask_all(db: Database, settings: Settings) -> Found:
    """Every model that can be asked, at once and each in one request, and those that cannot be."""
    from tidings.flags import Flags
    from tidings.llm.manager import ModelManager

    manager = ModelManager(settings, db, Flags.from_settings(settings))

    async def ask(model: ModelName) -> Asked:
        started = time.perf_counter()
        outcome = await manager.check(model)
        return model.name, outcome, (time.perf_counter() - started) * 1000

    try:
        asked = await asyncio.gather(*map(ask, manager.models))
        return Found(asked, manager.directory.unpriced(), manager.directory.nowhere())
    finally:
        await manager.aclose()


def _none(invocation: Invocation) -> Check:
    names = [name for name in _ELSEWHERE if os.environ.get(name)]
    advice = ""
    if names:
        option = _ELSEWHERE[names[0]]
        advice = invocation.say("doctor.models_none.do", names=", ".join(names), option=option)
    return Check("models", "ok", invocation.say("doctor.models_none"), advice)


def _unused(key: str, name: str, invocation: Invocation) -> Check:
    advice = invocation.say(f"{key}.do", model=name)
    return Check("models", "warn", invocation.say(key, model=name), advice)


def _answered(item: Asked, invocation: Invocation) -> Check:
    from tidings.prose.degradations import reason_in_words

    model, outcome, ms = item
    if outcome == "ok":
        return Check("models", "ok", invocation.say("doctor.models_answered", model=model, ms=round(ms)))
    reason = reason_in_words(outcome, invocation.lang)
    advice = f"{invocation.say(_ADVICE.get(outcome, 'doctor.models_failed.wait'))} "
    advice += invocation.say("doctor.models_failed.meanwhile")
    return Check("models", "fail", invocation.say("doctor.models_failed", model=model, reason=reason), advice)
