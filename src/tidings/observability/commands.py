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
    """Counts and times what runs inside; every error leaves as a TidingsError, counted by its code."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._start = 0.0

    @property
    def elapsed_ms(self) -> float:
        """Time since the command began."""
        return (time.perf_counter() - self._start) * 1000

    def __enter__(self) -> Self:
        self._start = time.perf_counter()
        metrics.requests.labels(self.name).inc()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        metrics.latency.labels(self.name).observe(self.elapsed_ms / 1000)
        if isinstance(error, TidingsError):
            metrics.errors.labels(self.name, error.code).inc()
            log.warning("command_failed", command=self.name, code=error.code, reason=error.tech_message)
        elif isinstance(error, Exception):
            metrics.errors.labels(self.name, ErrorCode.INTERNAL).inc()
            log.error("command_crashed", command=self.name, exc_info=error)
            raise InternalError(f"{type(error).__name__} in {self.name}") from error
