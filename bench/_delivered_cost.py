"""What proof takes of a command without models: what is held against the store, masks, the last look."""

from __future__ import annotations

import inspect
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
class Run:
    """Seconds of one command, and of each part of its proof."""

    kind: Kind
    total: float
    parts: Counter[str]

    @property
    def proof(self) -> float:
        """Seconds of its proof."""
        return self.parts.total()


async def measure(engine: Engine) -> list[Run]:
    """Each kind so many times in either language, one command after another."""
    settings = engine.settings.model_copy(update={"models": False, "retrieval_cache_seconds": 0})
    plain = asking(engine, settings)
    drawn = await Questions.over(engine)
    questions = [await drawn.answerable(plain, kind, lang) for kind, lang in each_kind(KINDS, EACH)]
    runs = []
    for question in [*questions[:_WARMING], *questions]:
        with clocked(orchestrator, PROVING) as parts:
            started = time.perf_counter()
            await question.put(plain)
            runs.append(Run(question.kind, time.perf_counter() - started, parts))
    return runs[_WARMING:]


@contextmanager
def clocked(module: Any, names: Sequence[str]) -> Iterator[Counter[str]]:
    """Add up the seconds that these functions of a module take while the block runs."""
    taken: Counter[str] = Counter()
    before = {name: getattr(module, name) for name in names}
    for name, function in before.items():
        setattr(module, name, _clocked(function, name, taken))
    try:
        yield taken
    finally:
        for name, function in before.items():
            setattr(module, name, function)


def _clocked(function: Callable[..., Any], name: str, taken: Counter[str]) -> Callable[..., Any]:
    @contextmanager
    def noted() -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            taken[name] += time.perf_counter() - started  # type: ignore[assignment]

    async def waited_for(*args: Any, **options: Any) -> Any:
        with noted():
            return await function(*args, **options)

    def called(*args: Any, **options: Any) -> Any:
        with noted():
            return function(*args, **options)

    return waited_for if inspect.iscoroutinefunction(function) else called


def report(runs: Sequence[Run], console: Console) -> dict[str, float]:
    """Print what proof took of which command; the figures."""
    grid = Table("", *PROVING, "proof P50", "P95", "most", "whole P50", "P95", box=None, title_justify="left")
    grid.title = f"Milliseconds of proof in {len(runs)} commands without models (of its parts: P95)"
    for kind in (None, *KINDS):
        own = [run for run in runs if kind in {None, run.kind}]
        cells = [_ms([run.parts[name] for run in own], 95) for name in PROVING]
        cells += [_ms([run.proof for run in own], percent) for percent in (50, 95, 100)]
        cells += [_ms([run.total for run in own], percent) for percent in (50, 95)]
        grid.add_row(kind.name if kind else "all", *(f"{cell:.1f}" for cell in cells))
    console.print(grid)
    proof = [run.proof for run in runs]
    return {"proof_p50_ms": _ms(proof, 50), "proof_p95_ms": _ms(proof, 95)}


def _ms(seconds: Sequence[float], percent: float) -> float:
    return float(np.percentile(seconds, percent)) * 1000
