"""What a process does that backs up or restores until it is killed; forked from one that has loaded it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from tidings.backup import make, restore
from tidings.settings import Settings
from tidings.store import cluster, server_settings
from tidings.store.pool import Database


def backing_up(options: dict[str, Any], file: Path) -> None:
    asyncio.run(_back_up(_prepared(options), file))


def restoring(options: dict[str, Any], file: Path) -> None:
    asyncio.run(restore(_prepared(options), file, force=True))


async def _back_up(settings: Settings, file: Path) -> None:
    async with Database.from_settings(settings) as db:
        await make(db, settings, file, force=True)


def _prepared(options: dict[str, Any]) -> Settings:
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115  # until the process ends
    cluster.INITDB_OPTIONS += ("--no-sync",)
    server_settings.SETTINGS = {**server_settings.SETTINGS, "fsync": ("off", "thrown away")}
    return Settings(**options)
