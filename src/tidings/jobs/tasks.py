"""The jobs: each looks in the database for what is due and does that, so that one run twice does no harm."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.jobs import Status

from tidings.bot.talking.talk import language_of
from tidings.engine import Engine
from tidings.following.day import DayNews
from tidings.following.digests import DigestDesk, plan_digests
from tidings.following.matching import Matcher
from tidings.following.telling import Rules, tell_due
from tidings.ingest.polling import tidy
from tidings.jobs.posting import Post
from tidings.jobs.waking import NAMESPACE, NEWS, QUEUE
from tidings.observability import metrics
from tidings.store import subjects
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# Under which the jobs find what they work with.
DESK = "desk"
# Matches and what was told of them: a digest reaches back two days at most, and alerts one.
KEPT = timedelta(days=4)
# Three missed heartbeats; the worker that held a job is dead then.
_STALLED_SECONDS = 30.0
# As long as somebody may look into why a job failed.
_FAILED_HOURS = 24


@dataclass(frozen=True, slots=True)
class Desk:
    """What the jobs of a process work with."""

    engine: Engine
    matcher: Matcher
    digests: DigestDesk
    post: Post
    rules: Rules

    @classmethod
    def of(cls, engine: Engine) -> Desk:
        """Everything over an open engine."""
        settings = engine.settings
        post = Post(settings)
        rules = Rules(timedelta(minutes=settings.alert_minutes), engine.domains, language_of)
        digests = DigestDesk(engine.db, post.digest, DayNews(engine, language_of).of, rules)
        return cls(engine, Matcher(engine.db, engine.embedder), digests, post, rules)

    async def news(self, now: datetime) -> None:
        """Hold what arrived against what is followed, and tell readers what is due."""
        await self.matcher.match(now)
        await tell_due(self.engine.db, self.post.alert, self.rules, now)

    async def digest(self, now: datetime) -> None:
        """Plan digests by readers' clocks, and write those that are due."""
        await plan_digests(self.engine.db, now)
        await self.digests.write_due(now)

    async def prune(self, now: datetime) -> None:
        """Remove what nobody will be told of any more, old answers, and what is left of jobs."""
        async with self.engine.db.transaction() as conn:
            matches, told = await subjects.prune(conn, now - KEPT)
        log.info("follows_pruned", matches=matches, told=told)
        await tidy(self.engine.db)
        await end_stalled(self.engine.db)


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again, by whichever process comes first."""

    name: str
    cron: str
    work: Callable[[Desk, datetime], Awaitable[None]]

    async def __call__(self, context: JobContext, timestamp: int) -> None:
        """Do it as of now; `timestamp` is when it was due."""
        outcome = "failed"
        try:
            await self.work(context.additional_context[DESK], datetime.now(UTC))
            outcome = "done"
        finally:
            metrics.jobs.labels(self.name, outcome).inc()


JOBS = (
    # Also when articles were stored: see waking.
    Job(NEWS, "* * * * *", Desk.news),
    # Zones have quarters of an hour, and readers change their minds.
    Job("digest", "* * * * *", Desk.digest),
    # At a minute at which nothing else begins.
    Job("prune", "17 * * * *", Desk.prune),
)


def queue_of_jobs() -> App:
    """The queue with its jobs, not open yet; at most one of each waits."""
    app = App(connector=PsycopgConnector())
    for job in JOBS:
        task = app.task(
            name=f"{NAMESPACE}:{job.name}", queue=QUEUE, queueing_lock=job.name, pass_context=True
        )(job.__call__)
        app.periodic(cron=job.cron)(task)
    return app


async def end_stalled(db: Database) -> None:
    """Remove jobs of dead workers: what they were to do is found again by the next of their kind."""
    app = App(connector=PsycopgConnector())
    await app.open_async(db.pool)
    stalled = await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=_STALLED_SECONDS)
    for job in list(stalled):
        await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)
        metrics.jobs.labels(job.task_name.removeprefix(f"{NAMESPACE}:"), "stalled").inc()
    await app.job_manager.delete_old_jobs(
        nb_hours=_FAILED_HOURS, queue=QUEUE, include_failed=True, include_aborted=True
    )
