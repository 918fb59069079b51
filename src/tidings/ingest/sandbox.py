"""A process of its own for reading hostile documents: one that takes too long is killed, the next is read.

The libraries that read feeds and pages are fast on what they were made for, but each can be held up for
minutes by a document built for it (a million attributes, an author field of dots), in native code that no
thread can interrupt. Here such a document costs its process, and the caller a `too_slow`.
"""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Lock
from types import TracebackType
from typing import Any, Literal, Self, cast

import structlog

from tidings.ingest.extract import NotExtracted, extract_text
from tidings.ingest.items import RawFeed
from tidings.ingest.parse import NotParsed, parse_feed

log = structlog.get_logger(__name__)

# The slowest real feed measured (1.6 MB, 600 items) takes 0.2 s, the slowest page 0.1 s. No document may hold
# up the others for 2 s, also where two processes share a core.
CPU_SECONDS = 1.2
# Ends what waits instead of computing; far above what a busy machine makes of 1.2 s.
WALL_SECONDS = 20.0
# A feed of 10 MB takes about 300 MB as a tree.
_MEMORY = 2 << 30

_READERS: dict[str, Callable[..., Any]] = {"feed": parse_feed, "page": extract_text}


@dataclass(frozen=True, slots=True)
class _Lost:
    """The child's end while it read a document."""

    reason: Literal["too_slow", "crashed"]
    detail: str


class Sandbox:
    """Reads feeds and pages in a child process, one at a time; safe to share between threads."""

    def __init__(self, cpu_seconds: float = CPU_SECONDS) -> None:
        self._cpu_seconds = cpu_seconds
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def parse_feed(self, data: bytes, url: str = "", content_type: str = "") -> RawFeed | NotParsed:
        """`parse.parse_feed`, in the child."""
        answer = self._ask("feed", data, url, content_type)
        return (
            NotParsed(answer.reason, answer.detail)
            if isinstance(answer, _Lost)
            else cast("RawFeed | NotParsed", answer)
        )

    def extract_text(self, page: bytes, url: str = "", content_type: str = "") -> str | NotExtracted:
        """`extract.extract_text`, in the child."""
        answer = self._ask("page", page, url, content_type)
        return (
            NotExtracted(answer.reason, answer.detail)
            if isinstance(answer, _Lost)
            else cast("str | NotExtracted", answer)
        )

    def close(self) -> None:
        """Ends the child; the next question starts another."""
        with self._lock:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, reader: str, *arguments: object) -> object:
        with self._lock:
            connection = self._connected()
            try:
                connection.send((reader, self._cpu_seconds, arguments))
                if connection.poll(WALL_SECONDS):
                    return connection.recv()
            except (EOFError, ConnectionError):
                return self._lost(reader, self._exit_status())
            return self._lost(reader, -signal.SIGKILL)

    def _connected(self) -> Connection:
        """The connection to a living child, which is started when there is none."""
        if self._connection is not None and self._process is not None and self._process.poll() is None:
            return self._connection
        self._end()
        ours, theirs = Pipe()
        with theirs:
            # A session of its own: an interrupt at the terminal is the parent's to handle.
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._connection = ours
        return ours

    def _exit_status(self) -> int:
        """The status of a child that closed its end and is about to be gone."""
        assert self._process is not None
        try:
            return self._process.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired:
            return -signal.SIGKILL

    def _lost(self, reader: str, status: int) -> _Lost:
        """Why the child gave no answer; it is ended if it still runs."""
        self._end()
        slow = status in (-signal.SIGPROF, -signal.SIGKILL)
        log.warning("sandbox_lost", reader=reader, status=status, slow=slow)
        return _Lost("too_slow" if slow else "crashed", f"ended with status {status}")

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._connection = self._process = None


def serve(connection: Connection) -> None:
    """Answers until the parent is gone; more than the CPU time a question allows kills the process."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    while True:
        try:
            reader, cpu_seconds, arguments = connection.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        answer = _READERS[reader](*arguments)
        signal.setitimer(signal.ITIMER_PROF, 0)
        connection.send(answer)


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
