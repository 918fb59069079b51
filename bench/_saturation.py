"""Saturation: simple commands come faster and faster, until answers take too long or fall behind."""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Table

from bench._arrivals import Came, Crowd, percentile, success
from bench._strain import Strain, watched
from bench._traffic import Traffic
from tidings.engine import Engine

# Commands a second, and how long each rate is kept up: some dozens of commands, more at higher rates.
RATES = (2.0, 4.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0)
SECONDS = 8.0
# Who waits longer than this asks again, and then there are two.
TOO_LONG = 5.0
# A rate is borne where nearly all are answered as fast as a reader wants.
GOOD = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """One rate: what came of it, and what the machine did."""

    rate: float
    came: list[Came]
    most: int
    strain: Strain

    @property
    def done_a_second(self) -> float:
        """Commands answered a second, the last ones' wait included."""
        return len(self.came) / self.strain.seconds

    @property
    def is_too_much(self) -> bool:
        """Whether readers wait too long."""
        return percentile(self.came, 95) > TOO_LONG


async def rise(engine: Engine, traffic: Traffic) -> list[Step]:
    """One rate after another, the last of them too much."""
    steps = []
    for rate in RATES:
        crowd = Crowd()
        async with watched(engine) as strain:
            came = await crowd.drive(traffic.by_rate(engine, rate, SECONDS))
        steps.append(Step(rate, came, crowd.most, strain))
        if steps[-1].is_too_much:
            break
    return steps


def table(steps: list[Step]) -> Table:
    """Every rate for a reader."""
    grid = Table(box=None, title_justify="left", title="Rising rate of mixed commands without models")
    for heading in ("come/s", "done/s", "P50 s", "P95 s", "P99 s", "answered", "at once"):
        grid.add_column(heading, justify="right")
    for heading in ("Python", "PostgreSQL", "lag s", "waiting", "where Python is"):
        grid.add_column(heading, justify="left" if heading.startswith("where") else "right")
    for step in steps:
        strain = step.strain
        grid.add_row(
            f"{step.rate:.0f}",
            f"{step.done_a_second:.1f}",
            *(f"{percentile(step.came, percent):.2f}" for percent in (50, 95, 99)),
            f"{success(step.came):.1%}",
            str(step.most),
            f"{strain.python:.2f}",
            f"{strain.postgres:.2f}",
            f"{strain.lag:.2f}",
            str(strain.waiting_for_connections),
            strain.where(),
        )
    return grid


def figures(steps: list[Step]) -> dict[str, float]:
    """The highest rate that is borne, and what is done at most."""
    borne = [step.rate for step in steps if percentile(step.came, 95) <= GOOD and success(step.came) == 1.0]
    return {
        "borne_per_second": max(borne, default=0.0),
        "most_per_second": max(step.done_a_second for step in steps),
        "rising_answered": min(success(step.came) for step in steps),
    }
