"""An errand: one task on its way down a chain of models, until one of them has a usable reply."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic

import structlog

from tidings.llm.budget import OutOfBudget, Refusal, Room
from tidings.llm.call import Call, Candidate, Means, Spent
from tidings.llm.circuit import Gate, Standing
from tidings.llm.deadline import Deadline
from tidings.llm.ladder import Offer, fit
from tidings.llm.outcomes import CallFailed, Outcome
from tidings.llm.prompt import render
from tidings.llm.replies import StoredReply, cache_key
from tidings.llm.task import LEAST_DOCUMENTS, Prompt, Reply, T, Task

log = structlog.get_logger(__name__)

# Why a model was passed by, beside the outcomes of requests and the budget's refusals.
CIRCUIT_OPEN = "circuit_open"
NO_TIME = "no_time"
# Whoever pays for a reply holds the claim a little longer than it may take.
_CLAIM_GRACE = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """A step down: what is missing or who stood in, for which agent, and why."""

    code: str
    agent: str
    reason: str
    model: str = ""


class Passed(Exception):
    """A model had no reply to give; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Prompts:
    """A task's prompts by size, each rendered once."""

    def __init__(self, task: Task[Any]) -> None:
        self._task = task
        self._known: dict[tuple[int, bool], Prompt] = {}

    def of(self, documents: int, extras: bool) -> Prompt:
        """The prompt with so many documents, with or without non-essential parts."""
        size = (documents, extras)
        if size not in self._known:
            self._known[size] = render(self._task, documents=documents, extras=extras)
        return self._known[size]

    @property
    def whole(self) -> Prompt:
        """Nothing left out."""
        return self.of(len(self._task.documents), True)


class Errand(Generic[T]):
    """One task, what its requests go through, and why the models asked so far gave no reply."""

    def __init__(
        self,
        task: Task[T],
        means: Means,
        deadline: Deadline,
        *,
        spent: Callable[[Spent], None],
        stepped: Callable[[Step], None],
    ) -> None:
        self._task = task
        self._means = means
        self._deadline = deadline
        self._spent = spent
        self._stepped = stepped
        self._prompts = Prompts(task)
        self.reasons: list[str] = []

    async def down(self, chain: tuple[Candidate, ...], as_step: str = "model_fallback") -> Reply[T] | None:
        """The first reply of the chain; one that is not of the errand's first model is a step down."""
        standings = await self._means.circuits.standings([item.identity for item in chain]) if chain else {}
        for place, candidate in enumerate(chain):
            others = [item for item in chain[place + 1 :] if _may_be_asked(item, standings)]
            try:
                reply = await self._ask(candidate, standings[candidate.identity], others)
            except Passed as passed:
                self._pass(candidate, passed.reason)
                continue
            if self.reasons:
                self._stepped(Step(as_step, self._task.agent, self.reasons[0], reply.model))
            return reply
        return None

    def _pass(self, candidate: Candidate, reason: str) -> None:
        self.reasons.append(reason)
        log.info("model_passed", agent=self._task.agent, model=candidate.model.name, reason=reason)

    async def _ask(self, candidate: Candidate, standing: Standing, others: Sequence[Candidate]) -> Reply[T]:
        """This model's reply, paid for now or earlier."""
        whole = self._prompts.whole
        stored = await self._means.replies.get(self._key(candidate, whole))
        if stored is not None:
            return self._reply(stored, whole)
        await self._pass_gate(candidate, standing)
        room = await self._means.purse.room()
        offer = self._offer(candidate, room)
        key = self._key(candidate, offer.prompt)
        if offer.rungs:
            stored = await self._means.replies.get(key)
        if stored is None:
            left = replace(room, tokens=room.tokens - offer.tokens, nanos=room.nanos - offer.nanos)
            # Time is kept back only for those that could still be paid for.
            share = self._deadline.share(sum(self._fitting(item, left) is not None for item in others))
            stored = await self._paid(key, offer, candidate, standing, share)
        for rung in offer.rungs:
            self._stepped(Step(rung, self._task.agent, "budget", candidate.model.name))
        return self._reply(stored, offer.prompt)

    async def _pass_gate(self, candidate: Candidate, standing: Standing) -> None:
        """An open circuit is passed by, or probed by one caller when its pause is over."""
        if self._deadline.is_near:
            raise Passed(NO_TIME)
        if standing.gate is Gate.CLOSED:
            return
        if standing.gate is Gate.OPEN or not await self._means.circuits.may_probe(
            candidate.identity, self._deadline.left
        ):
            raise Passed(CIRCUIT_OPEN)

    def _fitting(self, candidate: Candidate, room: Room) -> Offer | None:
        """The fullest request to it that there is room for."""
        worst = partial(candidate.worst, received=self._task.max_output)
        return fit(self._prompts.of, len(self._task.documents), worst, room)

    def _offer(self, candidate: Candidate, room: Room) -> Offer:
        """The fullest request the budget allows; raises Passed with the limit that allows none."""
        offer = self._fitting(candidate, room)
        if offer is None:
            least = self._prompts.of(min(len(self._task.documents), LEAST_DOCUMENTS), False)
            tokens, _ = candidate.worst(least.tokens, self._task.max_output)
            tight = Refusal.COMMAND_TOKENS if tokens > room.tokens else room.tightest
            raise Passed(room.refusal or tight)
        return offer

    async def _paid(
        self, key: bytes, offer: Offer, candidate: Candidate, standing: Standing, deadline: Deadline
    ) -> StoredReply:
        """The reply, paid for by one of all who ask the same at this moment."""
        replies = self._means.replies
        while not await replies.claim(key, deadline.left + _CLAIM_GRACE):
            stored = await replies.wait(key, deadline.left)
            if stored is not None:
                return stored
            if deadline.is_near:
                raise Passed(Outcome.TIMEOUT)
        try:
            reply = await self._called(offer, candidate, standing, deadline)
        except BaseException:
            await replies.release(key)
            raise
        await replies.put(key, reply)
        return reply

    async def _called(
        self, offer: Offer, candidate: Candidate, standing: Standing, deadline: Deadline
    ) -> StoredReply:
        """The reply, asked for now."""
        call = Call(candidate, standing, self._means, self._spent)
        try:
            drafted = await call.draft(self._task, offer, deadline)
        except CallFailed as failure:
            raise Passed(failure.outcome) from failure
        except OutOfBudget as failure:
            raise Passed(failure.refusal) from failure
        return StoredReply(
            model=candidate.model.name,
            draft=drafted.draft.model_dump(mode="json"),
            usage=drafted.spent.usage,
            nanos=drafted.spent.nanos,
        )

    def _key(self, candidate: Candidate, prompt: Prompt) -> bytes:
        return cache_key(self._task.agent, candidate.identity, self._task.version, prompt)

    def _reply(self, stored: StoredReply, prompt: Prompt) -> Reply[T]:
        draft = self._task.contract.model_validate(stored.draft)
        return Reply(draft, stored.model, prompt.documents)


def _may_be_asked(candidate: Candidate, standings: Mapping[str, Standing]) -> bool:
    return standings[candidate.identity].gate is not Gate.OPEN
