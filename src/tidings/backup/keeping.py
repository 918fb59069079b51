"""Which backups of a folder are old enough to go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

# Only files that were named here; whatever else is in the folder is somebody's.
_NAMED = re.compile(r"tidings-\d{8}T\d{6}Z\.tar")


def name_of(moment: datetime) -> str:
    """The name of a backup of that moment (UTC); by name they sort by time."""
    return f"tidings-{moment:%Y%m%dT%H%M%SZ}.tar"


def superfluous(names: Iterable[str], keep: int) -> list[str]:
    """All but the newest `keep` of the backups among the names."""
    return sorted((name for name in names if _NAMED.fullmatch(name)), reverse=True)[keep:]


def prune(folder: Path, keep: int) -> list[str]:
    """Remove all but the newest `keep` backups of a folder; gives the names removed."""
    removed = superfluous((path.name for path in folder.iterdir()), keep)
    for name in removed:
        (folder / name).unlink(missing_ok=True)
        log.info("old_backup_removed", file=name)
    return removed
