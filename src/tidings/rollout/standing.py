"""How a rollout stands now: what is measured, what would be decided, and how long it has yet to go well."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.errors import InvalidRequest
from tidings.prometheus import PrometheusUnavailable
from tidings.rollout.controlling import judge, observe
from tidings.rollout.criteria import Evidence, Options, Ruling, Verdict
from tidings.rollout.options import restored
from tidings.rollout.stages import Stage
from tidings.rollout.stages import restored as restored_stages
from tidings.settings import Settings
from tidings.store import rollouts
from tidings.store.pool import Database
from tidings.store.rollouts import Rollout, Share


@dataclass(frozen=True, slots=True)
class Standing:
    """The rollout that runs, else the last one that did; the ruling only where one runs.

    One that runs and is not controlled stays as it is until a process takes it on.
    """

    rollout: Rollout | None
    shares: tuple[Share, ...]
    seen: Evidence | None = None
    ruling: Ruling | None = None
    controlled: bool = False

    @property
    def options(self) -> Options:
        """How it is judged."""
        return restored(self.rollout.options) if self.rollout else Options()

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What it goes through."""
        return restored_stages(self.rollout.stages) if self.rollout else ()

    @property
    def seconds_left(self) -> float:
        """How long its stage takes yet at least."""
        if self.rollout is None:
            return 0.0
        return max(0.0, self.stages[self.rollout.stage].seconds - self.rollout.in_stage.total_seconds())


async def standing(settings: Settings, db: Database) -> Standing:
    """Look as the controller does, and decide nothing."""
    shares = await db.read(rollouts.in_effect)
    rollout = await db.read(rollouts.latest)
    if rollout is None or rollout.state != "running":
        return Standing(rollout, shares)
    controlled = await db.read(rollouts.is_controlled)
    try:
        seen = await observe(settings, db, rollout)
    except (PrometheusUnavailable, InvalidRequest):
        return Standing(rollout, shares, None, Ruling(Verdict.WAIT, "no_prometheus"), controlled)
    return Standing(rollout, shares, seen, judge(rollout, seen), controlled)
