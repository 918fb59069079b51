"""Load: commands that come whether or not the process keeps up, over both 2020 corpora.

Twenty at once, as a crowd after one piece of news; then faster and faster, to where answers take too long,
and what stops them; then with models whose providers are slow, fail or are gone. One process, as a bot is;
providers are the local servers in a process of their own.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import structlog
from prometheus_client import REGISTRY
from rich.console import Console
from rich.table import Table

from bench import _corpus, _outages, _saturation
from bench._arrivals import Came, Crowd, percentile, success
from bench._providers import Providers, providers
from bench._strain import watched
from bench._traffic import MIX, Kind, Traffic
from tidings.dev.behaviour import Behaviour
from tidings.engine import Engine

NAME = "Load: twenty at once, a rising rate, failing providers"
WIDTH = 170
AT_ONCE = 20
ROUNDS = 3
# The seed's own test, and what a crowd really asks.
TRENDS = (Kind("trends", "24h", 1.0),)
# So slow, and so many a second, that twenty commands are under way at any time.
SLOW = Behaviour(seconds=2.5, sigma=0.3, seed=9)
STEADY_RATE, STEADY_SECONDS = 7.0, 12.0
WARMING_SECONDS = 5.0
# Readers of a middling bot; the first half warms the caches up.
READERS_RATE, READERS_SECONDS = 4.0, 20.0
PAUSED_RATE, PAUSED_SECONDS = 4.0, 9.0
_CACHES = ("retrieval", "replies", "findings")


class Report:
    """One table of all scenarios, filled as they end, and the figures."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.grid = Table(box=None, title="Scenarios", title_justify="left")
        for heading in ("", "commands", "answered", "P50 s", "P95 s", "P99 s", "fallback", "$ each"):
            self.grid.add_column(heading, justify="right" if heading else "left")
        self.figures: dict[str, float] = {}

    def add(self, name: str, came: Sequence[Came]) -> None:
        """A scenario's line."""
        fallback = sum(one.is_fallback for one in came) / len(came)
        cost = sum(one.cost_usd for one in came) / len(came)
        self.grid.add_row(
            name,
            str(len(came)),
            f"{success(came):.1%}",
            *(f"{percentile(came, percent):.2f}" for percent in (50, 95, 99)),
            f"{fallback:.0%}",
            f"{cost:.4f}",
        )

    def note(self, name: str, came: Sequence[Came]) -> None:
        """A scenario's line, and its figures under that name."""
        self.add(name.replace("_", " "), came)
        self.figures[f"{name}_answered"] = success(came)
        self.figures[f"{name}_p50_ms"] = percentile(came, 50) * 1000
        self.figures[f"{name}_p95_ms"] = percentile(came, 95) * 1000


async def _at_once(engine: Engine, traffic: Traffic, kinds: Sequence[Kind]) -> list[Came]:
    """Rounds of commands at once, each as a process meets it whose caches are empty."""
    came: list[Came] = []
    for _ in range(ROUNDS):
        fresh = Engine.over(engine.settings, engine.db, engine.embedder)
        came += await Crowd().drive(traffic.at_once(fresh, AT_ONCE, kinds))
    return came


async def _steady(engine: Engine, servers: Providers, traffic: Traffic, report: Report) -> None:
    """Twenty under way at any time, with models, as a bot has that runs; what each took beyond its calls."""
    servers.forget()
    servers.behave(SLOW)
    crowd = Crowd()
    async with _outages.with_models(engine, servers) as asker:
        await crowd.drive(traffic.by_rate(asker, STEADY_RATE, WARMING_SECONDS))
        came = await crowd.drive(traffic.by_rate(asker, STEADY_RATE, STEADY_SECONDS))
        waits = await _outages.needed(asker, came)
    asked = [one for one in came if one.reference in waits]
    beyond = [one.seconds - waits[one.reference] for one in asked]
    report.note("steady_enhanced", came)
    report.lines.append(f"steady enhanced: {crowd.most} commands under way at once, at most")
    report.figures |= {
        "steady_enhanced_beyond_calls_p50_ms": _ms(beyond, 50),
        "steady_enhanced_beyond_calls_p95_ms": _ms(beyond, 95),
        "steady_enhanced_needed_calls_p95_ms": _ms([waits[one.reference] for one in asked], 95),
    }


def _ms(seconds: Sequence[float], percent: float) -> float:
    """Milliseconds within which so many of a hundred lie; without end where no command asked a model."""
    return float(np.percentile(seconds, percent)) * 1000 if seconds else float("inf")


async def _faults(engine: Engine, servers: Providers, traffic: Traffic, report: Report) -> None:
    worst = 1.0
    well = await _outages.bear(engine, servers, _outages.Outage("well", _outages.WELL), traffic)
    report.note("at_once_enhanced", well)
    for outage in _outages.OUTAGES:
        came = await _outages.bear(engine, servers, outage, traffic)
        report.add(outage.name, came)
        worst = min(worst, success(came))
    gone = await _outages.bear_none(engine, traffic)
    report.add("providers killed", gone)
    paused = await _outages.bear_stop(engine, traffic, rate=PAUSED_RATE, seconds=PAUSED_SECONDS)
    report.note("database_stopped_3_s", paused)
    report.figures["faults_answered"] = min(worst, success(gone), success(paused))


def _looked_up() -> dict[str, tuple[float, float]]:
    """Look-ups and hits of each cache so far."""
    return {
        cache: (
            REGISTRY.get_sample_value("orchestrator_cache_requests_total", {"cache": cache}) or 0.0,
            REGISTRY.get_sample_value("orchestrator_cache_hits_total", {"cache": cache}) or 0.0,
        )
        for cache in _CACHES
    }


async def _readers(engine: Engine, servers: Providers, traffic: Traffic, report: Report) -> None:
    """A bot's usual traffic with models; which share of what is needed was there already."""
    servers.forget()
    servers.behave(_outages.WELL)
    async with _outages.with_models(engine, servers, hours=24.0) as asker:
        await Crowd().drive(traffic.by_rate(asker, READERS_RATE, READERS_SECONDS))
        before = _looked_up()
        came = await Crowd().drive(traffic.by_rate(asker, READERS_RATE, READERS_SECONDS))
        after = _looked_up()
    report.note("readers", came)
    asked = {cache: after[cache][0] - before[cache][0] for cache in _CACHES}
    hits = {cache: after[cache][1] - before[cache][1] for cache in _CACHES}
    report.lines += [
        f"cache of {cache}: {hits[cache]:.0f} of {asked[cache]:.0f} look-ups of warm readers"
        for cache in _CACHES
    ]
    report.figures["cache_hits"] = sum(hits.values()) / max(sum(asked.values()), 1.0)


async def _measure(data: Path, console: Console) -> dict[str, float]:
    await _corpus.prepare(data)
    report = Report()
    console.print(f"load average at the beginning: {os.getloadavg()[0]:.2f}; {os.cpu_count()} processors")
    async with Engine.open(_corpus.settings()) as engine:
        traffic = await Traffic.over(engine)
        await Crowd().drive(traffic.at_once(engine, 2 * len(MIX)))  # what is loaded the first time
        async with watched(engine) as whole:
            report.note("at_once_trends", await _at_once(engine, traffic, TRENDS))
            report.note("at_once_mixed", await _at_once(engine, traffic, MIX))
            report.note("at_once_mixed_warm", await Crowd().drive(traffic.at_once(engine, AT_ONCE)))
            fresh = Engine.over(engine.settings, engine.db, engine.embedder)
            steps = await _saturation.rise(fresh, traffic)
            with providers() as servers:
                await _steady(engine, servers, traffic, report)
                await _faults(engine, servers, traffic, report)
                await _readers(engine, servers, traffic, report)
    console.print(report.grid, *report.lines, sep="\n")
    console.print(_saturation.table(steps))
    return report.figures | _saturation.figures(steps) | {"process_mb": whole.memory_mb}


def run(data: Path) -> dict[str, float]:
    """Print a table of all scenarios and one of the rising rate; the figures."""
    before = structlog.get_config()
    # Lines for operators would be most of what is printed here.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        return asyncio.run(_measure(data, Console(width=WIDTH)))
    finally:
        structlog.configure(**before)


if __name__ == "__main__":
    from bench.__main__ import data_folder

    for figure, value in run(data_folder()).items():
        print(f"{figure:<45} {value:10.3f}")
