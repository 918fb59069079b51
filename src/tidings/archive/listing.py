"""Listing: the answers of a user that can be explained, in a line each."""

from __future__ import annotations

from tidings.llm.budget import user_hash
from tidings.schemas.explanation import KeptAnswer
from tidings.store import answers
from tidings.store.answers import ListedAnswer
from tidings.store.pool import Database

# A screenful; what is older is asked for by its id.
LISTED = 20


async def kept_answers(db: Database, *, user: str, most: int = LISTED) -> tuple[KeptAnswer, ...]:
    """The user's newest answers that are kept, the newest first."""
    rows = await db.read(lambda conn: answers.listed(conn, user_hash(user), most))
    return tuple(map(_kept, rows))


def _kept(row: ListedAnswer) -> KeptAnswer:
    return KeptAnswer(
        correlation_id=row.correlation_id,
        asked_at=row.asked_at,
        command=row.command,
        query=row.query,
        window=row.window_name,
        header=row.header,
        error_code=row.error_code,
    )
