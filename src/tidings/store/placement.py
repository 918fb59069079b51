"""Where the embedded cluster and its socket live: in the data folder, or near by where that cannot be."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

import structlog

from tidings.errors import DatabaseUnavailable
from tidings.store.account import ROOT, Account, give, may_enter, server_account

log = structlog.get_logger(__name__)

# For root only: a place every account can enter, used where the data folder stands behind a closed one.
SHELF = Path("/var/lib/tidings")
CLUSTER = "postgres"
POINTER = "postgres.location"
SOCKET_NAME = ".s.PGSQL.5432"
# sun_path holds 108 bytes on Linux and 104 on macOS and BSD, the closing zero included.
SOCKET_PATH_BYTES = 103


@dataclass(frozen=True)
class Placement:
    """The cluster's folder and the account that owns it."""

    pgdata: Path
    account: Account


def place(data_dir: Path, shelf: Path = SHELF) -> Placement:
    """Find or choose where the folder's cluster lives.

    A cluster stays where it is. A new one goes to `data_dir/postgres`, unless we are root and the account
    that must run PostgreSQL cannot enter `data_dir`: then it goes to the shelf, and a file in `data_dir`
    says where. Modes of folders that are not ours are never changed.
    """
    inside = data_dir / CLUSTER
    pointer = data_dir / POINTER
    if inside.is_dir():
        return Placement(inside, server_account(inside.stat().st_uid))
    if pointer.is_file():
        return _pointed(pointer)
    account = server_account(data_dir.stat().st_uid)
    if os.geteuid() != ROOT or may_enter(data_dir, account):
        return Placement(inside, account)
    return _on_shelf(data_dir, pointer, account, shelf)


def find(data_dir: Path) -> Path | None:
    """The folder's cluster if it was created already."""
    inside = data_dir / CLUSTER
    if inside.is_dir():
        return inside
    pointer = data_dir / POINTER
    if pointer.is_file():
        pgdata = Path(pointer.read_text().strip()) / CLUSTER
        return pgdata if pgdata.is_dir() else None
    return None


def is_new(data_dir: Path) -> bool:
    """Whether the folder has no database, here or elsewhere."""
    return not (data_dir / CLUSTER).is_dir() and not (data_dir / POINTER).is_file()


def _pointed(pointer: Path) -> Placement:
    home = Path(pointer.read_text().strip())
    if not home.is_dir():
        raise DatabaseUnavailable(
            f"{pointer} says that the database is in {home}, which does not exist: "
            f"restore that folder, or delete {pointer.name} to start with an empty database"
        )
    pgdata = home / CLUSTER
    owned = pgdata if pgdata.is_dir() else home
    return Placement(pgdata, server_account(owned.stat().st_uid))


def _on_shelf(data_dir: Path, pointer: Path, account: Account, shelf: Path) -> Placement:
    """A new home under the shelf; its name is random, so that a moved data folder keeps its own cluster."""
    home = shelf / secrets.token_hex(8)
    home.mkdir(parents=True, mode=0o755)
    for folder in (home, shelf):
        folder.chmod(0o755)
    (home / "origin").write_text(f"{data_dir}\n")
    give(home, account.uid, account.gid)
    if not may_enter(home, account):
        raise DatabaseUnavailable(
            f"PostgreSQL must not run as root, and {account.name} can enter neither {data_dir} nor {shelf}: "
            "set TIDINGS_DATA_DIR to a folder that others may enter, such as one under /srv"
        )
    temporary = pointer.with_name(f"{pointer.name}.new")
    temporary.write_text(f"{home}\n")
    temporary.replace(pointer)
    log.warning(
        "database_placed_elsewhere",
        reason="PostgreSQL does not run as root, and its account cannot enter the data folder",
        account=account.name,
        data_dir=str(data_dir),
        home=str(home),
    )
    return Placement(home / CLUSTER, account)


def fits_socket(folder: Path) -> bool:
    """Whether a socket in the folder has a name the kernel takes and libpq does not split at a comma."""
    return "," not in str(folder) and len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_BYTES


def socket_folder(pgdata: Path, account: Account) -> Path:
    """The folder of the socket: the cluster's own, or a short private one where that is too long."""
    if fits_socket(pgdata):
        return pgdata
    digest = hashlib.sha256(os.fsencode(pgdata.resolve())).hexdigest()[:12]
    for parent in _runtime_parents():
        folder = parent / f"tidings-{account.uid}-{digest}"
        if fits_socket(folder) and parent.is_dir():
            _make_private(folder, account)
            return folder
    raise DatabaseUnavailable(
        f"no folder is short enough for PostgreSQL's socket; {pgdata} is too long: "
        "choose a shorter TIDINGS_DATA_DIR"
    )


def _runtime_parents() -> list[Path]:
    """Where short private folders may be made, best first; root's own runtime folder is closed to others."""
    named = os.environ.get("XDG_RUNTIME_DIR")
    own = [Path(named)] if named and os.geteuid() != ROOT else []
    return [*own, Path("/tmp"), Path(tempfile.gettempdir())]  # noqa: S108 - checked by _make_private


def _make_private(folder: Path, account: Account) -> None:
    """Create the folder for this account alone; one that somebody else put there is refused."""
    try:
        folder.mkdir(mode=0o700)
        give(folder, account.uid, account.gid)
    except FileExistsError:
        pass  # judged below, whoever made it
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
        raise DatabaseUnavailable(
            f"{folder} exists and is not a folder private to {account.name}: remove it and try again"
        )
