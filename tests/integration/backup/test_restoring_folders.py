"""Backups of the embedded database into data folders, and the death of whoever makes or restores them."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.integration.backup import until_killed

from tidings.backup import make, restore
from tidings.backup.container import Reader
from tidings.errors import InvalidRequest
from tidings.ingest.importing import import_file
from tidings.sample.corpus import articles
from tidings.settings import Settings
from tidings.store import backups
from tidings.store.pool import Database
from tidings.store.server import EmbeddedServer

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.integration.backup.until_killed"])
SAMPLED = 60
NOW = datetime(2025, 3, 8, 18, tzinfo=UTC)
# Shares of the time that the whole takes.
MOMENTS = (0.05, 0.95)


def options(folder: Path) -> dict[str, Any]:
    return {"database_url": None, "data_dir": folder, "processes": 0, "lang": "en"}


@dataclass(frozen=True)
class Stored:
    """A data folder with articles, and its backup."""

    folder: Path
    file: Path
    rows: dict[str, int]


@pytest.fixture(scope="module")
def stored(open_folder: Path, without_fsync: None) -> Stored:
    folder = open_folder / "backed-up"
    folder.mkdir()
    rows = folder / "sample.jsonl"
    sample = [json.dumps(row) for row in articles(NOW)]
    rows.write_text("\n".join(sample[:SAMPLED]))
    settings = Settings(**options(folder))

    async def fill() -> dict[str, int]:
        async with Database.from_settings(settings) as db:
            await import_file(db, settings, rows)
            return (await make(db, settings, open_folder / "folder.tar")).rows

    return Stored(folder, open_folder / "folder.tar", asyncio.run(fill()))


@pytest.fixture
def empty(open_folder: Path) -> Path:
    """A new data folder that the server's account can enter."""
    return new_folder(open_folder)


def new_folder(parent: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="restored-", dir=parent))
    folder.chmod(0o755)
    return folder


def names(folder: Path, pattern: str = "*") -> set[str]:
    return {path.name for path in folder.glob(pattern)}


async def rows_in(folder: Path) -> dict[str, int]:
    async with Database(data_dir=folder) as db, db.connection() as conn:
        return await backups.rows(conn)


async def bring_back(stored: Stored, folder: Path, *, force: bool = False) -> Path | None:
    return (await restore(Settings(**options(folder)), stored.file, force=force)).kept


async def test_an_empty_folder_gets_a_database_of_its_own_and_nothing_else_stays(
    stored: Stored, empty: Path
) -> None:
    assert await bring_back(stored, empty) is None
    assert await rows_in(empty) == {**stored.rows, "backups": 1}
    assert not names(empty, "postgres.re[ps]*-*")
    assert stat.S_IMODE((empty / "postgres").stat().st_mode) == 0o700
    assert EmbeddedServer(empty).status().state == "stopped"


async def test_articles_are_replaced_on_demand_and_the_former_database_is_kept(
    stored: Stored, empty: Path
) -> None:
    await bring_back(stored, empty)
    with pytest.raises(InvalidRequest) as refused:
        await bring_back(stored, empty)
    assert refused.value.message == "backup.full"
    async with Database(data_dir=empty) as db:
        with pytest.raises(InvalidRequest) as refused:
            await bring_back(stored, empty, force=True)
        assert refused.value.message == "backup.in_use"
        async with db.connection() as conn:
            await conn.execute("DELETE FROM story_merges")
    kept = await bring_back(stored, empty, force=True)
    assert kept is not None
    assert (kept / "PG_VERSION").is_file()
    assert await rows_in(empty) == {**stored.rows, "backups": 1}


def killed_at(work: Callable[..., None], arguments: tuple[Any, ...], seconds: float) -> bool:
    """Whether the work was still going on when it was killed."""
    process = FORKED.Process(target=work, args=arguments)
    process.start()
    process.join(seconds)
    running = process.is_alive()
    process.kill()
    process.join()
    return running


def verified(file: Path) -> None:
    with file.open("rb") as stream:
        Reader(stream, file.name).verify(lambda _bytes: None)


def seconds_of(work: Callable[..., None], arguments: tuple[Any, ...]) -> float:
    begun = datetime.now(UTC)
    process = FORKED.Process(target=work, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == 0
    return (datetime.now(UTC) - begun).total_seconds()


async def test_a_backup_killed_anywhere_leaves_no_file_or_a_whole_one(stored: Stored, tmp_path: Path) -> None:
    file = tmp_path / "b.tar"
    arguments = (options(stored.folder), file)
    whole = seconds_of(until_killed.backing_up, arguments)
    killed = 0
    for _ in range(4):
        file.unlink(missing_ok=True)
        killed += killed_at(until_killed.backing_up, arguments, whole * random.uniform(*MOMENTS))
        assert names(tmp_path) <= {file.name, f".{file.name}.part"}
        if file.exists():
            verified(file)
    assert killed
    seconds_of(until_killed.backing_up, arguments)
    assert names(tmp_path) == {file.name}
    restored = await restore(Settings(**options(new_folder(stored.folder.parent))), file)
    assert restored.articles == stored.rows["articles"]


async def test_a_restore_killed_anywhere_leaves_the_old_state_or_the_whole_new_one(
    stored: Stored, empty: Path
) -> None:
    arguments = (options(empty), stored.file)
    whole = seconds_of(until_killed.restoring, arguments)
    old = await marked(empty)
    new = {**stored.rows, "backups": 1}
    killed = 0
    for _ in range(4):
        killed += killed_at(until_killed.restoring, arguments, whole * random.uniform(*MOMENTS))
        found = await rows_in(empty)
        assert found in (old, new)
        if found == new:
            await marked(empty)
    assert killed
    seconds_of(until_killed.restoring, arguments)
    assert await rows_in(empty) == new
    assert not names(empty, "postgres.restore-*")


async def marked(folder: Path) -> dict[str, int]:
    """The folder's counts once something is in it that no backup holds."""
    async with Database(data_dir=folder) as db, db.connection() as conn:
        await conn.execute(
            "INSERT INTO backups (made_at, bytes, articles, checksum) VALUES (now(), 1, 1, 'x')"
        )
        return await backups.rows(conn)
