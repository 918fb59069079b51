"""Backups of the embedded database into data folders, and the death of whoever makes or restores them."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.integration.backup import until_killed

from tidings.backup import make, restore
from tidings.backup.container import Reader
from tidings.cli import main
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


def kills(work: Callable[..., None], arguments: tuple[Any, ...], number: int = 2) -> Iterator[None]:
    """Start the work and kill it somewhere on its way, that many times; yields after each."""
    seconds_of(work, arguments)  # the first one waits for what the others are forked from
    whole = seconds_of(work, arguments)
    while number:
        if killed_at(work, arguments, whole * random.uniform(*MOMENTS)):
            number -= 1
        else:
            whole *= 0.8
        yield


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
    for _ in kills(until_killed.backing_up, arguments):
        assert names(tmp_path) <= {file.name, f".{file.name}.part"}
        if file.exists():
            verified(file)
            file.unlink()
    seconds_of(until_killed.backing_up, arguments)
    assert names(tmp_path) == {file.name}
    restored = await restore(Settings(**options(new_folder(stored.folder.parent))), file)
    assert restored.articles == stored.rows["articles"]


async def test_a_restore_killed_anywhere_leaves_the_old_state_or_the_whole_new_one(
    stored: Stored, empty: Path
) -> None:
    arguments = (options(empty), stored.file)
    new = {**stored.rows, "backups": 1}
    old = new
    for _ in kills(until_killed.restoring, arguments):
        found = await rows_in(empty)
        assert found in (old, new)
        if found == new:
            old = await marked(empty)
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


async def test_a_restore_into_a_server_that_is_killed_is_undone(
    stored: Stored, own_url: str, tmp_path: Path
) -> None:
    arguments = ({**options(tmp_path), "database_url": own_url}, stored.file)
    new, old = {**stored.rows, "backups": 1}, stored.rows
    for _ in kills(until_killed.restoring, arguments):
        async with await psycopg.AsyncConnection.connect(own_url, autocommit=True) as conn:
            # The programs of the killed one are on their way out.
            while await backups.others(conn):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            # Between the transaction and its last step, which only remembers this backup, there is no row.
            assert await backups.rows(conn) in (old, new, stored.rows)
            await conn.execute("DELETE FROM term_counts")
            old = await backups.rows(conn)
    seconds_of(until_killed.restoring, arguments)
    async with await psycopg.AsyncConnection.connect(own_url, autocommit=True) as conn:
        assert await backups.rows(conn) == {**stored.rows, "backups": 1}


def test_the_commands_report_what_they_did(
    stored: Stored,
    empty: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TIDINGS_DATA_DIR", raising=False)
    monkeypatch.delenv("TIDINGS_DATABASE_URL", raising=False)

    def report(folder: Path, *args: str) -> dict[str, Any]:
        assert main(["--data-dir", str(folder), *args, "--json"]) == 0
        return dict(json.loads(capsys.readouterr().out))

    made = report(stored.folder, "backup", str(tmp_path / "again.tar"))
    assert made["articles"] == stored.rows["articles"]
    assert made["bytes"] == (tmp_path / "again.tar").stat().st_size
    assert report(empty, "restore", made["file"])["rows"] == made["rows"]
    assert report(empty, "migrate") == {"applied": []}
    assert main(["--data-dir", str(empty), "restore", made["file"], "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert f"{made['articles']} articles are here already" in said
