"""Files that appear whole under their name, and folders that change places in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

# Linux: renameat2(2) with RENAME_EXCHANGE; macOS: renamex_np(2) with RENAME_SWAP. Both are 2.
_SWAP = 2
_AT_CWD = -100


def move_in(new: Path, place: Path) -> bool:
    """Have `new` stand at `place`, in one step; whether what stood there stands at `new` now."""
    swapped = place.exists()
    if swapped:
        _swap(new, place)
    else:
        new.rename(place)
    return swapped


def settle(folder: Path) -> None:
    """Have a folder's names on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(one: Path, other: Path) -> None:
    """Exchange two names; OSError where the file system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        code = library.renamex_np(*names, ctypes.c_uint(_SWAP))
    elif hasattr(library, "renameat2"):
        code = library.renameat2(_AT_CWD, names[0], _AT_CWD, names[1], ctypes.c_uint(_SWAP))
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(other))
    if code:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))
