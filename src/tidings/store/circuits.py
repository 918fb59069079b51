"""The state of each model's circuit, shared by all processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

_READ = """
SELECT clock_timestamp(), model, failures, opened, open_until
  FROM (SELECT) one LEFT JOIN model_circuits ON model = ANY(%s)
"""
_NOW = "SELECT clock_timestamp()"
_MAKE = "INSERT INTO model_circuits (model) VALUES (%s) ON CONFLICT DO NOTHING"
_LOCK = "SELECT model, failures, opened, open_until FROM model_circuits WHERE model = %s FOR UPDATE"
_WRITE = """
UPDATE model_circuits SET failures = %s, opened = %s, open_until = %s, probed_until = NULL WHERE model = %s
"""
_PROBE = """
UPDATE model_circuits SET probed_until = clock_timestamp() + %(seconds)s * interval '1 second'
 WHERE model = %(model)s AND open_until <= clock_timestamp()
   AND (probed_until IS NULL OR probed_until <= clock_timestamp())
RETURNING 1
"""


@dataclass(frozen=True, slots=True)
class Circuit:
    """Failures in a row, how often it opened since it last closed, and until when it is open."""

    model: str
    failures: int = 0
    opened: int = 0
    open_until: datetime | None = None


async def read(conn: AsyncConnection[Any], models: Sequence[str]) -> tuple[dict[str, Circuit], datetime]:
    """The circuits that have a history, and the server's time."""
    rows = await (await conn.execute(_READ, (list(models),))).fetchall()
    return {model: Circuit(model, *row) for _, model, *row in rows if model is not None}, rows[0][0]


async def locked(conn: AsyncConnection[Any], model: str) -> tuple[Circuit, datetime]:
    """One circuit, held until the transaction ends, and the server's time."""
    await conn.execute(_MAKE, (model,))
    row: Any = await (await conn.execute(_LOCK, (model,))).fetchone()
    now: Any = await (await conn.execute(_NOW)).fetchone()
    return Circuit(*row), now[0]


async def write(conn: AsyncConnection[Any], circuit: Circuit) -> None:
    """Store a circuit; a probe that was under way has had its say."""
    await conn.execute(_WRITE, (circuit.failures, circuit.opened, circuit.open_until, circuit.model))


async def take_probe(conn: AsyncConnection[Any], model: str, seconds: float) -> bool:
    """Whether this caller is the one to try an open circuit whose pause is over."""
    row = await (await conn.execute(_PROBE, {"model": model, "seconds": seconds})).fetchone()
    return row is not None
