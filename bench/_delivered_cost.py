"""What proof takes of a command without models: what is held against the store, masks, the last look."""

from __future__ import annotations

import inspect
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench._questions import Kind, Questions, each_kind
from bench._watch import asking
from tidings import orchestrator
from tidings.engine import Engine

# The parts of the pipeline that exist for proof alone; what they read from the database counts.
PROVING = ("settle", "prove", "shown")
KINDS = (
    Kind("trends", "24h"),
    Kind("trends", "1w"),
    *(Kind(mode, "24h") for mode in orchestrator.MODES),
    *(Kind(mode, "1w", subject=True) for mode in orchestrator.MODES),
)
EACH = 26
# Connections, code and tables that are used the first time.
_WARMING = len(KINDS)


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds by part: on the wall, and of the processor, which depend less on what else it does."""

    wall: Counter[str] = field(default_factory=Counter)
    cpu: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def running(self, part: str) -> Iterator[None]:
        """Add what the block takes."""
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.wall[part] += time.perf_counter() - wall  # type: ignore[assignment]
            self.cpu[part] += time.process_time() - cpu  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of one command, and of each part of its proof."""

    kind: Kind
    total: float
    proof: Clock


async def measure(engine: Engine) -> list[Run]:
    """Each kind so many times in either language, one command after another."""
    settings = engine.settings.model_copy(update={"models": False, "retrieval_cache_seconds": 0})
    plain = asking(engine, settings)
    drawn = await Questions.over(engine)
    questions = [await drawn.answerable(plain, kind, lang) for kind, lang in each_kind(KINDS, EACH)]
    runs = []
    for question in [*questions[:_WARMING], *questions]:
        with clocked(orchestrator, PROVING) as proof:
            started = time.perf_counter()
            await question.put(plain)
            runs.append(Run(question.kind, time.perf_counter() - started, proof))
    return runs[_WARMING:]


@contextmanager
def clocked(module: Any, names: Sequence[str]) -> Iterator[Clock]:
    """Add up the seconds that these functions of a module take while the block runs."""
    clock = Clock()
    before = {name: getattr(module, name) for name in names}
    for name, function in before.items():
        setattr(module, name, _clocked(function, name, clock))
    try:
        yield clock
    finally:
        for name, function in before.items():
            setattr(module, name, function)


def _clocked(function: Callable[..., Any], name: str, clock: Clock) -> Callable[..., Any]:
    async def waited_for(*args: Any, **options: Any) -> Any:
        with clock.running(name):
            return await function(*args, **options)

    def called(*args: Any, **options: Any) -> Any:
        with clock.running(name):
            return function(*args, **options)

    return waited_for if inspect.iscoroutinefunction(function) else called


def report(runs: Sequence[Run], console: Console) -> dict[str, float]:
    """Print what proof took of which command; the figures."""
    columns = (*PROVING, "proof P50", "P95", "most", "of CPU P95", "whole P50", "P95")
    grid = Table("", *columns, box=None, title_justify="left")
    grid.title = f"Milliseconds of proof in {len(runs)} commands without models (of its parts: P95)"
    for kind in (None, *KINDS):
        own = [run for run in runs if kind in {None, run.kind}]
        proof, cpu = _proofs(own)
        cells = [_ms([run.proof.wall[name] for run in own], 95) for name in PROVING]
        cells += [_ms(proof, percent) for percent in (50, 95, 100)]
        cells += [_ms(cpu, 95), *(_ms([run.total for run in own], percent) for percent in (50, 95))]
        grid.add_row(kind.name if kind else "all", *(f"{cell:.1f}" for cell in cells))
    console.print(grid)
    proof, cpu = _proofs(runs)
    return {
        "proof_p50_ms": _ms(proof, 50),
        "proof_p95_ms": _ms(proof, 95),
        "proof_cpu_p95_ms": _ms(cpu, 95),
    }


def _proofs(runs: Sequence[Run]) -> tuple[list[float], list[float]]:
    """Seconds of each proof, on the wall and of the processor."""
    return [run.proof.wall.total() for run in runs], [run.proof.cpu.total() for run in runs]


def _ms(seconds: Sequence[float], percent: float) -> float:
    return float(np.percentile(seconds, percent)) * 1000
