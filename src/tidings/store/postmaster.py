"""The running PostgreSQL of one data folder, recognised so that no other process is taken for it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import structlog

log = structlog.get_logger(__name__)

PID_FILE = "postmaster.pid"
READY = "ready"
# Backends notice within milliseconds that their postmaster is gone, unless they are computing.
ORPHAN_GRACE = 2.0
# Lines of postmaster.pid, from PostgreSQL's pidfile.h; it grows line by line during a start.
_PID_LINE, _SOCKET_LINE, _STATUS_LINE = 0, 4, 7


@dataclass(frozen=True)
class PidFile:
    """What postmaster.pid says; true only once the process is checked."""

    pid: int
    socket_dir: Path | None
    status: str

    @property
    def ready(self) -> bool:
        """Whether recovery is over and connections are taken."""
        return self.status == READY and self.socket_dir is not None


def parse_pid_file(text: str) -> PidFile | None:
    """Read postmaster.pid's text; None while its first line is not complete."""
    lines = [line.strip() for line in text.splitlines()]
    if not lines or not lines[_PID_LINE].lstrip("-").isdigit():
        return None
    socket_dir = lines[_SOCKET_LINE] if len(lines) > _SOCKET_LINE else ""
    status = lines[_STATUS_LINE] if len(lines) > _STATUS_LINE else ""
    # A negative pid marks a single-user backend; abs() names its process all the same.
    return PidFile(abs(int(lines[_PID_LINE])), Path(socket_dir) if socket_dir else None, status)


def read_pid_file(pgdata: Path) -> PidFile | None:
    """The folder's postmaster.pid, if there is one that can be read."""
    try:
        return parse_pid_file((pgdata / PID_FILE).read_text(errors="replace"))
    except FileNotFoundError:
        return None


def is_postmaster_command(command: Sequence[str]) -> bool:
    """Whether a command line is a postmaster's: its children show titles such as `postgres: checkpointer`."""
    return len(command) > 1 and Path(command[0]).name == "postgres" and "-D" in command


def _works_in(process: psutil.Process, pgdata: Path) -> bool:
    """Whether the process lives and works in this folder, as all of PostgreSQL's processes do."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return Path(process.cwd()).samefile(pgdata)
    except (psutil.Error, OSError):
        # Gone, or another account's: ours runs as us, or we are root and see everything.
        return False


def running_postmaster(pgdata: Path) -> tuple[psutil.Process, PidFile] | None:
    """The postmaster of this folder; None when the pid file names a dead or an unrelated process."""
    found = read_pid_file(pgdata)
    if found is None:
        return None
    try:
        process = psutil.Process(found.pid)
        if is_postmaster_command(process.cmdline()) and _works_in(process, pgdata):
            return process, found
    except psutil.Error:
        return None
    return None


def _orphans(pgdata: Path) -> Iterator[psutil.Process]:
    """PostgreSQL's processes of this folder whose postmaster is gone."""
    for process in psutil.process_iter(["name"]):
        if process.info["name"] == "postgres" and process.pid != os.getpid() and _works_in(process, pgdata):
            yield process


def end_orphans(pgdata: Path) -> None:
    """End the children of a killed postmaster: they keep its shared memory from being replaced."""
    _, left = psutil.wait_procs(list(_orphans(pgdata)), timeout=ORPHAN_GRACE)
    for number in (signal.SIGQUIT, signal.SIGKILL):
        for process in left:
            log.warning("database_orphan_ended", pid=process.pid, signal=number.name)
            send(process, number)
        _, left = psutil.wait_procs(left, timeout=ORPHAN_GRACE)


def send(process: psutil.Process, number: signal.Signals) -> None:
    """Signal a process, unless it is gone; psutil refuses when its pid was reused since."""
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return


def is_alive(process: psutil.Process) -> bool:
    """Whether the process still runs; one that nobody has waited for does not."""
    try:
        return bool(process.is_running()) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
