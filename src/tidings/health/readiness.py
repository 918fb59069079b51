"""Readiness: whether a process can do its work, decided from what was found; nothing is looked up here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

# An empty embedded database with its write-ahead log takes 60 MB; below a gigabyte somebody should look.
LOW_SPACE = 1_000_000_000
# Jobs are looked for at once when they are put in, and every minute otherwise.
LATE_JOBS_SECONDS = 300.0


class Condition(StrEnum):
    """How something is: as it should be, worse than that, or of no use."""

    OK = "ok"
    DEGRADED = "degraded"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at a process's surroundings found.

    `away` is why the database does not answer; the rest is not known then. `oldest_job` is for how long the
    job that is due longest has waited. `free_bytes` is None where the database is on another machine.
    """

    away: str | None = None
    missing: Sequence[str] = ()
    oldest_job: float = 0.0
    closed_off: Sequence[str] = ()
    models: int = 0
    free_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and a code or a number about it."""

    name: str
    condition: Condition
    detail: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """All checks together."""

    checks: tuple[Check, ...]

    @property
    def condition(self) -> Condition:
        """That of the worst."""
        return max((check.condition for check in self.checks), key=list(Condition).index)


def judge(found: Found) -> Readiness:
    """What follows from what was found: without its database a process is dead, without models it is not."""
    if found.away is not None:
        return Readiness((Check("database", Condition.DEAD, found.away), *_disk(found)))
    checks = (
        Check("database", Condition.OK, "answers"),
        _migrations(found.missing),
        _queue(found.oldest_job),
        _models(found),
    )
    return Readiness((*checks, *_disk(found)))


def _migrations(missing: Sequence[str]) -> Check:
    if missing:
        return Check("migrations", Condition.DEAD, f"missing: {', '.join(missing)}")
    return Check("migrations", Condition.OK, "up to date")


def _queue(oldest: float) -> Check:
    if oldest > LATE_JOBS_SECONDS:
        return Check("queue", Condition.DEGRADED, f"a job has waited {oldest:.0f} s")
    return Check("queue", Condition.OK, "nothing waits for long")


def _models(found: Found) -> Check:
    if not found.models:
        return Check("models", Condition.OK, "none is configured")
    if found.closed_off:
        return Check("models", Condition.DEGRADED, f"not available: {', '.join(sorted(found.closed_off))}")
    return Check("models", Condition.OK, f"{found.models} available")


def _disk(found: Found) -> Iterable[Check]:
    if found.free_bytes is None:
        return
    condition = Condition.DEGRADED if found.free_bytes < LOW_SPACE else Condition.OK
    yield Check("disk", condition, f"{found.free_bytes / 1e9:.1f} GB free")
