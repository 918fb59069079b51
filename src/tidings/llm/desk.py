"""The desk: what one command has of models. It asks for its agents, and says what it had to do without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from tidings.degradation import FULL, Limits
from tidings.errors import BudgetExceeded, ModelUnavailable
from tidings.llm.budget import Refusal, resets_at
from tidings.llm.call import Means, Spent
from tidings.llm.deadline import Deadline
from tidings.llm.directory import Chain, Directory
from tidings.llm.errand import Errand, Step
from tidings.llm.ladder import Rung
from tidings.llm.outcomes import NANOS
from tidings.llm.task import Reply, T, Task
from tidings.observability import metrics
from tidings.observability.tracing import span

log = structlog.get_logger(__name__)

NO_MODEL = "no_model"
FALLBACK = "model_fallback"
# Why the local analyst answers where service is reduced to fallback models and the route has none.
REDUCED = "service_reduced"
# What a smaller request helps against: a cheaper model's, or one of a model that counts fewer tokens.
_TIGHT = frozenset({Refusal.COMMAND_TOKENS, Refusal.COMMAND_USD, Refusal.USER_USD, Refusal.DAILY_USD})
_FALLBACKS = frozenset({FALLBACK, Rung.LOCAL})
_OF_DAY = frozenset({Refusal.USER_COMMANDS, Refusal.USER_USD, Refusal.DAILY_USD})


@dataclass(frozen=True, slots=True)
class Account:
    """What a command's models were, what they used, and what was done without."""

    models: tuple[str, ...] = ()
    tokens: int = 0
    cost_usd: float = 0.0
    steps: tuple[Step, ...] = ()
    asked: bool = False  # whether some agent was to ask a model

    @property
    def codes(self) -> tuple[str, ...]:
        """The kinds of steps, each once."""
        return tuple(dict.fromkeys(step.code for step in self.steps))

    @property
    def fell_back(self) -> bool:
        """Whether another than the first model of a route answered for it."""
        return not _FALLBACKS.isdisjoint(self.codes)


class Desk:
    """A command's purse and deadline, and the way to every agent's models."""

    def __init__(
        self,
        directory: Directory,
        means: Means,
        deadline: Deadline,
        *,
        user: str,
        local: bool,
        reduced: Limits = FULL,
    ) -> None:
        self._directory = directory
        self._means = means
        self._deadline = deadline
        self._user = user
        self._local = local
        self._reduced = reduced
        self._asked = False
        self._models: set[str] = set()
        self._steps: dict[Step, None] = {}
        self._tokens = self._nanos = 0

    @property
    def account(self) -> Account:
        """What was used so far."""
        models, steps = tuple(sorted(self._models)), tuple(self._steps)
        return Account(models, self._tokens, self._nanos / NANOS, steps, self._asked)

    async def ask(self, task: Task[T]) -> Reply[T] | None:
        """The first usable reply down the agent's route; None where the local analyst is to answer.

        Raises ModelUnavailable or BudgetExceeded where the local analyst is turned off.
        """
        if not (self._reduced.lets_agent(task.agent) and self._directory.is_on(task.agent, self._user)):
            return None
        barred, chain = self._split(self._directory.chain(task.agent))
        self._asked = self._asked or bool(chain)
        deadline = self._deadline.within(self._directory.seconds(task.agent))
        task = replace(task, documents=task.documents[: self._reduced.documents])
        errand = Errand(task, self._means, deadline, spent=self._add, stepped=self._note)
        with span("agent", agent=task.agent, by="models") as current:
            reply = await errand.down(chain)
            if reply is None and _TIGHT.intersection(errand.reasons):
                reply = await errand.down(self._directory.cheaper(chain, barred), as_step=Rung.CHEAPER_MODEL)
            current.set("model", reply.model if reply else "local")
        if reply is None:
            self._do_without(task.agent, errand.reasons or ([REDUCED] if barred else []))
            return None
        self._models.add(reply.model)
        return reply

    def _split(self, chain: Chain) -> tuple[Chain, Chain]:
        """Of a route's models those that are not asked at the level in force, and the others."""
        kept_out = 1 if self._reduced.fallbacks_only else 0
        return chain[:kept_out], chain[kept_out:]

    def _add(self, spent: Spent) -> None:
        self._tokens += spent.usage.total
        self._nanos += spent.nanos

    def _note(self, step: Step) -> None:
        """Record a step down for the reader, the metrics and the log."""
        if step in self._steps:
            return
        self._steps[step] = None
        metrics.degradations.labels(step.code).inc()
        if step.code in _FALLBACKS:
            metrics.fallbacks.labels(step.agent, step.reason).inc()
        log.warning("answer_degraded", rung=step.code, agent=step.agent, reason=step.reason, model=step.model)

    def _do_without(self, agent: str, reasons: Sequence[str]) -> None:
        """Leave it to the local analyst; an error where there is none."""
        if not self._local:
            raise _no_answer(agent, reasons or [NO_MODEL])
        if reasons:
            self._note(Step(Rung.LOCAL, agent, reasons[0]))


def _no_answer(agent: str, reasons: Sequence[str]) -> BudgetExceeded | ModelUnavailable:
    """The error for a reader who is to have an answer by a model or none."""
    said = ", ".join(dict.fromkeys(reasons))
    if NO_MODEL in reasons:
        return ModelUnavailable(f"{agent}: there is no model to ask", message="no_models")
    if not set(reasons) <= set(Refusal):
        return ModelUnavailable(f"{agent}: no model answered ({said})")
    if _OF_DAY.intersection(reasons):
        renews = f"{resets_at(datetime.now(UTC)):%Y-%m-%d %H:%M}"
        return BudgetExceeded(
            f"{agent}: {said} reached until {renews} UTC", message="budget_of_day", params={"resets": renews}
        )
    return BudgetExceeded(f"{agent}: the command's budget does not allow a request ({said})")
