"""The embedded PostgreSQL: started by the first user of a data folder, stopped by the last one.

Beside the cluster, the data folder holds three things:
    postgres.lock     held by whoever starts, stops, joins or leaves
    postgres.users/   a locked file for every user; the kernel unlocks a killed user's
    postgres.alive    locked by the server's own processes, as long as one of them lives
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import structlog
from psycopg.conninfo import make_conninfo

from tidings.errors import DatabaseUnavailable
from tidings.store import cluster, placement
from tidings.store.binaries import binaries_for
from tidings.store.placement import Placement
from tidings.store.postmaster import (
    end_orphans,
    is_alive,
    read_pid_file,
    running_postmaster,
    send,
)
from tidings.store.presence import (
    POLL_SECONDS,
    REPORT_SECONDS,
    Presence,
    folder_lock,
    is_locked,
    open_private,
    try_lock,
)

log = structlog.get_logger(__name__)

LOCK_FILE = "postgres.lock"
USERS_FOLDER = "postgres.users"
ALIVE_FILE = "postgres.alive"

# Replaying 5 GB of WAL took 19 s on two shared cores; half an hour is far beyond any recovery seen.
START_LIMIT = 1800.0
# Two, as a server may be killed while it starts, for instance for want of memory.
START_ATTEMPTS = 2
# A fast shutdown writes one checkpoint; with 256 MB of buffers that is seconds on a slow disk.
STOP_LIMIT = 120.0
# How long an initdb whose starter was killed may still run; it takes 1 to 3 s.
LEFTOVER_LIMIT = 15.0

State = Literal["absent", "stopped", "starting", "running"]


@dataclass(frozen=True)
class ServerStatus:
    """What an operator wants to know of the embedded server."""

    state: State
    pgdata: Path | None
    pid: int | None
    socket_dir: Path | None
    users: int
    log: Path | None


class EmbeddedServer:
    """One user's hold on the PostgreSQL of a data folder; its methods block."""

    def __init__(
        self,
        data_dir: Path,
        *,
        start_limit: float = START_LIMIT,
        shelf: Path = placement.SHELF,
        report: Callable[[str], None] | None = None,
    ) -> None:
        self.data_dir = data_dir.expanduser().resolve()
        self._start_limit = start_limit
        self._shelf = shelf
        self._report = report or (lambda text: log.info("database_progress", detail=text))
        self._mutex = threading.RLock()
        self._presence = Presence(self.data_dir / USERS_FOLDER)
        self._child: subprocess.Popen[bytes] | None = None

    def ensure(self) -> str:
        """Be a user of the folder and return a libpq connection string to its running server."""
        with self._mutex, self._locked():
            joined = self._presence.join()
            try:
                socket_dir = self._running() or self._start()
            except BaseException:
                if joined:
                    self._presence.leave()
                raise
            if joined:
                atexit.register(self.leave)
            return make_conninfo("", host=str(socket_dir), user=cluster.SUPERUSER, dbname=cluster.SUPERUSER)

    def leave(self) -> None:
        """Stop being a user; the last one stops the server."""
        with self._mutex:
            if not self._presence.joined:
                return
            atexit.unregister(self.leave)
            if not self.data_dir.is_dir():
                self._abandon()
                return
            with self._locked():
                self._presence.leave()
                if not self._presence.others():
                    self._stop()

    def stop(self) -> bool:
        """Stop a server that nobody else uses, for instance one left behind; False when it is in use."""
        with self._mutex, self._locked():
            if self._presence.others():
                return False
            self._stop()
            return True

    @contextmanager
    def alone(self) -> Iterator[Path | None]:
        """Hold the folder with its server stopped, to exchange its files; None while somebody uses it.

        What is given is the cluster's folder, which may not be there yet.
        """
        with self._mutex, self._locked():
            if self._presence.others():
                yield None
                return
            self._stop()
            place = placement.place(self.data_dir, self._shelf)
            with self._alive_lock(place):
                yield place.pgdata

    def status(self) -> ServerStatus:
        """How the folder's server is, without changing anything."""
        with explained(self.data_dir):
            users = self._presence.living()
            pgdata = placement.find(self.data_dir)
            if pgdata is None:
                return ServerStatus("absent", None, None, None, users, None)
            log_file = pgdata / cluster.LOG_FILE
            found = running_postmaster(pgdata)
            if found is None:
                return ServerStatus("stopped", pgdata, None, None, users, log_file)
            process, said = found
            state: State = "running" if said.ready else "starting"
            return ServerStatus(state, pgdata, process.pid, said.socket_dir, users, log_file)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the folder's lock; creates the folder."""
        with explained(self.data_dir):
            self.data_dir.mkdir(parents=True, exist_ok=True)
            with folder_lock(self.data_dir / LOCK_FILE, self._start_limit, self._report):
                yield

    def _running(self) -> Path | None:
        """The socket folder of a server that is up; waits for one that is starting or stopping."""
        self._reap()
        pgdata = placement.find(self.data_dir)
        if pgdata is None or running_postmaster(pgdata) is None:
            return None
        return self._wait_ready(pgdata)

    def _start(self) -> Path:
        place = placement.place(self.data_dir, self._shelf)
        binaries = binaries_for(place.account, self._shelf)
        for _ in range(START_ATTEMPTS):
            with self._alive_lock(place) as alive:
                if not place.pgdata.is_dir():
                    self._report("creating the database")
                    cluster.create(place, binaries, alive)
                self._child = cluster.launch(place, binaries, alive)
            if socket_dir := self._wait_ready(place.pgdata):
                return socket_dir
        raise DatabaseUnavailable(
            f"PostgreSQL did not start on {place.pgdata}; its log ends: {cluster.log_tail(place.pgdata)}"
        )

    @contextmanager
    def _alive_lock(self, place: Placement) -> Iterator[int]:
        """The alive file, open and locked by us: proof that no process of an earlier server is left."""
        if read_pid_file(place.pgdata) is not None:
            end_orphans(place.pgdata)
        handle = open_private(self.data_dir / ALIVE_FILE, os.O_RDWR, self.data_dir.stat().st_uid)
        try:
            deadline = time.monotonic() + LEFTOVER_LIMIT
            while not try_lock(handle):
                if time.monotonic() > deadline:
                    raise DatabaseUnavailable(
                        f"the database in {place.pgdata} is run by a process not visible from here, such as "
                        "one in another container: stop it there, or share a server by TIDINGS_DATABASE_URL"
                    )
                time.sleep(POLL_SECONDS)
            yield handle
        finally:
            os.close(handle)

    def _wait_ready(self, pgdata: Path) -> Path | None:
        """Wait while the postmaster lives and recovers; None when there is no server any more."""
        begun = reported = time.monotonic()
        while True:
            found = running_postmaster(pgdata)
            if found is None and self._reap() is None:
                return None
            if found is not None and found[1].ready:
                return found[1].socket_dir
            now = time.monotonic()
            if now - begun > self._start_limit:
                raise DatabaseUnavailable(
                    f"PostgreSQL on {pgdata} still recovers after {self._start_limit:.0f} s and goes on: "
                    f"try again later; the end of its log: {cluster.log_tail(pgdata)}"
                )
            if now - reported >= REPORT_SECONDS:
                reported = now
                self._report(f"waiting for PostgreSQL to recover: {cluster.log_tail(pgdata, 1)}")
            time.sleep(POLL_SECONDS / 2)

    def _reap(self) -> subprocess.Popen[bytes] | None:
        """Our own postmaster while it lives; collects it when it ended, as a zombie would look alive."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None
        return self._child

    def _stop(self) -> None:
        """Ask the server for a fast shutdown and wait for its end."""
        pgdata = placement.find(self.data_dir)
        found = running_postmaster(pgdata) if pgdata else None
        if found is None:
            self._reap()
            return
        process, said = found
        send(process, signal.SIGINT)
        deadline = time.monotonic() + STOP_LIMIT
        while self._reap() is not None or is_alive(process) or is_locked(self.data_dir / ALIVE_FILE):
            if time.monotonic() > deadline:
                log.warning("database_stop_slow", pid=process.pid, waited_s=STOP_LIMIT)
                return
            time.sleep(POLL_SECONDS / 5)
        if said.socket_dir is not None and said.socket_dir != pgdata:
            _leave_empty(said.socket_dir)

    def _abandon(self) -> None:
        """End our server at once when its folder was deleted under it: there is nothing left to keep."""
        self._presence.leave()
        child = self._reap()
        if child is not None:
            log.warning("database_folder_deleted", data_dir=str(self.data_dir))
            child.send_signal(signal.SIGQUIT)
            child.wait(STOP_LIMIT)
            self._child = None


def _leave_empty(socket_dir: Path) -> None:
    """Remove a folder made for a socket; nothing else is ever removed, whatever the server said of it."""
    try:
        socket_dir.rmdir()
    except OSError as error:
        log.info("socket_folder_kept", folder=str(socket_dir), reason=error.strerror)


@contextmanager
def explained(data_dir: Path) -> Iterator[None]:
    """Turn what the operating system refuses into a sentence about the data folder."""
    try:
        yield
    except OSError as error:
        about = f" ({error.filename})" if error.filename else ""
        raise DatabaseUnavailable(
            f"cannot use the data folder {data_dir}: {error.strerror or error}{about}; "
            "run as the user it belongs to, or set TIDINGS_DATA_DIR to a folder of your own",
            message="unusable_folder",
            params={"path": data_dir, "reason": error.strerror or str(error)},
        ) from error
