"""A crowd: many /trends with models at once, in one process and in two.

`python -m bench._crowd` is one of these processes: it reads its order as a line of JSON, says when it is
ready, and for each further line puts all its commands at once and prints what became of them.
"""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import structlog
from rich.console import Console
from rich.table import Table

from bench._providers import NO_LIMIT, Providers
from bench._questions import LANGUAGES, Kind, Question, Questions
from tidings.dev.behaviour import Behaviour
from tidings.engine import Engine
from tidings.errors import TidingsError
from tidings.settings import Settings

CROWD = 20
ROUNDS = 2
DEADLINE = 12.0
WAITS = Behaviour(seconds=0.8, sigma=0.4, seed=11)
KINDS = (Kind("trends", "24h"), Kind("trends", "1w"))
# Traffic of earlier rounds would be counted against a quota for a minute.
_FORGET_TRAFFIC = "DELETE FROM model_traffic"
_QUOTAS = ("gemini_quota", "anthropic_quota", "openai_quota")


@dataclass(frozen=True, slots=True)
class Order:
    """What one process is to do: how many commands at once, drawn by which seed, with which settings."""

    servers: Providers
    commands: int
    seed: int
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Came:
    """What became of one command."""

    seconds: float
    error: str
    degradations: tuple[str, ...]


def default_quotas() -> dict[str, Any]:
    """The quotas as they are where nobody sets them."""
    return {name: Settings.model_fields[name].default for name in _QUOTAS}


async def measure(engine: Engine, servers: Providers, console: Console) -> dict[str, float]:
    """Crowds in one process and in two; then what the quotas of a new account make of one."""
    servers.behave(WAITS)
    free = {name: NO_LIMIT[name] for name in _QUOTAS}
    one = await asyncio.to_thread(gather, [Order(servers, CROWD, 1, free)], ROUNDS)
    two = [Order(servers, CROWD // 2, seed, free) for seed in (2, 3)]
    both = await asyncio.to_thread(gather, two, ROUNDS)
    await engine.db.fetch_all(f"{_FORGET_TRAFFIC} RETURNING 1")
    tight = await asyncio.to_thread(gather, [Order(servers, CROWD, 4, default_quotas())], 1)
    await engine.db.fetch_all(f"{_FORGET_TRAFFIC} RETURNING 1")
    servers.forget()
    _print({"1 process": one, "2 processes": both, "1 process, default quotas": tight}, console)
    return figures(one, "one_process") | figures(both, "two_processes")


def gather(orders: Sequence[Order], rounds: int) -> list[Came]:
    """Rounds of these processes, all beginning a round together."""
    command = [sys.executable, "-m", "bench._crowd"]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in orders
    ]
    came: list[Came] = []
    try:
        for process, order in zip(started, orders, strict=True):
            _tell(process, json.dumps(asdict(order)))
        for process in started:
            _hear(process)
        for _ in range(rounds):
            for process in started:
                _tell(process, "go")
            for process in started:
                came += [Came(**row) for row in json.loads(_hear(process))]
    finally:
        for process in started:
            process.communicate()
    return came


def _tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    print(line, file=process.stdin, flush=True)


def _hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def figures(came: Sequence[Came], name: str) -> dict[str, float]:
    """Shares of commands that were answered, in time and whole, and how long they took."""
    seconds = [one.seconds for one in came]
    return {
        f"{name}_answered": sum(not one.error for one in came) / len(came),
        f"{name}_in_time": sum(taken <= DEADLINE for taken in seconds) / len(came),
        f"{name}_undegraded": sum(not one.degradations for one in came) / len(came),
        f"{name}_p50_ms": float(np.percentile(seconds, 50)) * 1000,
        f"{name}_p95_ms": float(np.percentile(seconds, 95)) * 1000,
    }


def _print(crowds: dict[str, list[Came]], console: Console) -> None:
    grid = Table("", "commands", "answered", "P50 s", "P95 s", "slowest s", "whole", "steps down", box=None)
    grid.title, grid.title_justify = f"{CROWD} /trends at once", "left"
    for name, came in crowds.items():
        seconds = [one.seconds for one in came]
        steps = Counter(step for one in came for step in one.degradations)
        grid.add_row(
            name,
            str(len(came)),
            str(sum(not one.error for one in came)),
            *(f"{np.percentile(seconds, percent):.2f}" for percent in (50, 95, 100)),
            str(sum(not one.degradations for one in came)),
            ", ".join(f"{step} {count}" for step, count in steps.most_common(4)),
        )
    console.print(grid)


async def _serve(order: Order) -> None:
    settings = order.servers.settings(model_cache_hours=0, retrieval_cache_seconds=0, **order.options)
    async with Engine.open(settings) as engine:
        questions = await Questions.over(engine, order.seed)
        # The first one of all loads what is loaded once; no model is asked.
        await questions.one(KINDS[0], "ru").put(engine, simple=True)
        print("ready", flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            wanted = [
                questions.one(KINDS[number // 2 % 2], LANGUAGES[number % 2])
                for number in range(order.commands)
            ]
            came = await asyncio.gather(*(_put(question, engine) for question in wanted))
            print(json.dumps([asdict(one) for one in came]), flush=True)


async def _put(question: Question, engine: Engine) -> Came:
    started = time.perf_counter()
    try:
        answer = await question.put(engine)
    except TidingsError as error:
        return Came(time.perf_counter() - started, error.code, ())
    return Came(time.perf_counter() - started, "", answer.meta.degradations)


def main() -> None:
    """One process of a crowd."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    order = json.loads(sys.stdin.readline())
    asyncio.run(_serve(Order(**order | {"servers": Providers(**order["servers"])})))


if __name__ == "__main__":
    main()
