"""Who uses a data folder now: one locked file a user, which the kernel unlocks when the user dies."""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tidings.errors import DatabaseUnavailable

# How often a waiting process looks again whether the folder is free; a start takes 100 ms at least.
POLL_SECONDS = 0.05
# How often a wait is reported to the person waiting.
REPORT_SECONDS = 5.0


def open_private(path: Path, flags: int, owner: int | None) -> int:
    """Open a file for its owner only; root gives what it creates to `owner`, so that nobody is locked out."""
    handle = os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    if owner is not None and os.geteuid() == 0:
        os.fchown(handle, owner, -1)
    return handle


def try_lock(handle: int) -> bool:
    """Take the file's exclusive lock without waiting."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_locked(path: Path) -> bool:
    """Whether some living process holds the file's lock."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not try_lock(handle)
    finally:
        os.close(handle)


@contextmanager
def folder_lock(path: Path, owner: int, limit: float, report: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder's lock: whoever starts, stops, joins or leaves decides alone."""
    handle = open_private(path, os.O_RDWR, owner)
    try:
        begun = reported = time.monotonic()
        while not try_lock(handle):
            now = time.monotonic()
            if now - begun > limit:
                raise DatabaseUnavailable(
                    f"another process holds {path} for {limit:.0f} s to start or stop PostgreSQL: "
                    "wait for it, or end it, and try again"
                )
            if now - reported >= REPORT_SECONDS:
                reported = now
                report("waiting for another process to start or stop PostgreSQL")
            time.sleep(POLL_SECONDS)
        yield
    finally:
        os.close(handle)


class Presence:
    """This user's place among the users of a folder. Call its methods under the folder's lock."""

    def __init__(self, folder: Path, owner: int) -> None:
        self._folder = folder
        self._owner = owner
        self._path: Path | None = None
        self._handle = -1
        self._pid = -1

    @property
    def joined(self) -> bool:
        """Whether this user is counted; a forked child is not its parent."""
        return self._path is not None and self._pid == os.getpid()

    def join(self) -> bool:
        """Be counted; False when it was already so."""
        if self.joined:
            return False
        if not self._folder.is_dir():
            self._folder.mkdir(mode=0o700)
            if os.geteuid() == 0:
                os.chown(self._folder, self._owner, -1)
        self._pid = os.getpid()
        self._path = self._folder / f"{self._pid}-{secrets.token_hex(4)}"
        self._handle = open_private(self._path, os.O_RDWR, self._owner)
        if not try_lock(self._handle):
            raise DatabaseUnavailable(f"{self._path} is locked by another process though its name is new")
        return True

    def leave(self) -> None:
        """Stop being counted; does nothing in a forked child."""
        if not self.joined or self._path is None:
            return
        self._path.unlink(missing_ok=True)
        os.close(self._handle)
        self._path = None

    def others(self) -> int:
        """How many other living users there are; the files of dead ones are removed."""
        if not self._folder.is_dir():
            return 0
        living = 0
        for path in self._folder.iterdir():
            if path == self._path:
                continue
            if is_locked(path):
                living += 1
            else:
                path.unlink(missing_ok=True)
        return living
