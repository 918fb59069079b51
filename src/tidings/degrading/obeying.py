"""Obeying the alerts: asks Prometheus every quarter of a minute, and sets the level that the rule says."""

from __future__ import annotations

import asyncio
from enum import StrEnum

import structlog

from tidings.degrading.rule import BUDGET, Demand, Sight, decide
from tidings.engine import Engine
from tidings.errors import DatabaseUnavailable
from tidings.observability import metrics
from tidings.prometheus import Prometheus, PrometheusUnavailable
from tidings.settings import Settings
from tidings.store import degradation
from tidings.store.pool import Connection, Database

log = structlog.get_logger(__name__)

# As often as Prometheus commonly looks at its rules.
_EVERY_SECONDS = 15.0
# Every process says the same of the day's money; of one that lags behind the others, the rest are right.
SPENT = "max(orchestrator_budget_used_cents / (orchestrator_budget_limit_cents > 0))"
# Who stands in the history where the rule changed something.
RULE = "rule"


class Outcome(StrEnum):
    """What became of one look at the alerts."""

    STAYED = "stayed"
    CHANGED = "changed"
    OFF = "off"
    ELSEWHERE = "elsewhere"  # another process, or an operator, is at it
    NO_PROMETHEUS = "no_prometheus"
    NO_DATABASE = "no_database"


async def obey(engine: Engine) -> None:
    """Look until cancelled; any number of processes may, one of them at a time decides.

    Where there is no Prometheus, or the rule is turned off, it only counts what operators change.
    """
    url = address(engine.settings)
    if url is None:
        await _keep_looking(engine.db, None)
        return
    async with Prometheus(url) as prometheus:
        await _keep_looking(engine.db, prometheus)


def address(settings: Settings) -> str | None:
    """The Prometheus whose alerts are obeyed; None where none is."""
    return settings.prometheus_url if settings.degrade_by_rule else None


async def _keep_looking(db: Database, prometheus: Prometheus | None) -> None:
    while True:
        metrics.degradation_looks.labels((await look(db, prometheus)).value).inc()
        await asyncio.sleep(_EVERY_SECONDS)


async def look(db: Database, prometheus: Prometheus | None) -> Outcome:
    """Look once, and do what the rule says; what cannot be asked changes nothing."""
    outcome, sight = Outcome.OFF, None
    if prometheus is not None:
        try:
            outcome, sight = Outcome.STAYED, await _sight(prometheus)
        except PrometheusUnavailable as error:
            outcome = Outcome.NO_PROMETHEUS
            log.warning("alerts_unknown", reason=error.tech_message)
    try:
        async with db.transaction() as conn:
            if not await degradation.try_hold(conn):
                return Outcome.ELSEWHERE
            moved = await _decided(conn, sight) if sight else None
            changes = await degradation.uncounted(conn)
    except DatabaseUnavailable as error:
        log.warning("level_unread", reason=error.tech_message)
        return Outcome.NO_DATABASE
    for by_rule, count in changes.items():
        metrics.degradation_changes.labels("rule" if by_rule else "operator").inc(count)
    if moved is None:
        return outcome
    log.warning("service_level_changed", to=moved.level.value, reason=moved.reason, alerts=moved.alerts)
    return Outcome.CHANGED


async def _sight(prometheus: Prometheus) -> Sight:
    """What Prometheus knows that the rule asks for."""
    alerts = await prometheus.firing()
    warned = any(alert.name == BUDGET for alert in alerts)
    return Sight(alerts, await prometheus.value(SPENT) if warned else None)


async def _decided(conn: Connection, sight: Sight) -> Demand | None:
    """Set the level that the rule says, while nobody else can; None where it stays."""
    memory = await degradation.memory(conn)
    decision = decide(sight, await degradation.current(conn), memory)
    await degradation.remember(conn, memory.now, decision.quiet_since)
    if decision.move is not None:
        move = decision.move
        await degradation.change(conn, move.level, who=RULE, why=move.why, by_rule=True)
    return decision.move
