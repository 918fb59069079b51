"""One model's try at a task: within quota and budget, once more after a passing failure, once to repair."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic

from tidings.llm import telemetry
from tidings.llm.budget import OutOfBudget, Purse, Reservation
from tidings.llm.circuit import Circuits, Standing
from tidings.llm.clients import Client
from tidings.llm.deadline import Deadline
from tidings.llm.drafts import read_draft
from tidings.llm.ladder import Offer
from tidings.llm.models import ModelName
from tidings.llm.outcomes import CallFailed, Outcome, Usage
from tidings.llm.prices import Price
from tidings.llm.replies import ReplyCache
from tidings.llm.retries import pause_before_retry
from tidings.llm.task import T, Task
from tidings.llm.throttle import Throttle
from tidings.llm.tokens import estimate_tokens
from tidings.observability.tracing import span

# A provider that says 429 without saying for how long is left alone so many seconds.
HOLD_SECONDS = 5.0

Repair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that can be asked: there is a way to it, and its price is known.

    `margin` is for how many tokens it may want to be paid for one of the estimate's.
    """

    model: ModelName
    client: Client
    price: Price
    margin: float = 1.0

    @property
    def identity(self) -> str:
        """The model at its address under its key; elsewhere it may be well, and write otherwise."""
        return f"{self.model}@{self.client.access_digest}"

    def worst(self, sent: int, received: int) -> tuple[int, int]:
        """The most tokens and nano-dollars of a request that is estimated to send so many tokens."""
        return sent + received, self.price.worst(ceil(sent * self.margin), received)


@dataclass(frozen=True, slots=True)
class Means:
    """What a command's requests go through: its purse, the providers' quotas, circuits, and paid replies."""

    purse: Purse
    throttle: Throttle
    circuits: Circuits
    replies: ReplyCache


@dataclass(frozen=True, slots=True)
class Spent:
    """What a task cost in all its requests."""

    usage: Usage
    nanos: int


@dataclass(frozen=True, slots=True)
class Drafted(Generic[T]):
    """A draft in the contract's shape, and what its last request used."""

    draft: T
    spent: Spent


class Call:
    """The requests of one task to one model; every one of them is in the books, however it ends."""

    def __init__(
        self, candidate: Candidate, standing: Standing, means: Means, spent: Callable[[Spent], None]
    ) -> None:
        self._to = candidate
        self._standing = standing
        self._purse = means.purse
        self._throttle = means.throttle
        self._circuits = means.circuits
        self._spent = spent

    async def draft(self, task: Task[T], offer: Offer, deadline: Deadline) -> Drafted[T]:
        """The model's draft; raises CallFailed or OutOfBudget."""
        attempt, repair = 1, None
        while True:
            try:
                return await self._request(task, offer, deadline, repair)
            except CallFailed as failure:
                if failure.complaint and repair is None and not deadline.is_near:
                    repair = (failure.text, failure.complaint)
                    continue
                pause = pause_before_retry(failure, attempt, deadline.left)
                if pause is None:
                    raise
                await asyncio.sleep(pause)
                attempt += 1

    async def _request(
        self, task: Task[T], offer: Offer, deadline: Deadline, repair: Repair | None
    ) -> Drafted[T]:
        """One request from reservation to settlement, as a span of the command's trace."""
        with span("model_request", agent=task.agent, model=self._to.model.name) as current:
            try:
                drafted = await self._booked(task, offer, deadline, repair)
            except CallFailed as failure:
                current.set("outcome", failure.outcome.value)
                raise
            current.set("outcome", Outcome.OK.value)
            return drafted

    async def _booked(
        self, task: Task[T], offer: Offer, deadline: Deadline, repair: Repair | None
    ) -> Drafted[T]:
        tokens, nanos = self._worst_case(task, offer, repair)
        await self._admit(tokens, deadline)
        reservation = await self._reserve(task.agent, tokens, nanos, deadline)
        started = time.perf_counter()
        try:
            completion = await self._to.client.complete(
                offer.prompt,
                contract=task.contract,
                max_output=task.max_output,
                temperature=task.temperature,
                timeout=deadline.left,
                repair=repair,
            )
            draft = read_draft(completion, task.contract)
        except CallFailed as failure:
            await self._end(task.agent, reservation, failure.outcome, failure.usage, started)
            if failure.outcome is Outcome.RATE_LIMITED:
                await self._throttle.hold(self._to.model.provider, _hold(failure))
            raise
        except asyncio.CancelledError:
            # The books are kept even when nobody waits for the answer any more.
            await asyncio.shield(self._end(task.agent, reservation, Outcome.CANCELLED, None, started))
            raise
        return Drafted(draft, await self._end(task.agent, reservation, Outcome.OK, completion.usage, started))

    async def _reserve(self, agent: str, tokens: int, nanos: int, deadline: Deadline) -> Reservation:
        """Hold the money; where there is none, or nobody waits for it, the provider's quota is free again."""
        try:
            return await self._purse.reserve(
                agent=agent, model=self._to.model.name, tokens=tokens, nanos=nanos, seconds=deadline.left
            )
        except (OutOfBudget, asyncio.CancelledError):
            # Nothing was sent.
            await asyncio.shield(self._throttle.give_back(self._to.model.provider, tokens))
            raise

    def _worst_case(self, task: Task[Any], offer: Offer, repair: Repair | None) -> tuple[int, int]:
        """The most tokens and nano-dollars the request can use; a repair sends the wrong answer along."""
        if repair is None:
            return offer.tokens, offer.nanos
        sent = offer.prompt.tokens + sum(map(estimate_tokens, repair))
        return self._to.worst(sent, task.max_output)

    async def _admit(self, tokens: int, deadline: Deadline) -> None:
        """Wait for the provider's quota, unless that would take most of the time there is."""
        while wait := await self._throttle.admit(self._to.model.provider, tokens):
            if wait > deadline.left / 2:
                raise CallFailed(
                    Outcome.RATE_LIMITED, "the provider's quota is used up", usage=Usage(), retry_after=wait
                )
            await asyncio.sleep(wait)

    async def _end(
        self, agent: str, reservation: Reservation, outcome: Outcome, usage: Usage | None, started: float
    ) -> Spent:
        """Settle, count and log one request."""
        seconds = time.perf_counter() - started
        nanos = None if usage is None else self._to.price.nanos(usage)
        await self._purse.settle(reservation, usage=usage, nanos=nanos, outcome=outcome, seconds=seconds)
        booked = Spent(usage or Usage(reservation.tokens, 0), reservation.nanos if nanos is None else nanos)
        self._spent(booked)
        telemetry.record(self._to.model.name, agent, outcome, booked.usage, booked.nanos, seconds)
        await self._circuits.note(self._to.identity, outcome, self._standing)
        if usage is not None and usage.total < reservation.tokens:
            await self._throttle.give_back(self._to.model.provider, reservation.tokens - usage.total, seconds)
        return booked


def _hold(failure: CallFailed) -> float:
    """Seconds a provider that said 429 is left alone."""
    return HOLD_SECONDS if failure.retry_after is None else failure.retry_after
