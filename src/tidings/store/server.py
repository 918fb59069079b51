"""The embedded PostgreSQL: started by the first user of a data folder, stopped by the last one."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psutil
import structlog
from psycopg.conninfo import make_conninfo

from tidings.errors import DatabaseUnavailable
from tidings.store import placement, server_settings
from tidings.store.binaries import Binaries, binaries_for
from tidings.store.placement import Placement
from tidings.store.postmaster import is_alive, orphans, read_pid_file, running_postmaster, send
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

SUPERUSER = "postgres"
LOCK_FILE = "postgres.lock"
USERS_FOLDER = "postgres.users"
ALIVE_FILE = "postgres.alive"
LOG_FILE = "server.log"
STAGING_PREFIX = "postgres.init-"

# Replaying 5 GB of WAL took 19 s on two shared cores; half an hour is far beyond any recovery seen.
START_LIMIT = 1800.0
# A fast shutdown writes one checkpoint; with 256 MB of buffers that is seconds on a slow disk.
STOP_LIMIT = 120.0
# Orphaned backends notice within milliseconds that their postmaster is gone, unless they are computing.
ORPHAN_GRACE = 2.0
# A week of quiet running writes kilobytes; one older file is kept.
LOG_LIMIT_BYTES = 8_000_000
LOG_TAIL_LINES = 4

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
        self.data_dir = data_dir.expanduser().absolute()
        self._start_limit = start_limit
        self._shelf = shelf
        self._report = report or (lambda text: log.info("database_progress", detail=text))
        self._mutex = threading.RLock()
        self._presence: Presence | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def ensure(self) -> str:
        """Be a user of the folder and return a libpq connection string to its running server."""
        with self._mutex, self._locked() as owner:
            presence = self._presence = self._presence or Presence(self.data_dir / USERS_FOLDER, owner)
            joined = presence.join()
            try:
                socket_dir = self._running() or self._start(owner)
            except BaseException:
                if joined:
                    presence.leave()
                raise
            if joined:
                atexit.register(self.leave)
            return make_conninfo("", host=str(socket_dir), user=SUPERUSER, dbname=SUPERUSER)

    def leave(self) -> None:
        """Stop being a user; the last one stops the server."""
        with self._mutex:
            if self._presence is None or not self._presence.joined:
                return
            with self._locked():
                self._presence.leave()
                if not self._presence.others():
                    self._stop()
            atexit.unregister(self.leave)

    def stop(self) -> bool:
        """Stop a server that nobody else uses, for instance one left behind; False when it is in use."""
        with self._mutex, self._locked() as owner:
            presence = self._presence or Presence(self.data_dir / USERS_FOLDER, owner)
            if presence.others():
                return False
            self._stop()
            return True

    def status(self) -> ServerStatus:
        """How the folder's server is, without changing anything."""
        users = self.data_dir / USERS_FOLDER
        living = sum(map(is_locked, users.iterdir())) if users.is_dir() else 0
        pgdata = placement.find(self.data_dir)
        if pgdata is None:
            return ServerStatus("absent", None, None, None, living, None)
        found = running_postmaster(pgdata)
        if found is None:
            return ServerStatus("stopped", pgdata, None, None, living, pgdata / LOG_FILE)
        process, said = found
        state: State = "running" if said.ready else "starting"
        return ServerStatus(state, pgdata, process.pid, said.socket_dir, living, pgdata / LOG_FILE)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Hold the folder's lock; yields the uid that owns the folder."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            owner = self.data_dir.stat().st_uid
            with folder_lock(self.data_dir / LOCK_FILE, owner, self._start_limit, self._report):
                yield owner
        except PermissionError as error:
            raise DatabaseUnavailable(
                f"cannot use the data folder {self.data_dir}: {error.strerror} ({error.filename}); "
                "run as the user it belongs to, or set TIDINGS_DATA_DIR to a folder of your own"
            ) from error

    def _running(self) -> Path | None:
        """The socket folder of a server that is up; waits for one that is starting or stopping."""
        self._reap()
        pgdata = placement.find(self.data_dir)
        if pgdata is None or running_postmaster(pgdata) is None:
            return None
        return self._wait_ready(pgdata)

    def _start(self, owner: int) -> Path:
        place = placement.place(self.data_dir, self._shelf)
        binaries = binaries_for(place.account, self._shelf)
        self._clear_leftovers(place.pgdata)
        if not place.pgdata.is_dir():
            self._create(place, binaries)
        socket_dir = placement.socket_folder(place.pgdata, place.account)
        _write_settings(place, socket_dir)
        self._launch(place, binaries, owner)
        ready = self._wait_ready(place.pgdata)
        if ready is None:
            raise DatabaseUnavailable(
                f"PostgreSQL did not start on {place.pgdata}; the end of {LOG_FILE} says: "
                f"{_log_tail(place.pgdata) or 'nothing'}"
            )
        return ready

    def _clear_leftovers(self, pgdata: Path) -> None:
        """Make a folder without a postmaster free for a new one."""
        if not pgdata.is_dir():
            return
        if read_pid_file(pgdata) is not None:
            self._end_orphans(pgdata)
        alive = self.data_dir / ALIVE_FILE
        deadline = time.monotonic() + ORPHAN_GRACE
        while is_locked(alive):
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(
                    f"the database in {pgdata} is run by a process not visible from here, such as one "
                    "in another container: stop it there, or share one server through TIDINGS_DATABASE_URL"
                )
            time.sleep(POLL_SECONDS)
        # Left by a killed server; its pid may be anybody's by now, and PostgreSQL would wait for that.
        (pgdata / "postmaster.pid").unlink(missing_ok=True)

    def _end_orphans(self, pgdata: Path) -> None:
        """End the children of a killed postmaster: they would keep its shared memory from being replaced."""
        left = list(orphans(pgdata))
        _, left = psutil.wait_procs(left, timeout=ORPHAN_GRACE)
        for process in left:
            log.warning("database_orphan_ended", pid=process.pid)
            send(process, signal.SIGQUIT)
        _, left = psutil.wait_procs(left, timeout=ORPHAN_GRACE)
        for process in left:
            send(process, signal.SIGKILL)

    def _create(self, place: Placement, binaries: Binaries) -> None:
        """Run initdb beside the final place, then move it there: a killed one leaves nothing half-used."""
        self._report("creating the database")
        parent = place.pgdata.parent
        for abandoned in parent.glob(f"{STAGING_PREFIX}*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        staging = Path(tempfile.mkdtemp(prefix=STAGING_PREFIX, dir=parent))
        os.chown(staging, place.account.uid, place.account.gid)
        arguments = [
            str(binaries.initdb),
            f"--pgdata={staging}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            # Unicode letters are folded by PostgreSQL's own tables, the same on every system.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            # Whoever can enter the socket's folder could read the data files as well.
            "--auth-local=trust",
            "--auth-host=reject",
            "--data-checksums",
        ]
        done = subprocess.run(
            arguments, capture_output=True, cwd=staging, check=False, env=_environment(), **_as_user(place)
        )
        if done.returncode:
            shutil.rmtree(staging)
            said = done.stderr.decode(errors="replace").strip().splitlines()[-LOG_TAIL_LINES:]
            raise DatabaseUnavailable(f"initdb could not create a database in {parent}: {' '.join(said)}")
        with (staging / "postgresql.conf").open("a") as conf:
            conf.write(server_settings.INCLUDE_LINE)
        staging.rename(place.pgdata)

    def _launch(self, place: Placement, binaries: Binaries, owner: int) -> None:
        """Start the postmaster in a session of its own, holding the alive file's lock as long as it lives."""
        alive = open_private(self.data_dir / ALIVE_FILE, os.O_RDWR, owner)
        output = _open_log(place)
        try:
            if not try_lock(alive):
                raise DatabaseUnavailable(f"{ALIVE_FILE} in {self.data_dir} is locked by another process")
            self._child = subprocess.Popen(
                [str(binaries.postgres), "-D", str(place.pgdata)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=place.pgdata,
                env=_environment(),
                start_new_session=True,
                pass_fds=(alive,),
                **_as_user(place),
            )
        finally:
            os.close(output)
            os.close(alive)

    def _wait_ready(self, pgdata: Path) -> Path | None:
        """Wait while the postmaster lives and recovers; None when there is no server any more."""
        begun = reported = time.monotonic()
        while True:
            if self._reap() is None and running_postmaster(pgdata) is None:
                return None
            said = read_pid_file(pgdata)
            if said and said.ready and said.socket_dir and running_postmaster(pgdata):
                return said.socket_dir
            now = time.monotonic()
            if now - begun > self._start_limit:
                raise DatabaseUnavailable(
                    f"PostgreSQL on {pgdata} still recovers after {self._start_limit:.0f} s and goes on: "
                    f"try again later; its log says: {_log_tail(pgdata) or 'nothing'}"
                )
            if now - reported >= REPORT_SECONDS:
                reported = now
                self._report(f"waiting for PostgreSQL to recover: {_log_tail(pgdata, 1)}")
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
        if pgdata is None or found is None:
            self._reap()
            return
        process, said = found
        send(process, signal.SIGINT)
        deadline = time.monotonic() + STOP_LIMIT
        while self._reap() is not None or is_alive(process):
            if time.monotonic() > deadline:
                log.warning("database_stop_slow", pid=process.pid, waited_s=STOP_LIMIT)
                return
            time.sleep(POLL_SECONDS / 5)
        if said.socket_dir is not None and said.socket_dir != pgdata:
            shutil.rmtree(said.socket_dir, ignore_errors=True)


def _as_user(place: Placement) -> dict[str, Any]:
    """Arguments of subprocess that make a program run as the cluster's account; none when it is ours."""
    if os.geteuid() != 0:
        return {}
    return {"user": place.account.uid, "group": place.account.gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    """The server's environment: none of our keys and passwords, and no PG* variable to redirect it."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _write_settings(place: Placement, socket_dir: Path) -> None:
    """Write tidings.conf afresh, replacing the name and never following a link."""
    target = place.pgdata / server_settings.INCLUDE_FILE
    temporary = target.with_name(f"{target.name}.new")
    temporary.unlink(missing_ok=True)
    handle = open_private(temporary, os.O_WRONLY | os.O_EXCL, place.account.uid)
    with os.fdopen(handle, "w") as conf:
        conf.write(server_settings.render(socket_dir))
    temporary.replace(target)


def _open_log(place: Placement) -> int:
    """The server's log for appending; a large one is set aside first."""
    path = place.pgdata / LOG_FILE
    if path.is_file() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_name(f"{LOG_FILE}.1"))
    return open_private(path, os.O_WRONLY | os.O_APPEND, place.account.uid)


def _log_tail(pgdata: Path, lines: int = LOG_TAIL_LINES) -> str:
    """The last lines of the server's log, in one."""
    try:
        text = (pgdata / LOG_FILE).read_text(errors="replace")
    except FileNotFoundError:
        return ""
    return " | ".join(text.splitlines()[-lines:])
