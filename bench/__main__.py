"""Run every benchmark, show one table, and fail where a figure fell below its floor."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.table import Table

import bench
from bench.floors import Floors, ReasonNeeded, Verdict, judge, load, save, updated

_STYLES = {"below": "bold red", "missing": "bold red", "above": "green", "new": "cyan", "reported": "dim"}


def data_folder() -> Path:
    """Where the public evaluation data lie: $TIDINGS_EVAL_DATA, else beside the checkout."""
    named = os.environ.get("TIDINGS_EVAL_DATA")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"


def benches(names: Sequence[str]) -> Iterator[tuple[str, ModuleType]]:
    """The benchmark modules of this folder, or those named: whatever has NAME and run."""
    for info in sorted(pkgutil.iter_modules(bench.__path__), key=lambda info: info.name):
        if info.name.startswith("_") or (names and info.name not in names):
            continue
        module = importlib.import_module(f"bench.{info.name}")
        if hasattr(module, "NAME") and hasattr(module, "run"):
            yield info.name, module


def measure(names: Sequence[str], data: Path, console: Console) -> tuple[set[str], dict[str, float]]:
    """Run the benchmarks one after another; figures are called <bench>.<metric>."""
    ran: set[str] = set()
    figures: dict[str, float] = {}
    for name, module in benches(names):
        console.rule(module.NAME)
        figures |= {f"{name}.{metric}": figure for metric, figure in module.run(data).items()}
        ran.add(name)
    return ran, figures


def table(verdicts: Sequence[Verdict]) -> Table:
    """All figures beside their floors."""
    grid = Table("figure", "measured", "floor", "", box=None, title="All figures", title_justify="left")
    for verdict in verdicts:
        measured = "-" if verdict.figure is None else f"{verdict.figure:.4f}"
        floor = "" if verdict.floor is None else f"{verdict.floor.floor:.4f}"
        grid.add_row(verdict.metric, measured, floor, verdict.state, style=_STYLES.get(verdict.state, ""))
    return grid


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, show, compare; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="benchmarks to run; all where none is named")
    parser.add_argument("--update", action="store_true", help="make the figures of this run the floors")
    parser.add_argument("--reason", help="why a floor may be lower than before; kept in the file")
    options = parser.parse_args(argv)
    console = Console()
    data = data_folder()
    if not data.is_dir():
        console.print(
            f"Skipped: there are no evaluation data in {data}; set TIDINGS_EVAL_DATA.", highlight=False
        )
        return 0
    floors = load()
    ran, figures = measure(options.names, data, console)
    verdicts = judge(figures, floors, ran)
    console.print(table(verdicts))
    if options.update:
        return _update(floors, verdicts, options.reason, console)
    fallen = [verdict.metric for verdict in verdicts if verdict.state in ("below", "missing")]
    if fallen:
        console.print(f"Below the floor: {', '.join(fallen)}", style="bold red")
    return 1 if fallen else 0


def _update(floors: Floors, verdicts: list[Verdict], reason: str | None, console: Console) -> int:
    try:
        save(updated(floors, verdicts, reason, datetime.now(UTC).date()))
    except ReasonNeeded as error:
        console.print(f"Not updated: {error} would sink; say why with --reason.", style="bold red")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
