"""One PostgreSQL data folder on disk: created whole or not at all, configured, and started as its account."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tidings.errors import DatabaseUnavailable
from tidings.store import placement, server_settings
from tidings.store.account import ROOT, give
from tidings.store.binaries import Binaries
from tidings.store.placement import Placement
from tidings.store.postmaster import PID_FILE
from tidings.store.presence import open_private

SUPERUSER = "postgres"
STAGING_PREFIX = "postgres.init-"
LOG_FILE = "server.log"
# A week of quiet running writes kilobytes; one older file is kept.
LOG_LIMIT_BYTES = 8_000_000
LOG_TAIL_LINES = 4

INITDB_OPTIONS = (
    f"--username={SUPERUSER}",
    "--encoding=UTF8",
    # Unicode letters are folded by PostgreSQL's own tables, the same on every system.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    # Whoever can enter the socket's folder could read the data files as well.
    "--auth-local=trust",
    "--auth-host=reject",
)


def create(place: Placement, binaries: Binaries, alive: int) -> None:
    """Run initdb beside the final place, then move it there: a killed one leaves nothing half-used.

    initdb inherits the open file `alive` with its lock, so that one outliving us is waited for.
    """
    parent = place.pgdata.parent
    for abandoned in parent.glob(f"{STAGING_PREFIX}*"):
        shutil.rmtree(abandoned)
    staging = Path(tempfile.mkdtemp(prefix=STAGING_PREFIX, dir=parent))
    give(staging, place.account.uid, place.account.gid)
    done = subprocess.run(
        [str(binaries.initdb), f"--pgdata={staging}", *INITDB_OPTIONS],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=staging,
        check=False,
        env=_environment(),
        pass_fds=(alive,),
        **_as_account(place),
    )
    if done.returncode:
        shutil.rmtree(staging)
        said = " | ".join(done.stderr.decode(errors="replace").strip().splitlines()[-LOG_TAIL_LINES:])
        raise DatabaseUnavailable(f"initdb could not create a database in {parent}: {said}")
    conf = open_private(staging / "postgresql.conf", os.O_WRONLY | os.O_APPEND, place.account.uid)
    with os.fdopen(conf, "w") as file:
        file.write(server_settings.INCLUDE_LINE)
    staging.rename(place.pgdata)


def launch(place: Placement, binaries: Binaries, alive: int) -> subprocess.Popen[bytes]:
    """Start the postmaster in a session of its own.

    It and its children inherit the open file `alive`, whose lock so lasts as long as any of them. Having
    that lock proves that nobody else runs the cluster: call only then.
    """
    socket_dir = placement.socket_folder(place.pgdata, place.account)
    _remove_stale(place.pgdata / PID_FILE, socket_dir)
    _write_settings(place, socket_dir)
    output = _open_log(place)
    try:
        return subprocess.Popen(
            [str(binaries.postgres), "-D", str(place.pgdata)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=place.pgdata,
            env=_environment(),
            start_new_session=True,
            pass_fds=(alive,),
            **_as_account(place),
        )
    finally:
        os.close(output)


def log_tail(pgdata: Path, lines: int = LOG_TAIL_LINES) -> str:
    """The last lines of the server's log, in one."""
    try:
        text = (pgdata / LOG_FILE).read_text(errors="replace")
    except FileNotFoundError:
        return "there is no log"
    return " | ".join(text.splitlines()[-lines:]) or "the log is empty"


def _as_account(place: Placement) -> dict[str, Any]:
    """Arguments of subprocess that make a program run as the cluster's account; none when it is ours."""
    if os.geteuid() != ROOT:
        return {}
    return {"user": place.account.uid, "group": place.account.gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    """The server's environment: none of our keys and passwords, and no PG* variable to redirect it."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _remove_stale(pid_file: Path, socket_dir: Path) -> None:
    """Remove what a killed server left.

    Both lock files name its pid, and PostgreSQL would not start while any process has that pid: another
    program by now, or the dead server itself while the one who started it has not waited for it.
    """
    pid_file.unlink(missing_ok=True)
    for name in (placement.SOCKET_NAME, f"{placement.SOCKET_NAME}.lock"):
        (socket_dir / name).unlink(missing_ok=True)


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
