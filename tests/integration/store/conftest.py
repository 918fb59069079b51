"""Data folders of their own for the tests of the embedded server, and other processes that use them."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tidings.store.server import EmbeddedServer

_numbers = itertools.count(1)

USER = """
import sys
from pathlib import Path
from tidings.store import cluster, server_settings
from tidings.store.server import EmbeddedServer

cluster.INITDB_OPTIONS += ("--no-sync",)
server_settings.SETTINGS["fsync"] = ("off", "thrown away")
server = EmbeddedServer(Path(sys.argv[1]), report=lambda text: None)
print(server.ensure(), flush=True)
sys.stdin.read()
server.leave()
"""


class Client:
    """A process that uses the folder's server until it is told to leave."""

    def __init__(self, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def connection_string(self) -> str:
        """What the server told it; waits until there is one."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def leave(self) -> int:
        """Leave in good order; the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait()

    def kill(self) -> None:
        """Die as by kill -9; nothing where it is gone already."""
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def created(open_folder: Path, without_fsync: None) -> Path:
    """A data folder whose cluster was created and stopped."""
    folder = open_folder / "created"
    embedded = EmbeddedServer(folder)
    embedded.ensure()
    embedded.leave()
    return folder


@pytest.fixture
def new_folder(open_folder: Path, without_fsync: None) -> Iterator[Path]:
    """A data folder that does not exist yet; whatever runs in it at the test's end is stopped."""
    folder = open_folder / f"data{next(_numbers)}"
    yield folder
    EmbeddedServer(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def data_dir(created: Path, new_folder: Path) -> Path:
    """A data folder with a cluster, copied in a tenth of the time of creating one."""
    subprocess.run(["cp", "-a", created, new_folder], check=True)
    return new_folder


@pytest.fixture
def start_client() -> Iterator[Callable[[Path], Client]]:
    """Start another process that uses a data folder; gone at the end."""
    started: list[Client] = []

    def start(data_dir: Path) -> Client:
        started.append(Client(data_dir))
        return started[-1]

    yield start
    for client in started:
        client.kill()
