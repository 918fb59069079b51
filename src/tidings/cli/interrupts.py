"""Ctrl-C, SIGTERM, SIGHUP: they end the work of this process in order, its database server included."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any, TypeVar

import structlog

T = TypeVar("T")

log = structlog.get_logger(__name__)

_KILLED_BY = 128  # what a shell adds to the number of the signal that ended a command
INTERRUPTED = _KILLED_BY + signal.SIGINT
# Containers are killed a minute after they were asked to end; in order it takes half a minute at most.
_PATIENCE = 50.0


def run(work: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run`; the first signal cancels the work and ends the command, a second exits at once.

    What hangs after it, as on a database that is frozen, is left in the end as a kill would leave it.

    Ctrl-C raises KeyboardInterrupt, another signal SystemExit with its exit code. A terminal sends its
    signals to every process of the group, and a worker would answer with a traceback. Blocked here, they are
    blocked in whatever is started from here on; one thread of ours waits for them.
    """
    ending, received, over = _ending_signals(), list[int](), threading.Event()
    try:
        with _blocked(ending):
            return asyncio.run(_cancellable(work, ending, received, over))
    except asyncio.CancelledError:
        if received and received[0] != signal.SIGINT:
            raise SystemExit(_KILLED_BY + received[0]) from None
        raise KeyboardInterrupt from None
    finally:
        over.set()


def _ending_signals() -> set[signal.Signals]:
    """The signals that end us; under `nohup`, a hangup is none of them."""
    hangup = set() if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else {signal.SIGHUP}
    return {signal.SIGINT, signal.SIGTERM} | hangup


def _handled(ending: set[signal.Signals]) -> set[signal.Signals]:
    """Those of the signals that get a handler: only the main thread may install one."""
    return ending if threading.current_thread() is threading.main_thread() else set()


@contextmanager
def _blocked(ending: set[signal.Signals]) -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    handlers = {number: signal.getsignal(number) for number in _handled(ending)}
    try:
        # The tracker of worker processes inherits the mask; starting it unblocks some of the signals here.
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, ending)
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_by_force(over: threading.Event, code: int) -> None:
    if not over.wait(_PATIENCE):
        log.error("ended_by_force", seconds=_PATIENCE)
        os._exit(code)


async def _cancellable(
    work: Coroutine[Any, Any, T],
    ending: set[signal.Signals],
    received: list[int],
    over: threading.Event,
) -> T:
    task = asyncio.ensure_future(work)
    loop, done = asyncio.get_running_loop(), threading.Event()

    def end(number: int) -> None:
        if done.is_set():
            return
        received.append(number)
        if len(received) > 1:
            os._exit(_KILLED_BY + number)
        loop.call_soon_threadsafe(task.cancel)
        last = threading.Thread(target=_end_by_force, args=(over, _KILLED_BY + number), daemon=True)
        last.start()

    def listen() -> None:
        while not done.is_set():
            end(signal.sigwait(ending))

    # A library's thread may have the signal unblocked and take it before the listener does.
    for number in _handled(ending):
        signal.signal(number, lambda taken, _frame: end(taken))
    listener = threading.Thread(target=listen, name="signals", daemon=True)
    listener.start()
    try:
        return await task
    finally:
        done.set()
        if listener.ident is not None and listener.is_alive():
            signal.pthread_kill(listener.ident, signal.SIGINT)
            listener.join()
