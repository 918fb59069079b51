"""A command's count, time, cost and end, however it ends: in metrics, in one log line, in a span."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Protocol, Self

import structlog
from pydantic import ValidationError

from tidings.errors import ErrorCode, InternalError, TidingsError
from tidings.observability import correlation, metrics
from tidings.observability.tracing import span

log = structlog.get_logger(__name__)


# Every command that is answered, by the name under which it is counted.
COMMANDS = ("trends", "analyze_keywords", "analyze_sentiment", "analyze_topics")


def expect_commands() -> None:
    """Count from nought, so that whoever reads the counts at times sees the first command and error come."""
    for name in COMMANDS:
        metrics.requests.labels(name, "stable")
        for code in ErrorCode:
            metrics.errors.labels(name, code.value, "stable")


class Bill(Protocol):
    """What models did for a command, as far as it is counted here."""

    @property
    def asked(self) -> bool:
        """Whether some agent was to ask a model."""

    @property
    def cost_usd(self) -> float:
        """What was paid."""

    @property
    def fell_back(self) -> bool:
        """Whether another than the first model of a route answered for it."""

    @property
    def codes(self) -> Sequence[str]:
        """What was done without, each once."""


class Billed(Protocol):
    """Whoever knows the bill at any moment."""

    @property
    def account(self) -> Bill:
        """The bill so far."""


class Command:
    """Counts and times what runs inside; every error leaves as a TidingsError, counted by its code.

    `track`, `path`, `level`, `user` and `desk` are found out while it runs; until then they are what most
    commands have. `user` is a pseudonym, never a name.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.track = "stable"
        self.path = "simple"
        self.level = 0
        self.user: str | None = None
        self.desk: Billed | None = None
        self._start = 0.0
        self._span = span("command", command=name)

    @property
    def elapsed_ms(self) -> float:
        """Time since the command began."""
        return (time.perf_counter() - self._start) * 1000

    @contextmanager
    def validating(self) -> Iterator[None]:
        """Count a finished answer that is held against the rules of what may be shown: pass, or fail."""
        outcome = "fail"
        try:
            yield
            outcome = "pass"
        finally:
            self._validated(outcome)

    def _validated(self, outcome: str) -> None:
        metrics.answers_validated.labels(self.name, self.track, outcome).inc()

    def judged(self, outcome: str, claims: int) -> None:
        """Count insights that were proposed, by what became of them."""
        metrics.claims.labels(self.name, self.track, outcome).inc(claims)

    def __enter__(self) -> Self:
        self._start = time.perf_counter()
        self._span.__enter__()
        self._span.set("correlation_id", correlation.current() or "")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        bill = self.desk.account if self.desk is not None else None
        if bill is not None and bill.asked:
            self.path = "enhanced"
        code = _code(error)
        if isinstance(error, ValidationError):
            self._validated("fail")  # it did not even fit the contract
        self._count(bill, code)
        self._tell(bill, code, error)
        for key, value in (("track", self.track), ("path", self.path), ("outcome", code or "ok")):
            self._span.set(key, value)
        self._span.__exit__(kind, error, trace)
        if isinstance(error, Exception) and not isinstance(error, TidingsError):
            raise InternalError(f"{type(error).__name__} in {self.name}") from error

    def _count(self, bill: Bill | None, code: str | None) -> None:
        metrics.requests.labels(self.name, self.track).inc()
        metrics.latency.labels(self.name, self.track, self.path).observe(self.elapsed_ms / 1000)
        metrics.command_cost.labels(self.name, self.track).observe(bill.cost_usd if bill else 0.0)
        if bill is not None and bill.fell_back:
            metrics.fallback_commands.labels(self.name, self.track).inc()
        if code in set(ErrorCode):
            metrics.errors.labels(self.name, code, self.track).inc()

    def _tell(self, bill: Bill | None, code: str | None, error: BaseException | None) -> None:
        """One line of how it ended; a reason where it was refused, a traceback where it broke."""
        expected = code is None or isinstance(error, TidingsError)
        write = log.info if code is None else log.warning if expected else log.error
        less = [*(bill.codes if bill else ()), *([f"level_{self.level}"] if self.level else ())]
        write(
            "command_ended",
            command=self.name,
            outcome=code or "ok",
            user=self.user,
            latency_ms=round(self.elapsed_ms, 1),
            cost_usd=bill.cost_usd if bill else 0.0,
            track=self.track,
            path=self.path,
            degradations=less,
            **({"reason": error.tech_message} if isinstance(error, TidingsError) else {}),
            **({} if expected else {"exc_info": error}),
        )


def _code(error: BaseException | None) -> str | None:
    """How it ended, in a word; None where it went well."""
    if error is None:
        return None
    if isinstance(error, TidingsError):
        return error.code.value
    return ErrorCode.INTERNAL.value if isinstance(error, Exception) else "cancelled"
