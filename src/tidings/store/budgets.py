"""The books of language models: what every call was reserved and paid, and what is left of each limit."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

# More than a year, so that a month's costs can be compared with the same month's before.
_OLDEST = "now() - interval '400 days'"
# What a statement removes at most, so that nobody waits for it.
_BITE = 1000

_RESERVE = """
CALL model_reserve(
    call => %(id)s, of_user => %(user_hash)s, of_command => %(command)s, of_agent => %(agent)s,
    of_model => %(model)s, correlation => %(correlation_id)s, tokens => %(tokens)s, nanos => %(nanos)s,
    seconds => %(seconds)s, command_tokens => %(command_tokens)s, command_nanos => %(command_nanos)s,
    user_commands => %(user_commands)s, user_nanos => %(user_nanos)s, daily_nanos => %(daily_nanos)s,
    refusal => NULL, daily_used => NULL, lost_models => NULL, lost_nanos => NULL)
"""
_SETTLE = """
SELECT changed, late, daily_used
  FROM model_settle(%(id)s, %(outcome)s, %(sent)s, %(received)s, %(cached)s, %(written)s, %(nanos)s,
                    %(seconds)s)
"""
_SETTLE_LAPSED = "CALL model_settle_lapsed(%s, NULL, NULL)"
_POTS = """
SELECT split_part(name, ' ', 1), commands, tokens_spent + tokens_reserved, nanos_spent + nanos_reserved
  FROM model_pots WHERE name = ANY (model_pot_names(%s, %s, (now() AT TIME ZONE 'UTC')::date))
"""
_PRUNE_CALLS = f"""
DELETE FROM model_calls
 WHERE id IN (SELECT id FROM model_calls WHERE started_at < {_OLDEST} AND outcome IS NOT NULL LIMIT {_BITE})
"""
_PRUNE_POTS = f"""
DELETE FROM model_pots
 WHERE name IN (SELECT name FROM model_pots
                 WHERE day < (now() AT TIME ZONE 'UTC')::date - 1
                   AND tokens_reserved = 0 AND nanos_reserved = 0 LIMIT {_BITE})
"""


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call to be made, and what it may use at most; it lapses after so many seconds."""

    id: UUID
    user_hash: str
    command: str
    agent: str
    model: str
    correlation_id: str
    tokens: int
    nanos: int
    seconds: float


@dataclass(frozen=True, slots=True)
class LostCall:
    """A call nobody will settle: its model, and what was booked for it."""

    model: str
    nanos: int


@dataclass(frozen=True, slots=True)
class Reserved:
    """What came of it: the limit that refused it, the day's pot after it, calls booked as lost on the way."""

    refusal: str | None
    daily_used: int | None
    lost: tuple[LostCall, ...]


@dataclass(frozen=True, slots=True)
class EndedCall:
    """How a call ended and what it used; None where nobody knows."""

    id: UUID
    outcome: str
    sent: int | None
    received: int | None
    cached: int | None
    written: int | None
    nanos: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Settled:
    """Whether the books changed, whether the call had ended before, and the day's pot if it is today's."""

    changed: bool
    late: bool
    daily_used: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is spent or reserved of each limit."""

    command_tokens: int = 0
    command_nanos: int = 0
    command_counted: bool = False
    user_commands: int = 0
    user_nanos: int = 0
    daily_nanos: int = 0


async def reserve(
    conn: AsyncConnection[Any],
    call: NewCall,
    *,
    command_tokens: int,
    command_nanos: int,
    user_commands: int,
    user_nanos: int,
    daily_nanos: int,
) -> Reserved:
    """Reserve for a call where all these limits allow it; not inside a transaction, it commits by itself."""
    limits = {
        "command_tokens": command_tokens,
        "command_nanos": command_nanos,
        "user_commands": user_commands,
        "user_nanos": user_nanos,
        "daily_nanos": daily_nanos,
    }
    row: Any = await (await conn.execute(_RESERVE, asdict(call) | limits)).fetchone()
    return Reserved(row[0], row[1], tuple(map(LostCall, row[2], row[3])))


async def settle(conn: AsyncConnection[Any], call: EndedCall) -> Settled:
    """Book what a call used; a second time changes nothing."""
    row: Any = await (await conn.execute(_SETTLE, asdict(call))).fetchone()
    return Settled(*row)


async def settle_lapsed(conn: AsyncConnection[Any]) -> tuple[LostCall, ...]:
    """Book calls whose time is over as lost and spent in full. Not inside a transaction, it commits each."""
    row: Any = await (await conn.execute(_SETTLE_LAPSED, (_BITE,))).fetchone()
    return tuple(map(LostCall, *row))


async def prune(conn: AsyncConnection[Any]) -> int:
    """Remove some of the oldest calls and of the pots of past days; how many rows."""
    calls = await conn.execute(_PRUNE_CALLS)
    pots = await conn.execute(_PRUNE_POTS)
    return calls.rowcount + pots.rowcount


async def standing(conn: AsyncConnection[Any], user_hash: str, command: str) -> Standing:
    """What is gone of a command's limits, of its user's today, and of everybody's today."""
    rows = await (await conn.execute(_POTS, (user_hash, command))).fetchall()
    pots = {row[0]: row[1:] for row in rows}
    command_pot, user, day = (pots.get(kind, (0, 0, 0)) for kind in ("command", "user", "day"))
    return Standing(
        command_tokens=command_pot[1],
        command_nanos=command_pot[2],
        command_counted=command_pot[0] > 0,
        user_commands=user[0],
        user_nanos=user[2],
        daily_nanos=day[2],
    )
