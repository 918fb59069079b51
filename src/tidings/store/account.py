"""Which operating-system account runs the embedded PostgreSQL, and what that account may reach."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from tidings.errors import DatabaseUnavailable

ROOT = 0
# In this order, where root owns the data folder: a packager's own account, then the account without rights.
UNPRIVILEGED = ("tidings", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the operating system, by number and name."""

    uid: int
    gid: int
    name: str


def server_account(owner: int) -> Account:
    """The account to run PostgreSQL as, given who owns the data; it is never root.

    Ours when we are not root. As root: the owner, or one without privileges where root is the owner.
    """
    current = os.geteuid()
    if current != ROOT:
        return _account(current)
    if owner != ROOT:
        return _account(owner)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    raise DatabaseUnavailable(
        "PostgreSQL refuses to run as root and there is no account 'nobody' to run it as: "
        "run Tidings as another user, or set TIDINGS_DATABASE_URL"
    )


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise DatabaseUnavailable(
            f"user id {uid} has no name on this system and PostgreSQL needs one: "
            "add it to /etc/passwd, run Tidings as a named user, or set TIDINGS_DATABASE_URL"
        ) from None
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def give(target: Path | int, uid: int, gid: int = -1) -> None:
    """Give a file we made to the account it is for; only root makes files for others."""
    if os.geteuid() == ROOT:
        os.chown(target, uid, gid)


def permits(mode: int, owner: int, group: int, account: Account, right: int) -> bool:
    """Whether permission bits grant the account a right (4 read, 2 write, 1 run or enter)."""
    if account.uid == owner:
        return bool(mode >> 6 & right)
    if account.gid == group:
        return bool(mode >> 3 & right)
    return bool(mode & right)


def may_enter(folder: Path, account: Account) -> bool:
    """Whether the account can walk down to the folder and into it, by the permission bits on the way."""
    resolved = folder.resolve()
    return all(_grants(step, account, stat.S_IXOTH) for step in (resolved, *resolved.parents))


def may_read(file: Path, account: Account) -> bool:
    """Whether the account can read the file, by its own permission bits."""
    return _grants(file, account, stat.S_IROTH)


def _grants(path: Path, account: Account, right: int) -> bool:
    found = path.stat()
    return permits(found.st_mode, found.st_uid, found.st_gid, account, right)
