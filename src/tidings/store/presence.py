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
from tidings.store.account import give

# How often a waiting process looks again whether the folder is free; a start takes 100 ms at least.
POLL_SECONDS = 0.05
# How often a wait is reported to the person waiting.
REPORT_SECONDS = 5.0


def open_private(path: Path, flags: int, owner: int) -> int:
    """Open a file for its owner only; root gives what it creates to `owner`, so that nobody is locked out."""
    handle = os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    give(handle, owner)
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
def folder_lock(path: Path, limit: float, report: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder's lock: whoever starts, stops, joins or leaves decides alone."""
    handle = open_private(path, os.O_RDWR, path.parent.stat().st_uid)
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

    def __init__(self, folder: Path) -> None:
        self._folder = folder
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
        owner = self._folder.parent.stat().st_uid
        if not self._folder.is_dir():
            self._folder.mkdir(mode=0o700)
            give(self._folder, owner)
        self._pid = os.getpid()
        self._path = self._folder / f"{self._pid}-{secrets.token_hex(4)}"
        self._handle = open_private(self._path, os.O_RDWR, owner)
        # Waits only while somebody asking for the status tries this very lock.
        fcntl.flock(self._handle, fcntl.LOCK_EX)
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
        living = 0
        for path in self._files():
            if path == self._path and self.joined:
                continue
            if is_locked(path):
                living += 1
            else:
                path.unlink(missing_ok=True)
        return living

    def living(self) -> int:
        """How many living users there are, this one included; needs no lock."""
        return sum(map(is_locked, self._files()))

    def _files(self) -> list[Path]:
        return list(self._folder.iterdir()) if self._folder.is_dir() else []
