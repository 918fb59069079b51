"""Ctrl-C: it ends the work of this process in order, and no process it has started ever sees it."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any, TypeVar

T = TypeVar("T")

INTERRUPTED = 130  # what a shell expects of a command that SIGINT ended


def run(work: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run`; the first Ctrl-C cancels the work and raises KeyboardInterrupt, a second exits at once.

    A terminal sends SIGINT to every process of the group, and a worker would answer with a traceback. Blocked
    here, the signal is blocked in whatever is started from here on; one thread of ours waits for it.
    """
    try:
        with _blocked():
            return asyncio.run(_cancellable(work))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


@contextmanager
def _blocked() -> Iterator[None]:
    # Started first, as the tracker of worker processes unblocks the signal once it has started.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


async def _cancellable(work: Coroutine[Any, Any, T]) -> T:
    task = asyncio.ensure_future(work)
    loop, done = asyncio.get_running_loop(), threading.Event()

    def listen() -> None:
        signal.sigwait({signal.SIGINT})
        if not done.is_set():
            loop.call_soon_threadsafe(task.cancel)
            signal.sigwait({signal.SIGINT})
        if not done.is_set():
            os._exit(INTERRUPTED)

    listener = threading.Thread(target=listen, name="ctrl-c", daemon=True)
    listener.start()
    try:
        return await task
    finally:
        done.set()
        if listener.ident is not None and listener.is_alive():
            signal.pthread_kill(listener.ident, signal.SIGINT)
            listener.join()
