"""The model manager: every way to a model, shared by the commands of a process."""

from __future__ import annotations

import time
from dataclasses import replace
from uuid import uuid4

from tidings.degradation import FULL
from tidings.degradation import Limits as Reduced
from tidings.flags import Flags
from tidings.llm import telemetry
from tidings.llm.budget import Limits, OutOfBudget, Purse, reconcile
from tidings.llm.call import Means
from tidings.llm.circuit import Circuits
from tidings.llm.clients import CHECK_TOKENS, Clients, check_key
from tidings.llm.deadline import Deadline
from tidings.llm.desk import Desk
from tidings.llm.directory import Directory
from tidings.llm.models import ModelName
from tidings.llm.outcomes import Outcome, Usage
from tidings.llm.replies import ReplyCache
from tidings.llm.throttle import Throttle, quotas_of
from tidings.settings import Settings
from tidings.store.pool import Database

# Whom a check of the keys is booked on, and how many tokens it sends and receives at most.
_CHECKER = "doctor"
_CHECK = (100, CHECK_TOKENS)
_CHECK_SECONDS = 10.0


class ModelManager:
    """Routes, clients, prices, budgets and limits in one place; one per engine, shared by its tasks."""

    def __init__(self, settings: Settings, db: Database, flags: Flags) -> None:
        self._settings = settings
        self._db = db
        self._clients = Clients(settings)
        self._limits = Limits.of(settings)
        self._circuits = Circuits(db)
        self._throttle = Throttle(db, quotas_of(settings))
        self._replies = ReplyCache(db, settings.model_cache_hours)
        self.directory = Directory(settings, flags, self._clients)

    @property
    def is_needed(self) -> bool:
        """Whether commands are to ask here: there are models, or nobody else may answer."""
        return self.directory.has_models or not self._settings.local_analyst

    def desk(self, *, user: str, reduced: Reduced = FULL) -> Desk:
        """What a command that begins now has of models, where service is reduced to that."""
        limits = replace(self._limits, command_tokens=reduced.within(self._limits.command_tokens))
        # Not the correlation id: a caller may use one for several commands.
        purse = Purse(self._db, limits, user=user, command=uuid4().hex)
        return Desk(
            self.directory,
            Means(purse, self._throttle, self._circuits, self._replies),
            Deadline.after(self._settings.deadline_enhanced),
            user=user,
            local=self._settings.local_analyst,
            reduced=reduced,
        )

    @property
    def models(self) -> tuple[ModelName, ...]:
        """Every model that some agent may ask."""
        return tuple(item.model for item in self.directory.every())

    def load(self) -> None:
        """Load what models need, if there are any: seconds of imports, for a thread beside other work."""
        self._clients.load()

    async def settle_lost(self) -> None:
        """Book the requests of processes that died, as whoever asks models does now and then."""
        if self.is_needed:
            await reconcile(self._db)

    async def check(self, model: ModelName) -> str:
        """Ask the model for as little as possible: how that ended, or which limit forbids it.

        It is booked at the most it can cost, a quarter of a cent for the models asked by default.
        """
        [candidate] = [item for item in self.directory.every() if item.model == model]
        purse = Purse(self._db, self._limits, user=_CHECKER, command=uuid4().hex)
        nanos = candidate.price.worst(*_CHECK)
        try:
            reservation = await purse.reserve(
                agent=_CHECKER, model=model.name, tokens=sum(_CHECK), nanos=nanos, seconds=_CHECK_SECONDS
            )
        except OutOfBudget as refused:
            return refused.refusal
        started = time.perf_counter()
        outcome = await check_key(candidate.client, _CHECK_SECONDS)
        seconds = time.perf_counter() - started
        await purse.settle(reservation, usage=None, nanos=None, outcome=outcome, seconds=seconds)
        telemetry.record(model.name, _CHECKER, outcome, Usage(*_CHECK), nanos, seconds)
        if outcome is Outcome.OK:
            # Who found it well need not wait for a command that asks it.
            standings = await self._circuits.standings([candidate.identity])
            await self._circuits.note(candidate.identity, outcome, standings[candidate.identity])
        return outcome

    async def aclose(self) -> None:
        """Close the connections to providers."""
        await self._clients.aclose()
