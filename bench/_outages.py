"""Providers that are slow, fail or are gone, and a database that stops: twenty commands at once in each."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench._arrivals import Came, Crowd
from bench._providers import Providers, providers
from bench._strain import servers_of
from bench._traffic import Traffic
from bench._watch import asking
from tidings.dev.behaviour import Behaviour
from tidings.engine import Engine

AT_ONCE = 20
# A real provider takes as long; without a fault every request waits its own draw.
WELL = Behaviour(seconds=0.5, sigma=0.4, seed=5)
# The first model of every route is this provider's.
_FIRST = "google"
_CIRCUITS = "DELETE FROM model_circuits RETURNING 1"
# A command's calls from the first to the last moment at which one was under way, waits between them left out.
_CALLS = """
SELECT correlation_id, extract(epoch FROM started_at)::float8, seconds FROM model_calls
 WHERE correlation_id = ANY(%s) AND seconds IS NOT NULL ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Outage:
    """One way to fail, of the first choice or of all providers."""

    name: str
    behaviour: Behaviour
    target: str = "all"


def _failing(name: str, behaviour: Behaviour) -> tuple[Outage, Outage]:
    return Outage(f"{name}: first choice", behaviour, _FIRST), Outage(f"{name}: all", behaviour)


OUTAGES = (
    *_failing("503", Behaviour("overloaded", seconds=0.2, status=503)),
    *_failing("429", Behaviour("rate_limited", seconds=0.1, retry_after=20.0)),
    Outage("connection cut: all", Behaviour("cut", seconds=0.2)),
    Outage("half an answer: all", Behaviour("truncated_json", seconds=0.3)),
    Outage("wrong shape: all", Behaviour("wrong_schema", seconds=0.3)),
    *_failing("no answer", Behaviour("no_answer")),
)


@asynccontextmanager
async def with_models(engine: Engine, servers: Providers, *, hours: float = 0.0) -> AsyncIterator[Engine]:
    """The engine with these providers, nothing known of them yet; replies are kept for so many hours."""
    await engine.db.fetch_all(_CIRCUITS)
    asker = asking(engine, servers.settings(model_cache_hours=hours))
    await asyncio.to_thread(asker.models.load)
    try:
        yield asker
    finally:
        await asker.models.aclose()


async def bear(engine: Engine, servers: Providers, outage: Outage, traffic: Traffic) -> list[Came]:
    """Twenty mixed commands at once, while the providers fail so."""
    servers.forget()
    servers.behave(WELL)
    servers.behave(outage.behaviour, outage.target)
    async with with_models(engine, servers) as asker:
        came = await Crowd().drive(traffic.at_once(asker, AT_ONCE))
    servers.forget()
    return came


async def bear_none(engine: Engine, traffic: Traffic) -> list[Came]:
    """The same where nothing listens at the providers' addresses any more."""
    with providers() as gone:
        pass
    async with with_models(engine, gone) as asker:
        return await Crowd().drive(traffic.at_once(asker, AT_ONCE))


async def bear_stop(engine: Engine, traffic: Traffic, *, rate: float, seconds: float) -> list[Came]:
    """Simple commands while every process of the database stands still for the middle third of the time."""
    driving = asyncio.create_task(Crowd().drive(traffic.by_rate(engine, rate, seconds)))
    await asyncio.sleep(seconds / 3)
    stopped = list(servers_of(engine))
    for process in stopped:
        process.send_signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds / 3)
    finally:
        for process in stopped:
            process.send_signal(signal.SIGCONT)
    return await driving


async def needed(engine: Engine, came: Sequence[Came]) -> dict[str, float]:
    """Seconds in which each command had a call under way.

    Agents ask side by side, so that this is the slowest of them; a call that failed was needed too, as the
    next model is asked only then.
    """
    spans: dict[str, list[tuple[float, float]]] = {}
    rows = await engine.db.fetch_all(_CALLS, ([one.reference for one in came],))
    for reference, start, seconds in rows:
        spans.setdefault(reference, []).append((start, start + seconds))
    return {reference: _covered(found) for reference, found in spans.items()}


def _covered(spans: Sequence[tuple[float, float]]) -> float:
    """The time that at least one of these spans, which begin one after another, covers."""
    total, until = 0.0, float("-inf")
    for start, end in spans:
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total
