"""The controller: looks at the rollout that runs, decides, and writes it down. One at a time, in any process.

Everything it knows is in the database, and what it decides is one transaction: a controller that is killed
leaves a rollout as it stood, and the next one goes on with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import structlog

from tidings.errors import DatabaseUnavailable, InvalidRequest
from tidings.flags import DRILL
from tidings.observability import metrics
from tidings.prometheus import Prometheus, PrometheusUnavailable
from tidings.rollout.criteria import Evidence, Options, Ruling, Surroundings, Verdict, decide, for_drill
from tidings.rollout.measuring import critical_alerts, measure
from tidings.rollout.options import restored
from tidings.rollout.stages import Stage
from tidings.rollout.stages import restored as restored_stages
from tidings.settings import Settings
from tidings.store import degradation, rollouts
from tidings.store.pool import Connection, Database
from tidings.store.rollouts import Rollout

if TYPE_CHECKING:
    from tidings.engine import Engine

log = structlog.get_logger(__name__)

# How soon a rollout that was started elsewhere is seen, and a controller that died is replaced.
_IDLE_SECONDS = 2.0
# What "the last while" is of a stage: ten minutes of four hours, half an hour of a day. Shorter, and few
# commands fall into it; longer, and what breaks late is thinned by what went well before.
_RECENT_SHARE = 1 / 24
_RECENT_LEAST = 60.0
_RECENT_MOST = 1800.0


async def controlling(engine: Engine) -> None:
    """Control whatever is rolled out, until cancelled."""
    await control(engine.settings, engine.db)


async def control(settings: Settings, db: Database) -> None:
    """Control whatever is rolled out while no other process does; until cancelled."""
    while True:
        try:
            async with db.own_connection() as conn:
                while True:
                    pause = await _turn(settings, db, conn)
                    await asyncio.sleep(pause)
        except DatabaseUnavailable as error:
            log.warning("canary_control_lost", reason=error.tech_message)
            await asyncio.sleep(_IDLE_SECONDS)


async def _turn(settings: Settings, db: Database, conn: Connection) -> float:
    """Look once where this is the one controller; how long to wait before the next turn."""
    # Both over the connection whose session holds the lock: where it is lost, so is the lock. A session may
    # take its own lock again.
    if not await rollouts.control(conn):
        return _IDLE_SECONDS
    rollout = await rollouts.running(conn)
    if rollout is None:
        return _IDLE_SECONDS
    await look(settings, db, rollout)
    return restored(rollout.options).every


async def look(settings: Settings, db: Database, rollout: Rollout) -> Ruling:
    """Judge a rollout once, and do what follows."""
    try:
        seen = await observe(settings, db, rollout)
    except (PrometheusUnavailable, InvalidRequest) as error:  # away, or no address at all
        log.warning("canary_blind", rollout=rollout.id, reason=error.tech_message)
        ruling, measures = Ruling(Verdict.WAIT, "no_prometheus"), None
    else:
        ruling = judge(rollout, seen)
        measures = {"recent": seen.recent.figures(), "whole": seen.whole.figures()}
    await carry_out(db, rollout, ruling, measures)
    return ruling


async def observe(settings: Settings, db: Database, rollout: Rollout) -> Evidence:
    """What is known of a rollout now. Raises PrometheusUnavailable, also where none is set."""
    if settings.prometheus_url is None:
        raise PrometheusUnavailable("TIDINGS_PROMETHEUS_URL is not set")
    in_stage = rollout.in_stage.total_seconds()
    stage = restored_stages(rollout.stages)[rollout.stage]
    async with Prometheus(settings.prometheus_url) as prometheus:
        lately = recent_seconds(stage, restored(rollout.options))
        recent = await measure(prometheus, min(in_stage, lately))
        whole = await measure(prometheus, in_stage)
        alerts = await critical_alerts(prometheus)
    change = await db.read(degradation.current)
    return Evidence(recent, whole, Surroundings(alerts, change.level if change else 0))


def judge(rollout: Rollout, seen: Evidence) -> Ruling:
    """What is decided of a rollout by what was seen of it."""
    stages, options = restored_stages(rollout.stages), restored(rollout.options)
    ruling = decide(stages, rollout.stage, rollout.in_stage.total_seconds(), seen, options)
    return for_drill(ruling) if rollout.flag == DRILL else ruling


def recent_seconds(stage: Stage, options: Options) -> float:
    """How long "the last while" is."""
    if options.recent is not None:
        return options.recent
    return min(max(stage.seconds * _RECENT_SHARE, _RECENT_LEAST), _RECENT_MOST)


async def carry_out(
    db: Database, rollout: Rollout, ruling: Ruling, measures: Mapping[str, Any] | None
) -> None:
    """Do what was decided, in one transaction; nothing where the rollout moved on meanwhile."""
    async with db.transaction() as conn:
        now = await rollouts.locked(conn, rollout.id)
        if now is None or (now.state, now.stage) != ("running", rollout.stage):
            return
        quiet = ruling.verdict in (Verdict.WAIT, Verdict.HOLD)
        if quiet and await rollouts.last_reason(conn, rollout.id) == (ruling.verdict, ruling.reason):
            return
        percent = rollout.percent
        if ruling.verdict is Verdict.PROMOTE:
            percent = restored_stages(rollout.stages)[rollout.stage + 1].percent
            await rollouts.promote(conn, rollout.id, percent)
        elif ruling.verdict is Verdict.COMPLETE:
            percent = 100
            await rollouts.end(conn, rollout.id, "complete", percent)
        elif ruling.verdict is Verdict.ROLL_BACK:
            await rollouts.end(conn, rollout.id, "rolled_back", rollout.percent)
            percent = 0
        await rollouts.record(
            conn,
            rollout.id,
            ruling.verdict,
            percent,
            reason=ruling.reason,
            params=ruling.params,
            measures=measures,
        )
    announce(rollout, ruling.verdict, percent, ruling.reason)


def announce(rollout: Rollout, decision: str, percent: int, reason: str) -> None:
    """Count a decision, and leave a line of it in the logs."""
    metrics.canary_decisions.labels(rollout.flag, decision).inc()
    log.info(
        "canary_decided",
        rollout=rollout.id,
        flag=rollout.flag,
        variant=rollout.variant,
        decision=decision,
        percent=percent,
        reason=reason,
    )
