"""What a process does that asks many commands at once and tells of each answer, until it is killed.

Such processes are forked from one that has loaded all they need: to start one takes a moment, not seconds.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

import pydantic_ai.models.anthropic
import pydantic_ai.models.google
import pydantic_ai.models.openai  # noqa: F401  # loaded once for all

from tidings.engine import Engine
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.schemas import Answer
from tidings.settings import Settings
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

ASKING = "asking"
MODES = ("trends", "sentiment", "topics", "keywords")
# The last hour of the sample, a minute apart.
LAST = datetime(2025, 3, 8, 18, tzinfo=UTC)
USERS = 5


async def ask(engine: Engine, number: int) -> Answer:
    """The command of that number."""
    mode, as_of, user = MODES[number % 4], LAST - timedelta(minutes=number), f"user {number % USERS}"
    if mode == "trends":
        return await execute_trends(window="1w", as_of=as_of, user=user, engine=engine)
    return await execute_analyze(mode=mode, window="1w", as_of=as_of, user=user, engine=engine)


def answer_all(told: Connection, url: str, options: dict[str, Any], numbers: Sequence[int]) -> None:
    """Ask all of them side by side: says that it begins, then each number with the answer's `meta`."""
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115  # until the process ends
    asyncio.run(_answer_all(told, url, options, numbers))


async def _answer_all(told: Connection, url: str, options: dict[str, Any], numbers: Sequence[int]) -> None:
    async def one(number: int) -> None:
        answer = await ask(engine, number)
        told.send((number, answer.meta))

    async with Database(url=url) as db:
        engine = Engine.over(Settings(**options), db, load_embedder())
        engine.models.load()
        told.send(ASKING)
        async with asyncio.TaskGroup() as group:
            for number in numbers:
                group.create_task(one(number))
        await engine.models.aclose()
