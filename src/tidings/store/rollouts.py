"""What is rolled out to a share of users, and every decision about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import psycopg
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

State = Literal["running", "complete", "rolled_back"]

# What the first of an advisory lock's two numbers says it is about; any number that nobody else takes.
_CONTROLLER_LOCKS = 7110

_COLUMNS = """
       id, flag, variant, state, stages, stage, percent, options, why, started_at, stage_since, ended_at,
       clock_timestamp() - stage_since"""
_IN_EFFECT = "SELECT flag, variant, percent, state FROM rollouts WHERE state <> 'rolled_back' ORDER BY id"
_LATEST = f"SELECT {_COLUMNS} FROM rollouts ORDER BY id DESC LIMIT 1"
_RUNNING = f"SELECT {_COLUMNS} FROM rollouts WHERE state = 'running'"
_BY_NUMBER = f"SELECT {_COLUMNS} FROM rollouts WHERE id = %s"
_LAST_IN_EFFECT = f"""
SELECT {_COLUMNS} FROM rollouts
 WHERE state = 'running' AND %(flag)s::text IS NULL OR state <> 'rolled_back' AND flag = %(flag)s
 ORDER BY id DESC LIMIT 1 FOR UPDATE
"""
_LOCKED = f"SELECT {_COLUMNS} FROM rollouts WHERE id = %s FOR UPDATE"
_START = """
INSERT INTO rollouts (flag, variant, stages, percent, options, why)
VALUES (%(flag)s, %(variant)s, %(stages)s, %(percent)s, %(options)s, %(why)s)
RETURNING id
"""
_PROMOTE = """
UPDATE rollouts SET stage = stage + 1, percent = %(percent)s, stage_since = clock_timestamp()
 WHERE id = %(id)s
"""
_END = """
UPDATE rollouts SET state = %(state)s, percent = %(percent)s, ended_at = clock_timestamp() WHERE id = %(id)s
"""
_DECIDE = """
INSERT INTO rollout_decisions (rollout, decision, percent, reason, params, measures)
VALUES (%(rollout)s, %(decision)s, %(percent)s, %(reason)s, %(params)s, %(measures)s)
"""
_DECISIONS = """
SELECT d.id, d.rollout, r.flag, r.variant, d.at, d.decision, d.percent, d.reason, d.params, d.measures
  FROM rollout_decisions d JOIN rollouts r ON r.id = d.rollout
 WHERE d.id > %(after)s ORDER BY d.id DESC LIMIT %(limit)s
"""
_LAST = """
SELECT decision, reason FROM rollout_decisions WHERE rollout = %s ORDER BY id DESC LIMIT 1
"""
_LAST_DRILL = """
SELECT max(ended_at) FROM rollouts r
 WHERE flag = %s AND state = 'rolled_back'
   AND EXISTS (SELECT FROM rollout_decisions d
                WHERE d.rollout = r.id AND d.decision = 'roll_back' AND d.reason <> 'drill_unnoticed')
"""
_CONTROL = f"SELECT pg_try_advisory_lock({_CONTROLLER_LOCKS}, 0)"
_CONTROLLED = f"""
SELECT EXISTS (
    SELECT FROM pg_locks
     WHERE locktype = 'advisory' AND classid = {_CONTROLLER_LOCKS} AND objid = 0 AND objsubid = 2
       AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""


@dataclass(frozen=True, slots=True)
class Share:
    """A variant of a flag that this many percent of users have, whatever else the flag says."""

    flag: str
    variant: str
    percent: int
    running: bool  # false: everybody has it since a rollout was complete


@dataclass(frozen=True, slots=True)
class Rollout:
    """One rollout as it stands, and how long it has been in its stage."""

    id: int
    flag: str
    variant: str
    state: State
    stages: Sequence[Mapping[str, Any]]
    stage: int
    percent: int
    options: Mapping[str, Any]
    why: str
    started_at: datetime
    stage_since: datetime
    ended_at: datetime | None
    in_stage: timedelta


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the log: what was decided, at which share, and why."""

    id: int
    rollout: int
    flag: str
    variant: str
    at: datetime
    decision: str
    percent: int
    reason: str
    params: Mapping[str, Any]
    measures: Mapping[str, Any] | None


async def in_effect(conn: AsyncConnection[Any]) -> tuple[Share, ...]:
    """What users have by rollouts, the oldest first."""
    rows = await (await conn.execute(_IN_EFFECT)).fetchall()
    return tuple(Share(flag, variant, percent, state == "running") for flag, variant, percent, state in rows)


async def latest(conn: AsyncConnection[Any]) -> Rollout | None:
    """The rollout that began last."""
    return _rollout(await (await conn.execute(_LATEST)).fetchone())


async def running(conn: AsyncConnection[Any]) -> Rollout | None:
    """The one that runs."""
    return _rollout(await (await conn.execute(_RUNNING)).fetchone())


async def by_number(conn: AsyncConnection[Any], number: int) -> Rollout | None:
    """The one of that number."""
    return _rollout(await (await conn.execute(_BY_NUMBER, (number,))).fetchone())


async def locked(conn: AsyncConnection[Any], number: int) -> Rollout | None:
    """The one of that number, held until the transaction ends."""
    return _rollout(await (await conn.execute(_LOCKED, (number,))).fetchone())


async def last_in_effect(conn: AsyncConnection[Any], flag: str | None) -> Rollout | None:
    """The one that runs, or the last of a flag, also a complete one; held until the transaction ends."""
    return _rollout(await (await conn.execute(_LAST_IN_EFFECT, {"flag": flag})).fetchone())


async def start(
    conn: AsyncConnection[Any],
    flag: str,
    variant: str,
    *,
    stages: Sequence[Mapping[str, Any]],
    options: Mapping[str, Any],
    why: str,
) -> int | None:
    """Begin a rollout at its first stage and give its number; None where one runs already."""
    values = {
        "flag": flag,
        "variant": variant,
        "stages": Jsonb(list(stages)),
        "percent": stages[0]["percent"],
        "options": Jsonb(dict(options)),
        "why": why,
    }
    try:
        async with conn.transaction():
            row: Any = await (await conn.execute(_START, values)).fetchone()
    except psycopg.errors.UniqueViolation:
        return None
    return int(row[0])


async def promote(conn: AsyncConnection[Any], number: int, percent: int) -> None:
    """Give the next stage's share of users the variant."""
    await conn.execute(_PROMOTE, {"id": number, "percent": percent})


async def end(conn: AsyncConnection[Any], number: int, state: State, percent: int) -> None:
    """End a rollout: everybody has the variant from now on, or nobody by this rollout."""
    await conn.execute(_END, {"id": number, "state": state, "percent": percent})


async def record(
    conn: AsyncConnection[Any],
    number: int,
    decision: str,
    percent: int,
    *,
    reason: str,
    params: Mapping[str, Any],
    measures: Mapping[str, Any] | None = None,
) -> None:
    """Add a line to the log."""
    values = {
        "rollout": number,
        "decision": decision,
        "percent": percent,
        "reason": reason,
        "params": Jsonb(dict(params)),
        "measures": None if measures is None else Jsonb(dict(measures)),
    }
    await conn.execute(_DECIDE, values)


async def last_reason(conn: AsyncConnection[Any], number: int) -> tuple[str, str] | None:
    """What was decided last about a rollout, and the key of the reason."""
    row = await (await conn.execute(_LAST, (number,))).fetchone()
    return None if row is None else (row[0], row[1])


async def decisions(conn: AsyncConnection[Any], *, after: int = 0, limit: int = 100) -> tuple[Decision, ...]:
    """The last lines of the log that came after one, the oldest first."""
    rows = await (await conn.execute(_DECISIONS, {"after": after, "limit": limit})).fetchall()
    return tuple(Decision(*row) for row in reversed(rows))


async def rolled_back_at(conn: AsyncConnection[Any], flag: str) -> datetime | None:
    """When a rollout of that flag was last taken back by itself, for what was measured."""
    row: Any = await (await conn.execute(_LAST_DRILL, (flag,))).fetchone()
    moment: datetime | None = row[0]
    return moment


async def control(conn: AsyncConnection[Any]) -> bool:
    """Whether this connection is now that of the one controller."""
    row: Any = await (await conn.execute(_CONTROL)).fetchone()
    return bool(row[0])


async def is_controlled(conn: AsyncConnection[Any]) -> bool:
    """Whether some process controls rollouts now."""
    row: Any = await (await conn.execute(_CONTROLLED)).fetchone()
    return bool(row[0])


def _rollout(row: tuple[Any, ...] | None) -> Rollout | None:
    return None if row is None else Rollout(*row)
