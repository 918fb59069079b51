"""One BLAS thread a process: the matrices here are small, and processes, not threads, use the cores."""

from __future__ import annotations

from functools import lru_cache

import numpy  # noqa: F401  # its BLAS must be loaded before it can be limited
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]


@lru_cache(maxsize=1)
def limit_to_one_thread() -> None:
    """Limit this process's BLAS for good; with its default threads the encoder ran eight times slower."""
    threadpool_limits(limits=1)
