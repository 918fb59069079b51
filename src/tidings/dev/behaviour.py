"""How a server behaves: well, slowly, or in one of the ways real providers fail; and which when."""

from __future__ import annotations

import math
import random
import threading
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "ok",
    "slow",
    "latency",
    "rate_limited",
    "overloaded",
    "cut",
    "truncated_json",
    "wrong_schema",
    "wrong_once",
    "refusal",
    "filtered",
    "thinking_only",
    "huge",
    "wrong_language",
    "invented_ids",
    "injected",
    "invented_facts",
    "changed_figures",
    "other_sources",
    "personal_data",
    "no_answer",
    "bad_key",
    "no_credit",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Longer than any time-out of Tidings' routes, where "slow" is asked for without saying how slow.
SLOW = 30.0


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a server behaves towards one request.

    Any kind may wait `seconds` first; with `sigma` they are the median of a lognormal distribution, from
    which each request draws its own, by its number and `seed`. `status` replaces the provider's own status
    of an error, `retry_after` is what a rate limit asks for, `size` is in bytes.
    """

    kind: Kind = "ok"
    seconds: float | None = None
    sigma: float = 0.0
    seed: int = 1
    status: int | None = None
    retry_after: float = 1.0
    size: int = 32_000_000

    def wait(self, number: int) -> float:
        """Seconds the request of that number waits before anything is answered."""
        median = self.seconds if self.seconds is not None else SLOW if self.kind == "slow" else 0.0
        if not self.sigma:
            return median
        return median * math.exp(random.Random(f"{self.seed}:{number}").gauss(0, self.sigma))


OK = Behaviour()


class Schedule:
    """Which behaviour a request meets; asked and changed from several threads."""

    def __init__(self, always: Behaviour = OK) -> None:
        self._always = always
        self._standing: dict[str, Behaviour] = {}
        self._next: defaultdict[str, deque[Behaviour]] = defaultdict(deque)
        self._lock = threading.Lock()

    def set(self, target: str, behaviour: Behaviour, times: int | None = None) -> None:
        """From now on, or for the next `times` requests, behave so towards requests to that target.

        A target is a provider or "provider:model". What is set for a number of requests comes before what
        stands; setting what stands forgets what was still to come.
        """
        with self._lock:
            if times is None:
                self._next.pop(target, None)
                self._standing[target] = behaviour
            else:
                self._next[target].extend([behaviour] * times)

    def reset(self) -> None:
        """Behave as at first."""
        with self._lock:
            self._next.clear()
            self._standing.clear()

    def take(self, provider: str, model: str) -> Behaviour:
        """The behaviour for one request; one set for its model goes before one set for its provider."""
        targets = (f"{provider}:{model}", provider)
        with self._lock:
            for target in targets:
                if self._next[target]:
                    return self._next[target].popleft()
                if target in self._standing:
                    return self._standing[target]
        return self._always
