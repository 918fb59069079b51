"""A command's count, time and end, however it ends."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

import structlog

from tidings.errors import ErrorCode, InternalError, TidingsError
from tidings.observability import metrics

log = structlog.get_logger(__name__)


class Command:
    """Counts and times what runs inside; every error leaves as a TidingsError, counted by its code.

    `track` and `path` are found out while it runs; until then they are what most commands have.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.track = "stable"
        self.path = "simple"
        self._start = 0.0

    @property
    def elapsed_ms(self) -> float:
        """Time since the command began."""
        return (time.perf_counter() - self._start) * 1000

    def __enter__(self) -> Self:
        self._start = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        metrics.requests.labels(self.name, self.track).inc()
        metrics.latency.labels(self.name, self.track, self.path).observe(self.elapsed_ms / 1000)
        if isinstance(error, TidingsError):
            metrics.errors.labels(self.name, error.code, self.track).inc()
            log.warning("command_failed", command=self.name, code=error.code, reason=error.tech_message)
        elif isinstance(error, Exception):
            metrics.errors.labels(self.name, ErrorCode.INTERNAL, self.track).inc()
            log.error("command_crashed", command=self.name, exc_info=error)
            raise InternalError(f"{type(error).__name__} in {self.name}") from error
