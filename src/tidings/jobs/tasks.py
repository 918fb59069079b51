"""The jobs: each looks in the database for what is due and does that, so that one run twice does no harm."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from procrastinate import App, Blueprint, JobContext
from procrastinate.jobs import Status

from tidings.bot.talk import language_of
from tidings.engine import Engine
from tidings.following.day import DayNews
from tidings.following.digests import DigestDesk, plan_digests
from tidings.following.matching import Matcher
from tidings.following.telling import Rules, tell_due
from tidings.jobs.posting import Post
from tidings.jobs.waking import NAMESPACE, NEWS
from tidings.observability import metrics
from tidings.store import subjects

log = structlog.get_logger(__name__)

# Under which the jobs find what they work with.
DESK = "desk"
# Matches and what was told of them: a digest reaches back two days at most, and alerts one.
KEPT = timedelta(days=4)
# Three missed heartbeats; the worker that held a job is dead then.
_STALLED_SECONDS = 30.0

blueprint = Blueprint()


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
        """Remove what nobody will be told of any more."""
        async with self.engine.db.transaction() as conn:
            matches, told = await subjects.prune(conn, now - KEPT)
        log.info("follows_pruned", matches=matches, told=told)


@blueprint.periodic(cron="* * * * *")
@blueprint.task(name=NEWS, queueing_lock=NEWS, pass_context=True)
async def news(context: JobContext, timestamp: int) -> None:
    """Every minute, and when articles were stored."""
    await _counted(NEWS, context, lambda desk, now: desk.news(now))


@blueprint.periodic(cron="* * * * *")
@blueprint.task(name="digest", queueing_lock="digest", pass_context=True)
async def digest(context: JobContext, timestamp: int) -> None:
    """Every minute: zones have quarters of an hour, and readers change their minds."""
    await _counted("digest", context, lambda desk, now: desk.digest(now))


@blueprint.periodic(cron="17 * * * *")
@blueprint.task(name="prune", queueing_lock="prune", pass_context=True)
async def prune(context: JobContext, timestamp: int) -> None:
    """Every hour, at a minute at which nothing else begins."""
    await _counted("prune", context, lambda desk, now: desk.prune(now))
    await _end_stalled(context.app)


async def _counted(name: str, context: JobContext, work: Callable[[Desk, datetime], Awaitable[None]]) -> None:
    outcome = "failed"
    try:
        await work(context.additional_context[DESK], datetime.now(UTC))
        outcome = "done"
    finally:
        metrics.jobs.labels(name, outcome).inc()


async def _end_stalled(app: App) -> None:
    """Remove jobs of dead workers: what they were to do is found again by the next of their kind."""
    stalled: list[Any] = list(
        await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_SECONDS)
    )
    for job in stalled:
        await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)
        metrics.jobs.labels(job.task_name.removeprefix(f"{NAMESPACE}:"), "stalled").inc()
    await app.job_manager.delete_old_jobs(nb_hours=24, include_failed=True, include_aborted=True)
