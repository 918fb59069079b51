"""Stages: the parts of a command, each timed, and a span of its trace."""

from __future__ import annotations

import time
from functools import cache
from types import TracebackType
from typing import Literal, Self

from prometheus_client import Histogram

from tidings.observability import metrics
from tidings.observability.tracing import span

Stage = Literal["retrieve", "find", "write", "settle", "prove", "format", "keep"]


class stage:
    """Times a part of a command, also one that fails."""

    __slots__ = ("_name", "_span", "_start")

    def __init__(self, name: Stage) -> None:
        self._name = name
        self._span = span(name)

    def __enter__(self) -> Self:
        self._span.__enter__()
        self._start = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _timed(self._name).observe(time.perf_counter() - self._start)
        self._span.__exit__(kind, error, trace)


@cache
def _timed(name: Stage) -> Histogram:
    return metrics.stage_latency.labels(name)
