"""Terms: what one command may have, by how far service is reduced and by what is switched on for its user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tidings.degradation import Level, Limits, limits_of
from tidings.engine import Engine
from tidings.flags import Flag, Track
from tidings.store import degradation


@dataclass(frozen=True, slots=True)
class Terms:
    """The level in force, since when, and what follows from it and from the flags for this user."""

    level: Level
    since: datetime | None
    limits: Limits
    track: Track
    rerank: bool
    expand: bool

    @property
    def reduced(self) -> bool:
        """Whether commands have less than they are meant to."""
        return self.level > Level.NORMAL


async def terms_of(engine: Engine, user: str) -> Terms:
    """The terms of a command that begins now.

    The level is read anew for each command, one row by its key, so that a change acts at once in every
    process; a command keeps its terms to its end.
    """
    change = await engine.db.read(degradation.current)
    level = Level(change.level) if change else Level.NORMAL
    limits = limits_of(level)
    return Terms(
        level=level,
        since=change.since if change else None,
        limits=limits,
        track=engine.flags.track(user),
        rerank=limits.rerank and engine.flags.on(Flag.RERANK, user),
        expand=limits.expand and engine.flags.on(Flag.QUERY_EXPANSION, user),
    )
