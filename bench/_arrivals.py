"""Open-loop traffic: commands come when they come, whether or not those before them are answered.

A command's time counts from the moment at which it was to come, so that a process which falls behind is not
spared the wait of those it has not even begun.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from tidings.errors import ErrorCode, TidingsError
from tidings.observability.correlation import new_id
from tidings.schemas import Answer

# That a window holds nothing about a subject is an answer as well, and a true one.
_ANSWERED = frozenset({ErrorCode.NO_DATA})

Put = Callable[[str], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Came:
    """What became of one command: its seconds from the planned moment, and what was done for it."""

    name: str
    reference: str
    seconds: float
    error: str = ""
    model: str = ""
    cost_usd: float = 0.0
    steps: tuple[str, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether its reader got an answer, if only that there is no news."""
        return not self.error or self.error in _ANSWERED

    @property
    def is_fallback(self) -> bool:
        """Whether another than the first model answered, or none."""
        return any(step.startswith(("model_fallback", "local")) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Planned:
    """A command and how long after the beginning it comes."""

    after: float
    name: str
    put: Put = field(repr=False)


def poisson(rate: float, seconds: float, chance: random.Random) -> list[float]:
    """Moments of arrivals, so many a second on average and independent of each other."""
    moments, at = [], chance.expovariate(rate)
    while at < seconds:
        moments.append(at)
        at += chance.expovariate(rate)
    return moments


@dataclass(slots=True)
class Crowd:
    """Commands under way; `most` is how many there were at once."""

    under_way: int = 0
    most: int = 0

    async def drive(self, plan: Sequence[Planned]) -> list[Came]:
        """Put each command when it is due, and wait for all of them; in the order they were planned."""
        began = time.perf_counter()
        tasks = []
        for one in plan:
            left = began + one.after - time.perf_counter()
            await asyncio.sleep(max(left, 0.0))
            tasks.append(asyncio.create_task(self._put(one, began + one.after)))
        return list(await asyncio.gather(*tasks))

    async def _put(self, one: Planned, due: float) -> Came:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        reference = new_id()
        try:
            answer = await one.put(reference)
        except TidingsError as error:
            return Came(one.name, reference, time.perf_counter() - due, error.code)
        finally:
            self.under_way -= 1
        meta = answer.meta
        taken = time.perf_counter() - due
        return Came(one.name, reference, taken, "", meta.model, meta.cost_usd, meta.degradations)


def percentile(came: Sequence[Came], percent: float) -> float:
    """Seconds within which so many of a hundred commands were answered; 0 where there was none."""
    return float(np.percentile([one.seconds for one in came], percent)) if came else 0.0


def success(came: Sequence[Came]) -> float:
    """The share of commands that were answered."""
    return sum(one.is_answered for one in came) / len(came)
