"""Buttons of the bot: what each does, for whom, until when, and that one press does it once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

SECRET_BYTES = 32

# Each answer's buttons take a few old ones away: more than come, and few enough that nobody waits for it.
_BITE = 50
_ADD = f"""
WITH expired AS (
    DELETE FROM buttons
     WHERE id IN (SELECT id FROM buttons WHERE expires_at < now()
                   ORDER BY expires_at LIMIT {_BITE} FOR UPDATE SKIP LOCKED)
)
INSERT INTO buttons (owner, chat_id, action, payload, expires_at)
SELECT %(owner)s, %(chat_id)s, action, payload, now() + %(days)s * interval '1 day'
  FROM ROWS FROM (jsonb_to_recordset(%(buttons)s) AS (action text, payload jsonb)) WITH ORDINALITY
       AS b (action, payload, place)
 ORDER BY place
RETURNING id
"""
_FIND = "SELECT id, owner, chat_id, action, payload FROM buttons WHERE id = %s AND expires_at > now()"
# Whoever takes a killed process's press up again comes with the same update; a press long after another is
# meant.
_PRESS = """
UPDATE buttons SET pressed_at = now(), pressed_in = %(update)s
 WHERE id = %(id)s
   AND (pressed_in IS NULL OR pressed_in = %(update)s
        OR pressed_at < now() - %(seconds)s * interval '1 second')
"""
_FORGET = "DELETE FROM buttons WHERE owner = %s"
_MAKE_KEY = "INSERT INTO bot_secrets (name, secret) VALUES (%s, %s) ON CONFLICT (name) DO NOTHING"
_KEY = "SELECT secret FROM bot_secrets WHERE name = %s"


@dataclass(frozen=True, slots=True)
class ButtonRow:
    """What a button does, and for whom it was made, in which chat."""

    id: int
    owner: int
    chat_id: int
    action: str
    payload: Mapping[str, Any]


async def add(
    conn: AsyncConnection[Any],
    owner: int,
    chat_id: int,
    actions: Sequence[tuple[str, Mapping[str, Any]]],
    days: float,
) -> list[int]:
    """Keep what these buttons do for so many days; their numbers, in that order."""
    rows = [{"action": action, "payload": dict(payload)} for action, payload in actions]
    values = {"owner": owner, "chat_id": chat_id, "buttons": Jsonb(rows), "days": days}
    return [number for (number,) in await (await conn.execute(_ADD, values)).fetchall()]


async def find(conn: AsyncConnection[Any], number: int) -> ButtonRow | None:
    """What the button does; None where it has expired."""
    row = await (await conn.execute(_FIND, (number,))).fetchone()
    return ButtonRow(*row) if row else None


async def press(conn: AsyncConnection[Any], number: int, update: int, seconds: float) -> bool:
    """Whether this update's press is to be heeded: not where another's was, less than so long ago."""
    values = {"id": number, "update": update, "seconds": seconds}
    return (await conn.execute(_PRESS, values)).rowcount == 1


async def forget(conn: AsyncConnection[Any], owner: int) -> None:
    """Remove everything that was made for them."""
    await conn.execute(_FORGET, (owner,))


async def secret(conn: AsyncConnection[Any], name: str) -> bytes:
    """The secret of that name; made by the first who asks."""
    found = await (await conn.execute(_KEY, (name,))).fetchone()
    if found is None:
        await conn.execute(_MAKE_KEY, (name, secrets.token_bytes(SECRET_BYTES)))
        found = await (await conn.execute(_KEY, (name,))).fetchone()
    if found is None:
        raise LookupError(f"the secret {name!r} was removed while it was made")
    return bytes(found[0])
