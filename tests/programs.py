"""Programs beside Tidings that tests start: Prometheus and Alertmanager, as Debian packages them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

# Where `monitoring/programs` unpacks what the machine does not have.
UNPACKED = Path(__file__).resolve().parents[1] / ".venv" / "monitoring" / "usr" / "bin"
_LEAVING_SECONDS = 10


def binary(name: str) -> str:
    """Where the program is; without it the test is skipped by its name, and fails in CI."""
    found = shutil.which(name) or shutil.which(name, path=str(UNPACKED))
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            f"{name} is not here; monitoring/programs gets it on Debian and Ubuntu"
        )
    return found


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], log: Path, **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """The program as long as the context lasts, with what it says in a file."""
    with log.open("ab") as lines:
        streams = {"stdout": lines, "stderr": lines} | options
        process: subprocess.Popen[Any] = subprocess.Popen(command, **streams)
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[Any]) -> None:
    """End it, by force where it does not go."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(_LEAVING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
