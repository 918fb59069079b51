"""What a user of the engine leaves behind under their hash: removed from answers and from the books."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection

# Their claims and citations go with them.
_ANSWERS = "DELETE FROM answers WHERE user_hash = %s"
# What was paid stays in the sums of days and models, without by whom; a call under way still ends in the
# day's pot.
_CALLS = "UPDATE model_calls SET user_hash = '' WHERE user_hash = %s"
_POTS = """
DELETE FROM model_pots
 WHERE split_part(name, ' ', 1) IN ('user', 'command') AND split_part(name, ' ', 2) = %s
"""


async def forget(conn: AsyncConnection[Any], user_hash: str) -> None:
    """Remove the user's answers and what says that it was they who asked models."""
    for statement in (_ANSWERS, _CALLS, _POTS):
        await conn.execute(statement, (user_hash,))
