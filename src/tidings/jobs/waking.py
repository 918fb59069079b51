"""Waking those who work on the queue, from a process that does not: it needs none of what the jobs need."""

from __future__ import annotations

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from tidings.errors import DatabaseUnavailable
from tidings.store import arrivals, queue
from tidings.store.pool import Database

NAMESPACE = "tidings"
NEWS = "news"
QUEUE = "tidings"


async def wake(db: Database) -> bool:
    """Have what arrived looked at now rather than within a minute; False where that is not needed.

    Raises DatabaseUnavailable.
    """
    async with db.connection() as conn:
        if not await arrivals.waiting(conn) or not await queue.is_prepared(conn):
            return False
    app = App(connector=PsycopgConnector())
    await app.open_async(db.pool)
    name = f"{NAMESPACE}:{NEWS}"
    job = app.configure_task(name, queue=QUEUE, queueing_lock=NEWS, allow_unknown=True)
    try:
        await job.defer_async(timestamp=0)
    except AlreadyEnqueued:  # somebody else has just asked for it
        return False
    except ConnectorException as error:
        raise DatabaseUnavailable(f"the queue cannot be reached: {error}") from error
    return True
