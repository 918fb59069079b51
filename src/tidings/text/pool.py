"""Analysis in several processes: one model set each, batches, and a restart when a worker dies."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Self

import structlog

from tidings.errors import InternalError
from tidings.text.analyzer import Analyzer, TextAnalyzer
from tidings.text.embeddings import DEFAULT_EMBEDDER
from tidings.text.signals import TextInput, TextSignals

log = structlog.get_logger(__name__)

# Documents a worker takes at a time: enough to fill the encoder, few enough to keep all workers busy to the
# end.
CHUNK = 64
# A chunk that has killed this many workers is itself the cause.
_ATTEMPTS = 3

AnalyzerFactory = Callable[[str], Analyzer]

_analyzer: Analyzer | None = None  # a worker's own, made once by `_start_worker`


def _start_worker(factory: AnalyzerFactory, embedder: str) -> None:
    global _analyzer
    # Blocked in the parent; a pool that has lost one worker ends the others by it.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _analyzer = factory(embedder)
    _analyzer.analyze(
        [TextInput("Warm-up", "Loads every model."), TextInput("Прогрев", "Загружает все модели.")]
    )


def _leave_with_parent() -> None:
    """End this worker when its parent is gone: a killed parent can no longer tell it to leave."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _analyze_in_worker(docs: Sequence[TextInput]) -> list[TextSignals]:
    if _analyzer is None:
        raise InternalError("a text worker was asked before it had started")
    return _analyzer.analyze(docs)


class AnalyzerPool:
    """Text analysis off the event loop: `processes` spawned workers, or one thread here when that is 0.

    Use as an async context manager; models are loaded when the first document comes. A worker that dies takes
    its executor with it; the pool starts another and runs the lost chunks again, so that no caller notices.
    """

    def __init__(
        self, processes: int = 1, embedder: str = DEFAULT_EMBEDDER, factory: AnalyzerFactory = TextAnalyzer
    ) -> None:
        self._processes = processes
        self._embedder = embedder
        self._factory = factory
        self._executor: ProcessPoolExecutor | None = None
        self._local: Analyzer | None = None
        self._lock = asyncio.Lock()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let running chunks end, drop waiting ones, and wait for the workers to leave."""
        self._closed = True
        executor, self._executor = self._executor, None
        if executor is not None:
            await asyncio.to_thread(executor.shutdown, wait=True, cancel_futures=True)

    async def analyze(self, docs: Sequence[TextInput]) -> list[TextSignals]:
        """Signals of each document, in order."""
        if self._closed:
            raise InternalError("the text pool is closed")
        if self._processes == 0:
            return await self._analyze_here(docs)
        chunks = [docs[start : start + CHUNK] for start in range(0, len(docs), CHUNK)]
        results = await asyncio.gather(*(self._analyze_chunk(chunk) for chunk in chunks))
        return [signals for result in results for signals in result]

    async def _analyze_here(self, docs: Sequence[TextInput]) -> list[TextSignals]:
        async with self._lock:  # the models are not thread-safe
            if self._local is None:
                self._local = await asyncio.to_thread(self._factory, self._embedder)
            return await asyncio.to_thread(self._local.analyze, docs)

    async def _analyze_chunk(self, chunk: Sequence[TextInput]) -> list[TextSignals]:
        broken: ProcessPoolExecutor | None = None
        for attempt in range(1, _ATTEMPTS + 1):
            executor = await self._healthy_executor(broken)
            try:
                return await asyncio.wrap_future(executor.submit(_analyze_in_worker, chunk))
            except BrokenProcessPool:
                broken = executor
                log.warning("text_worker_died", attempt=attempt, documents=len(chunk))
        raise InternalError(f"text workers died {_ATTEMPTS} times over the same {len(chunk)} documents")

    async def _healthy_executor(self, broken: ProcessPoolExecutor | None) -> ProcessPoolExecutor:
        """The executor in use; a new one when there is none or the one in use is `broken`."""
        async with self._lock:
            if self._executor is not None and self._executor is not broken:
                return self._executor
            if self._closed:
                raise InternalError("the text pool is closed")
            if self._executor is not None:
                self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = ProcessPoolExecutor(
                max_workers=self._processes,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_start_worker,
                initargs=(self._factory, self._embedder),
            )
            return self._executor
