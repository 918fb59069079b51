"""Vitals: the gauges that say how a database and what works on it are, read every quarter of a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from tidings import __version__
from tidings.health.lookout import Away, Lookout
from tidings.health.watched import Served
from tidings.llm.circuit import AVAILABILITY, Gate, gate
from tidings.llm.manager import ModelManager
from tidings.llm.outcomes import NANOS
from tidings.observability import metrics
from tidings.store import circuits, vitals
from tidings.store.pool import Connection
from tidings.store.vitals import Vitals

log = structlog.get_logger(__name__)

Question = Callable[[Connection], Awaitable[dict[str, Gate]]]

# As often as metrics are commonly collected.
_EVERY_SECONDS = 15.0
_CENTS = 100


async def keep_vitals(served: Served, lookout: Lookout, role: str) -> None:
    """Look until cancelled; a database that is away is said once, and looked for again."""
    metrics.build.labels(role, __version__).set(1)
    metrics.budget_limit.set(served.settings.daily_usd * _CENTS)
    away = False
    while True:
        try:
            await look(served, lookout)
            if away:
                log.warning("database_back")
            away = False
        except Away as error:
            metrics.database_up.set(0)
            if not away:
                log.warning("database_away", reason=error.reason, detail=str(error))
            away = True
        await asyncio.sleep(_EVERY_SECONDS)


async def look(served: Served, lookout: Lookout) -> None:
    """Read everything once and show it; raises Away."""
    show(await lookout.ask(vitals.read))
    if served.models is not None:
        show_models(await lookout.ask(standings_of(served.models)))
    if served.flags is not None:
        # It asks the provider some thousand times where a flag is on for some users only.
        await asyncio.to_thread(served.flags.measure)


def show(found: Vitals) -> None:
    """Set the gauges."""
    metrics.database_up.set(1)
    metrics.database_size.set(found.size_bytes)
    metrics.articles_stored.set(found.articles)
    if found.newest_age is not None:
        metrics.newest_article_age.set(found.newest_age)
    for state, count in found.feeds.items():
        metrics.feeds.labels(state).set(count)
    for name, queue in found.queues.items():
        metrics.queue_waiting.labels(name).set(queue.waiting)
        metrics.queue_age.labels(name).set(queue.age)
    for days, users in found.users.items():
        metrics.users_active.labels(str(days)).set(users)
    for days, nanos in found.spent.items():
        metrics.spent.labels(str(days)).set(nanos / NANOS)
    metrics.budget_used.set(found.today / NANOS * _CENTS)
    metrics.degradation_level.set(found.level)


def show_models(gates: Mapping[str, Gate]) -> None:
    """Set which models may be asked as usual."""
    for model, standing in gates.items():
        metrics.model_available.labels(model).set(AVAILABILITY[standing])


def standings_of(models: ModelManager) -> Question:
    """What asks how the models stand, by their names; also before they ever were asked."""
    names = {item.identity: item.model.name for item in models.directory.every()}

    async def ask(conn: Connection) -> dict[str, Gate]:
        known, now = await circuits.read(conn, list(names))
        return {name: gate(known.get(key), now) for key, name in names.items()}

    return ask
