"""`tidings worker` as a process: what it says it does, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from command import Tidings

WORKING = "Looking after what readers follow"
# What a container is commonly given between being told to end and being killed.
SECONDS = 30


@contextmanager
def working(tidings: Tidings, **settings: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A worker that has begun, and what it said until then."""
    process = tidings.start("worker", **settings)
    said: list[str] = []
    try:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line)
            if WORKING in line:
                break
        yield process, said
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_a_worker_says_what_it_does_and_ends_in_order_when_it_is_told_to(tidings: Tidings) -> None:
    with working(tidings) as (process, said):
        assert "Feeds are polled from here too" in "".join(said)
        process.terminate()
        _, rest = process.communicate(timeout=SECONDS)
    assert process.returncode == 128 + signal.SIGTERM
    assert "Traceback" not in rest


def test_a_worker_that_leaves_polling_to_others_says_so(tidings: Tidings) -> None:
    with working(tidings, TIDINGS_WORKER_POLLS="false") as (_, said):
        assert "Feeds are not polled from here, as TIDINGS_WORKER_POLLS says so." in "".join(said)
