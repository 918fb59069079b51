"""Keyboards made ready to be sent: what each button does is kept, and its number signed."""

from __future__ import annotations

from typing import Any

from tidings.bot.talking import signing
from tidings.bot.talking.keyboards import Board, wire
from tidings.settings import Settings
from tidings.store import buttons
from tidings.store.pool import Connection

# The name of the secret that buttons are signed with.
SIGNING = "buttons"
# Buttons live as long as the answers they look into; where none is kept, for a week.
_DAYS_WITHOUT_ANSWERS = 7.0


async def signed(
    conn: Connection, board: Board, settings: Settings, *, owner: int, chat_id: int
) -> dict[str, Any] | None:
    """The board in the wire format, for a reader in a chat; None for an empty one. In a transaction."""
    keys = [(key.action, key.payload) for row in board for key in row]
    if not keys:
        return None
    secret = await buttons.secret(conn, SIGNING)
    days = settings.keep_answers_days or _DAYS_WITHOUT_ANSWERS
    numbers = await buttons.add(conn, owner, chat_id, keys, days)
    return wire(board, (signing.token(secret, number) for number in numbers))
