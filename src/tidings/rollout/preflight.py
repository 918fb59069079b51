"""What has to be in order before anything is rolled out, checked one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tidings.errors import TidingsError
from tidings.flags import DRILL, Flags
from tidings.prometheus import Prometheus
from tidings.rollout.measuring import critical_alerts
from tidings.settings import Settings
from tidings.store import backups, budgets, degradation, rollouts
from tidings.store.pool import Database

# The alerts that a rollout relies on: what they watch is what it may break.
ALERTS = (
    "HighErrorRate",
    "ModelUnavailable",
    "HighLatency",
    "LowCacheHitRate",
    "HighFallbackRate",
    "BudgetWarning",
)
# What a rollout is judged by, and the dashboards show of it.
METRICS = (
    "orchestrator_requests_total",
    "orchestrator_latency_seconds_bucket",
    "orchestrator_claims_total",
    "orchestrator_command_cost_usd_sum",
)
# Where backups are made daily, one was missed.
_OLD_BACKUP = timedelta(hours=36)
# A drill longer ago than a quarter says little of the service as it is now.
_OLD_DRILL = timedelta(days=90)
# With less of the day's budget left, the canary's commands may lose their models for a reason of their own.
_BUDGET_LEFT = 0.2
_NANOS = 1e9
_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is in order, and what it is: `key` names the words for it."""

    name: str
    ok: bool
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


Check = Callable[[], Awaitable[Finding]]


async def preflight(settings: Settings, db: Database, flags: Flags) -> AsyncIterator[Finding]:
    """Every check in order; one that cannot be made has failed."""
    yield Finding("database", True, "database_ok")  # it is open, which brought its tables up to date
    for name, check in _of_prometheus(settings.prometheus_url).items():
        yield await _made(name, check)
    yield await _made("alertmanager", lambda: _alertmanager(settings.alertmanager_url))
    yield await _made("degradation", lambda: _degradation(db))
    yield await _made("budget", lambda: _budget(settings, db))
    yield await _made("backup", lambda: _backup(db))
    yield _drill_is_off(flags)
    yield await _made("rollback", lambda: _rollback(db))
    yield await _made("rollout", lambda: _none_runs(db))


async def _made(name: str, check: Check) -> Finding:
    try:
        return await check()
    except TidingsError as error:
        return Finding(name, False, "not_checked", {"detail": error.tech_message})


def _of_prometheus(url: str | None) -> Mapping[str, Check]:
    """The checks that ask Prometheus, each over a connection of its own."""
    checks = {
        "prometheus": _reachable,
        "scraping": _scraping,
        "alerts": _alerts,
        "runbook": _runbook,
        "firing": _firing,
        "metrics": _metrics,
    }

    def bound(name: str, check: Callable[[Prometheus], Awaitable[Finding]]) -> Check:
        async def ask() -> Finding:
            if url is None:
                return Finding(name, False, "no_url", {"option": "TIDINGS_PROMETHEUS_URL"})
            async with Prometheus(url) as prometheus:
                return await check(prometheus)

        return ask

    return {name: bound(name, check) for name, check in checks.items()}


async def _reachable(prometheus: Prometheus) -> Finding:
    await prometheus.value("vector(1)")
    return Finding("prometheus", True, "prometheus_ok")


async def _scraping(prometheus: Prometheus) -> Finding:
    processes = round(await prometheus.value("count(tidings_build)") or 0)
    key = "scraping_ok" if processes else "scraping_fail"
    return Finding("scraping", processes > 0, key, {"processes": processes})


async def _alerts(prometheus: Prometheus) -> Finding:
    loaded = await prometheus.rules()
    missing = [name for name in ALERTS if name not in loaded]
    if missing:
        return Finding("alerts", False, "alerts_fail", {"missing": ", ".join(missing)})
    return Finding("alerts", True, "alerts_ok", {"rules": len(loaded)})


async def _runbook(prometheus: Prometheus) -> Finding:
    """Whoever is called at night is told where to read what to do."""
    loaded = await prometheus.rules()
    without = sorted(name for name, annotations in loaded.items() if not annotations.get("runbook"))
    if without or not loaded:
        return Finding("runbook", False, "runbook_fail", {"missing": ", ".join(without) or "–"})
    return Finding("runbook", True, "runbook_ok")


async def _firing(prometheus: Prometheus) -> Finding:
    firing = await critical_alerts(prometheus)
    if firing:
        return Finding("firing", False, "firing_fail", {"alerts": ", ".join(firing)})
    return Finding("firing", True, "firing_ok")


async def _metrics(prometheus: Prometheus) -> Finding:
    found = await prometheus.vector(f'count by (__name__) ({{__name__=~"{"|".join(METRICS)}"}})')
    there = {value for labels in found for name, value in labels if name == "__name__"}
    missing = [name for name in METRICS if name not in there]
    if missing:
        return Finding("metrics", False, "metrics_fail", {"missing": ", ".join(missing)})
    return Finding("metrics", True, "metrics_ok")


async def _alertmanager(url: str | None) -> Finding:
    if url is None:
        return Finding("alertmanager", False, "no_url", {"option": "TIDINGS_ALERTMANAGER_URL"})
    try:
        async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as client:
            response = await client.get(f"{url.rstrip('/')}/-/ready")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Finding("alertmanager", False, "alertmanager_fail", {"detail": type(error).__name__})
    if not response.is_success:
        return Finding("alertmanager", False, "alertmanager_fail", {"detail": str(response.status_code)})
    return Finding("alertmanager", True, "alertmanager_ok")


async def _degradation(db: Database) -> Finding:
    change = await db.read(degradation.current)
    level = change.level if change else 0
    return Finding("degradation", level == 0, f"degradation_{'fail' if level else 'ok'}", {"level": level})


async def _budget(settings: Settings, db: Database) -> Finding:
    """Of the day's dollars, as far as models are asked at all."""
    # Only the pot of everybody is asked for; the other two names stand for no one.
    standing = await db.read(lambda conn: budgets.standing(conn, "preflight", "preflight"))
    left = settings.daily_usd - standing.daily_nanos / _NANOS
    enough = left >= settings.daily_usd * _BUDGET_LEFT
    key = "budget_ok" if enough else "budget_fail"
    return Finding("budget", enough, key, {"left": left, "daily": settings.daily_usd})


async def _backup(db: Database) -> Finding:
    last = await db.read(backups.newest)
    if last is None:
        return Finding("backup", False, "backup_none")
    age = datetime.now(UTC) - last.made_at
    return Finding("backup", age < _OLD_BACKUP, "backup_age", {"age": age.total_seconds()})


def _drill_is_off(flags: Flags) -> Finding:
    """Nobody has a drill but by a rollout of it."""
    drill = flags.document["flags"][DRILL]
    off = drill["defaultVariant"] == "none" and not drill.get("targeting")
    return Finding("drill", off, "drill_ok" if off else "drill_fail")


async def _rollback(db: Database) -> Finding:
    moment = await db.read(lambda conn: rollouts.rolled_back_at(conn, DRILL))
    if moment is None:
        return Finding("rollback", False, "rollback_never")
    age = datetime.now(UTC) - moment
    return Finding("rollback", age < _OLD_DRILL, "rollback_age", {"age": age.total_seconds()})


async def _none_runs(db: Database) -> Finding:
    rollout = await db.read(rollouts.running)
    if rollout is None:
        return Finding("rollout", True, "rollout_ok")
    return Finding("rollout", False, "rollout_fail", {"flag": rollout.flag, "variant": rollout.variant})
