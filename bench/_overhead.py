"""Overhead: what a command with models takes beyond its slowest call, and beyond its own computing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import numpy as np
from rich.console import Console
from rich.table import Table

from bench._providers import Providers, Request
from bench._questions import Kind, Question, Questions, each_kind
from bench._watch import Watch, asking, calls_of
from tidings.dev.behaviour import Behaviour
from tidings.engine import Engine
from tidings.llm.task import Task

# Providers take five times as long. What is added does not depend on it, and so the run is minutes shorter.
WAITS = Behaviour(seconds=0.15, sigma=0.4, seed=7)
KINDS = (
    Kind("trends", "24h"),
    Kind("trends", "1w"),
    *(Kind(mode, "24h") for mode in ("keywords", "sentiment", "topics")),
    *(Kind(mode, "1w", subject=True) for mode in ("keywords", "sentiment", "topics")),
)
EACH = 19
# A disturbance of the machine would be most of what is measured at P95: the command is asked so often either
# way, and the least disturbed run of each counts.
RUNS = 2


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of one run with models, and of its slowest call by either side's clock."""

    total: float
    slowest: float
    waited: float
    asking: float

    @property
    def beyond_call(self) -> float:
        """(a) What the reader waits for beyond the slowest call."""
        return self.total - self.slowest


@dataclass(frozen=True, slots=True)
class Taken:
    """One command: every run with models and without, and what it asked models in the last one."""

    kind: Kind
    runs: tuple[Run, ...]
    plain: tuple[float, ...]
    tasks: tuple[Task[Any], ...]
    requests: tuple[Request, ...]

    @property
    def best(self) -> Run:
        """The least disturbed run with models."""
        return min(self.runs, key=lambda run: run.beyond_call)

    @property
    def computing(self) -> float:
        """Seconds of the least disturbed run without models."""
        return min(self.plain)

    @property
    def added(self) -> float:
        """(b) What models add to a command beside the slowest call."""
        return self.best.beyond_call - self.computing

    @property
    def around_calls(self) -> float:
        """(c) What routes, budgets, quotas, circuits, rendering and estimates add around the calls."""
        return self.best.asking - self.best.slowest

    @property
    def in_sdk(self) -> float:
        """(d) What of a call is not the provider's wait: the SDK, the wire, and the server's own work."""
        return self.best.slowest - self.best.waited


async def measure(engine: Engine, servers: Providers) -> list[Taken]:
    """Each command without and with models by turns, one command after another."""
    without = asking(engine, servers.settings(models=False, retrieval_cache_seconds=0))
    with_models = asking(engine, servers.settings(model_cache_hours=0, retrieval_cache_seconds=0))
    questions = await Questions.over(engine)
    try:
        for kind in KINDS:  # connections and code that are used the first time
            await (await questions.answerable(without, kind, "en")).put(with_models)
        return [
            await _take(await questions.answerable(without, kind, lang), without, with_models, servers)
            for kind, lang in each_kind(KINDS, EACH)
        ]
    finally:
        servers.forget()
        await with_models.models.aclose()


async def _take(question: Question, without: Engine, with_models: Engine, servers: Providers) -> Taken:
    watched, watch = Watch.over(with_models)
    runs, plain = [], []
    for _ in range(RUNS):
        plain.append(await _seconds(question, without))
        servers.forget()
        servers.behave(WAITS)
        reference = f"bench-{uuid4().hex}"
        total = await _seconds(question, watched, reference)
        requests = servers.requests()
        calls = await calls_of(watched, reference)
        runs.append(
            Run(
                total=total,
                slowest=max(call.seconds for call in calls),
                waited=max(WAITS.wait(request.number) for request in requests),
                asking=watch.desks[-1].asked_seconds,
            )
        )
    tasks = tuple(watch.desks[-1].tasks)
    return Taken(question.kind, tuple(runs), tuple(plain), tasks, tuple(requests))


async def _seconds(question: Question, engine: Engine, reference: str | None = None) -> float:
    started = time.perf_counter()
    await question.put(engine, reference)
    return time.perf_counter() - started


def report(taken: Sequence[Taken], console: Console) -> dict[str, float]:
    """Print what was added and where; the figures."""
    console.print(_by_part(taken))
    console.print(_by_kind(taken))
    added = [one.added for one in taken]
    beyond = [one.best.beyond_call for one in taken]
    return {
        "beyond_call_p50_ms": _ms(beyond, 50),
        "beyond_call_p95_ms": _ms(beyond, 95),
        "added_p50_ms": _ms(added, 50),
        "added_p95_ms": _ms(added, 95),
        "speed_over_own_computing": float(np.median([one.computing for one in taken]) / np.median(added)),
        "around_calls_p50_ms": _ms([one.around_calls for one in taken], 50),
        "around_calls_p95_ms": _ms([one.around_calls for one in taken], 95),
    }


def _by_part(taken: Sequence[Taken]) -> Table:
    grid = Table("", "P50 ms", "P95 ms", box=None, title_justify="left")
    grid.title = f"Overhead of {len(taken)} commands, each in the better of {RUNS} runs"
    rows = {
        "the whole command": [one.best.total for one in taken],
        "its slowest call": [one.best.slowest for one in taken],
        "(a) whole - slowest call": [one.best.beyond_call for one in taken],
        "    the same command without models": [one.computing for one in taken],
        "    that: difference of its runs": [max(one.plain) - one.computing for one in taken],
        "(b) (a) - the same command without models": [one.added for one in taken],
        "(c) of it around the calls": [one.around_calls for one in taken],
        "(d) of a call: SDK, wire, server": [one.in_sdk for one in taken],
        "(a) of every run": [run.beyond_call for one in taken for run in one.runs],
    }
    for name, seconds in rows.items():
        grid.add_row(name, f"{_ms(seconds, 50):.1f}", f"{_ms(seconds, 95):.1f}")
    return grid


def _by_kind(taken: Sequence[Taken]) -> Table:
    grid = Table("command", "(a) P50", "P95", "computing P50", "(b) P50", "P95", "(c) P50", "P95", box=None)
    for kind in KINDS:
        own = [one for one in taken if one.kind == kind]
        beyond, added = [one.best.beyond_call for one in own], [one.added for one in own]
        around, computing = [one.around_calls for one in own], [one.computing for one in own]
        cells = [
            (beyond, 50),
            (beyond, 95),
            (computing, 50),
            (added, 50),
            (added, 95),
            (around, 50),
            (around, 95),
        ]
        grid.add_row(kind.name, *(f"{_ms(seconds, percent):.1f}" for seconds, percent in cells))
    return grid


def _ms(seconds: Sequence[float], percent: float) -> float:
    return float(np.percentile(seconds, percent)) * 1000
