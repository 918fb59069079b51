"""A process's share of the queue: it is worked on for as long as a context lasts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from procrastinate.exceptions import ConnectorException

from tidings.engine import Engine
from tidings.errors import DatabaseUnavailable
from tidings.jobs.tasks import DESK, Desk, queue_of_jobs
from tidings.jobs.waking import QUEUE
from tidings.store import queue
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# Jobs are looked for by asking: a notice of each would hold a connection of every process for good.
POLL_SECONDS = 2.0
# Digests may take minutes where there are many; alerts do not wait for them.
_AT_ONCE = 2
# Before the database is asked again after it went away.
_AGAIN_SECONDS = 2.0
# What a job may still do when the process is told to end; it is left half done by none that is cut short.
_FINISH_SECONDS = 10.0


@asynccontextmanager
async def running(engine: Engine) -> AsyncIterator[asyncio.Task[None]]:
    """Do what the queue asks for; several processes at once do not do it twice.

    Gives the task that works, which ends only by an error, and with the context.
    """
    async with engine.db.connection() as conn:
        await queue.prepare(conn)
    task = asyncio.create_task(_work(engine), name="jobs")
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _work(engine: Engine) -> None:
    desk = Desk.of(engine)
    while True:
        try:
            await _work_once(engine.db, desk)
        except (ConnectorException, DatabaseUnavailable) as error:
            log.warning("queue_out_of_reach", reason=str(error.__cause__ or error).strip().partition("\n")[0])
        await asyncio.sleep(_AGAIN_SECONDS)


async def _work_once(db: Database, desk: Desk) -> None:
    """Work until cancelled, or until the queue cannot be reached."""
    app = queue_of_jobs()
    await app.open_async(db.pool)
    await app.run_worker_async(
        queues=[QUEUE],
        install_signal_handlers=False,
        listen_notify=False,
        concurrency=_AT_ONCE,
        fetch_job_polling_interval=POLL_SECONDS,
        delete_jobs="successful",
        shutdown_graceful_timeout=_FINISH_SECONDS,
        additional_context={DESK: desk},
    )
