"""What a command did with models, seen from outside: its questions, its replies, its books, its log."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, cast

import structlog

from tidings.engine import Engine
from tidings.llm.desk import Account, Desk
from tidings.llm.manager import ModelManager
from tidings.llm.task import Reply, T, Task
from tidings.observability.correlation import KEY
from tidings.settings import Settings

CALLS = """
SELECT model, outcome, seconds, tokens_sent, tokens_received, tokens_cached, tokens_reserved, nanos_paid,
       nanos_reserved
  FROM model_calls WHERE correlation_id = %s ORDER BY started_at
"""


@dataclass(frozen=True, slots=True)
class Call:
    """A request to a model, as the books have it."""

    model: str
    outcome: str
    seconds: float
    sent: int
    received: int
    cached: int
    reserved: int
    nanos: int
    nanos_reserved: int


async def calls_of(engine: Engine, reference: str) -> list[Call]:
    """The requests of the command with that correlation id."""
    return [Call(*row) for row in await engine.db.fetch_all(CALLS, (reference,))]


def asking(engine: Engine, settings: Settings) -> Engine:
    """An engine over the same database with other settings, such as no models; it shares no cache."""
    return Engine.over(settings, engine.db, engine.embedder)


@dataclass(slots=True)
class Seen:
    """A desk that notes what it is asked and gives, and from when to when that takes."""

    desk: Desk
    tasks: list[Task[Any]] = field(default_factory=list)
    replies: list[Reply[Any]] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0

    @property
    def account(self) -> Account:
        """What the desk used."""
        return self.desk.account

    async def ask(self, task: Task[T]) -> Reply[T] | None:
        """The desk's reply."""
        self.began = self.began or time.perf_counter()
        self.tasks.append(task)
        reply = await self.desk.ask(task)
        self.ended = time.perf_counter()
        if reply is not None:
            self.replies.append(reply)
        return reply

    @property
    def asked_seconds(self) -> float:
        """From the first question to the last reply."""
        return self.ended - self.began

    @property
    def sentences(self) -> list[str]:
        """Every sentence that was written to be shown."""
        return [one.text for reply in self.replies for one in getattr(reply.draft, "insights", ())]


class Watch:
    """The models of an engine, each desk of which is kept to be looked at."""

    def __init__(self, models: ModelManager) -> None:
        self._models = models
        self.is_needed = models.is_needed
        self.desks: list[Seen] = []

    @classmethod
    def over(cls, engine: Engine) -> tuple[Engine, Watch]:
        """The engine with its models watched, and the watch."""
        watch = cls(engine.models)
        return replace(engine, models=cast("ModelManager", watch)), watch

    def desk(self, **terms: Any) -> Seen:
        """What a command that begins now has of models, for that user and on those terms."""
        self.desks.append(Seen(self._models.desk(**terms)))
        return self.desks[-1]


class Listener:
    """Counts log lines by command, event and reason; prints none."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[tuple[str, str]]] = {}

    def __call__(self, _: Any, __: str, event: MutableMapping[str, Any]) -> str:
        name = event["event"] + (".written" if event.get("written") else "")
        counted = self.counts.setdefault(str(event.get(KEY)), Counter())
        counted[name, str(event.get("reason", ""))] += int(event.get("count", 1))
        raise structlog.DropEvent


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen to every log line of this process while the block runs."""
    before, listener = structlog.get_config(), Listener()
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, listener],
        wrapper_class=structlog.BoundLogger,
        cache_logger_on_first_use=False,
    )
    try:
        yield listener
    finally:
        structlog.configure(**before)
