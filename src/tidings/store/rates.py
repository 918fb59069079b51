"""How fast providers are asked, counted for all processes together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

_ADMIT = "SELECT model_admit(%s, %s, %s, %s, %s)"
_GIVE_BACK = "SELECT model_give_back(%s, %s, %s, %s)"
_HOLD = """
INSERT INTO model_rates AS known (provider, held_until)
VALUES (%(provider)s, coalesce(%(at)s, clock_timestamp()) + %(seconds)s * interval '1 second')
    ON CONFLICT (provider) DO UPDATE SET held_until = greatest(known.held_until, excluded.held_until)
"""


async def admit(
    conn: AsyncConnection[Any],
    provider: str,
    tokens: int,
    *,
    requests_a_minute: int,
    tokens_a_minute: int,
    at: datetime | None = None,
) -> float:
    """Take a request's share of the minute's quota and give 0, or take nothing and give the seconds to wait.

    `at` is the server's time unless given.
    """
    values = (provider, tokens, requests_a_minute, tokens_a_minute, at)
    row: Any = await (await conn.execute(_ADMIT, values)).fetchone()
    return float(row[0])


async def give_back(
    conn: AsyncConnection[Any], provider: str, tokens: int, age: float, at: datetime | None = None
) -> None:
    """Free tokens that a request admitted `age` seconds ago did not use."""
    await conn.execute(_GIVE_BACK, (provider, tokens, age, at))


async def hold(conn: AsyncConnection[Any], provider: str, seconds: float, at: datetime | None = None) -> None:
    """Admit nothing to a provider for so many seconds; never shortens a hold."""
    await conn.execute(_HOLD, {"provider": provider, "seconds": seconds, "at": at})
