"""Service levels from the database: what the processes wrote down of their commands."""

from __future__ import annotations

from datetime import UTC, datetime

from tidings.slo.report import RECENT, WINDOW, Readings
from tidings.store import slo
from tidings.store.pool import Database


async def read_database(
    db: Database, days: int, *, keep_answers_days: float, moment: datetime | None = None
) -> Readings:
    """What was counted in the days before a moment, by default now.

    Users are told apart by the answers that are kept; where those of the span are not, they are not known.
    """
    moment = moment or datetime.now(UTC)
    async with db.connection() as conn:
        spans = {
            span: await slo.sums(conn, moment, length) for span, length in {**RECENT, WINDOW: days}.items()
        }
        begun = await slo.begun(conn, moment, days)
        users = await slo.users(conn, moment, days) if keep_answers_days >= days else None
    return Readings("database", moment, days, begun, spans, users)
