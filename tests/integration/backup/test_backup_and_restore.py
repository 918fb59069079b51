"""A backup of a server's database, made while it is written to, and what comes back."""

from __future__ import annotations

import asyncio
import itertools
import json
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tidings.backup import Made, make, restore
from tidings.backup.container import DUMP, Reader, Writer
from tidings.cli.app import main
from tidings.engine import Engine
from tidings.errors import InternalError, InvalidRequest, UnreadableInput
from tidings.ingest.importing import import_file
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.schemas import Answer
from tidings.settings import Settings
from tidings.store import backups, queue
from tidings.store.migrate import Applied
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

LATER = datetime(2025, 4, 1, tzinfo=UTC)
OF_THE_MOMENT = ("correlation_id", "latency_ms")


def settings_of(url: str, folder: Path) -> Settings:
    return Settings(database_url=url, data_dir=folder, processes=0, lang="en", keep_answers_days=0.0)


@pytest.fixture
def made(own_url: str, tmp_path: Path) -> tuple[Settings, Path]:
    settings = settings_of(own_url, tmp_path)
    return settings, asyncio.run(_made(settings, tmp_path / "b.tar")).file


async def _made(settings: Settings, file: Path) -> Made:
    async with Database.from_settings(settings) as db:
        return await make(db, settings, file)


def invented(batch: int) -> Iterator[dict[str, str]]:
    """Articles of their own, dated after all that is asked about."""
    for number in range(batch * 40, batch * 40 + 40):
        yield {
            "title": f"Village {number} opens its library number {number}",
            "text": f"Reading room {number} of village {number} was opened by {number} pupils on Tuesday.",
            "url": f"https://load.example/{number}",
            "source": "load.example",
            "published_at": (LATER + timedelta(minutes=number)).isoformat(),
        }


@contextmanager
def being_written(url: str, folder: Path) -> Iterator[None]:
    """An import that goes on beside, in small transactions, from the first batch on as long as the block."""
    begun, enough = threading.Event(), threading.Event()
    settings = settings_of(url, folder).model_copy(update={"batch_size": 5})

    async def write() -> None:
        async with Database(url=url) as db:
            for batch in itertools.count():
                file = folder / f"load-{batch}.jsonl"
                file.write_text("\n".join(json.dumps(row) for row in invented(batch)))
                await import_file(db, settings, file)
                begun.set()
                if enough.is_set():
                    return

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(asyncio.run, write())
        try:
            assert begun.wait(60)
            yield
        finally:
            enough.set()
            writing.result()


async def answers(url: str, folder: Path, moment: datetime) -> list[dict[str, Any]]:
    """What is answered as of that moment, apart from what belongs to the asking."""
    async with Database(url=url) as db:
        engine = Engine.over(settings_of(url, folder), db, load_embedder())
        given = [await execute_trends(window="1w", as_of=moment, engine=engine)]
        for mode, query in (("keywords", None), ("sentiment", None), ("topics", None), ("topics", "ferry")):
            given.append(
                await execute_analyze(mode=mode, query=query, window="1w", as_of=moment, engine=engine)
            )
        await engine.models.aclose()
    return [_plain(answer) for answer in given]


def _plain(answer: Answer) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(answer.model_dump_json())
    for name in OF_THE_MOMENT:
        del document["meta"][name]
    return document


async def test_a_backup_under_load_restores_to_the_counts_and_answers_of_its_moment(
    own_url: str, empty_url: str, tmp_path: Path, moment: datetime
) -> None:
    expected = await answers(own_url, tmp_path, moment)
    settings = settings_of(own_url, tmp_path)
    async with Database(url=own_url) as db, db.connection() as conn:
        await queue.prepare(conn)  # whose tables come with types, functions and triggers
        with being_written(own_url, tmp_path):
            before = await backups.articles(conn)
            backup = await make(db, settings, tmp_path / "b.tar")
        after = await backups.articles(conn)
    assert before <= backup.articles < after
    assert backup.rows["article_index"] == backup.articles

    restored = await restore(settings_of(empty_url, tmp_path), backup.file)
    assert restored.rows == backup.rows
    async with Database(url=empty_url) as db, db.connection() as conn:
        found = await backups.rows(conn)
    # That this very backup was made is the one thing it cannot hold.
    assert found == {**backup.rows, "backups": 1}
    assert await answers(empty_url, tmp_path, moment) == expected


async def test_a_backup_is_private_and_says_what_it_holds(
    own_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "flags.json").write_text("{}")
    (tmp_path / "tidings.toml").write_text('lang = "en"\n')
    monkeypatch.setenv("TIDINGS_CONFIG", str(tmp_path / "tidings.toml"))
    (tmp_path / "out").mkdir()
    backup = await _made(settings_of(own_url, tmp_path), tmp_path / "out")
    assert backup.file.parent == tmp_path / "out"
    assert stat.S_IMODE(backup.file.stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "out").iterdir()] == [backup.file.name]
    assert backup.parts == ("settings.toml", "files/flags.json", "files/tidings.toml", DUMP)


async def test_small_files_come_back_and_settings_do_not_come_in_force(
    made: tuple[Settings, Path], empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, _ = made
    (tmp_path / "flags.json").write_text('{"flags": {}}')
    config = tmp_path / "config" / "tidings.toml"
    config.parent.mkdir()
    config.write_text('lang = "ru"\n')
    monkeypatch.setenv("TIDINGS_CONFIG", str(config))
    backup = await _made(settings, tmp_path / "c.tar")
    config.write_text('lang = "en"\n')
    other = tmp_path / "other"
    restored = await restore(settings_of(empty_url, other), backup.file)
    assert (other / "flags.json").read_text() == '{"flags": {}}'
    assert restored.settings == other / "restored-settings.toml"
    assert restored.settings.read_text() == 'lang = "ru"\n'
    assert stat.S_IMODE(restored.settings.stat().st_mode) == 0o600
    assert config.read_text() == 'lang = "en"\n'


@pytest.mark.parametrize("written", ["copies/", "copies"])
def test_a_folder_that_is_not_there_does_not_become_a_file(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIDINGS_DATA_DIR", str(tmp_path / "data"))
    assert main(["--lang", "en", "backup", f"{tmp_path}/{written}"]) == 2
    assert capsys.readouterr().err.startswith(f"There is no folder {tmp_path}/copies; make it first, or")
    assert list(tmp_path.iterdir()) == []


async def test_a_file_that_is_there_is_written_over_only_on_demand(made: tuple[Settings, Path]) -> None:
    settings, file = made
    before = file.read_bytes()
    async with Database.from_settings(settings) as db:
        with pytest.raises(InvalidRequest) as refused:
            await make(db, settings, file)
        assert refused.value.message == "backup.file_there"
        assert file.read_bytes() == before
        again = await make(db, settings, file, force=True)
        async with db.connection() as conn:
            newest = await backups.newest(conn)
    assert file.read_bytes() != before
    assert newest is not None
    assert (newest.made_at, newest.bytes) == (again.made_at, file.stat().st_size)


async def test_a_full_disk_is_told_before_anything_is_written(
    made: tuple[Settings, Path], empty_url: str, tmp_path: Path
) -> None:
    settings, file = made
    with pytest.raises(InternalError) as refused:
        await _made(settings, tmp_path / "missing" / "b.tar")
    assert refused.value.message == "cannot_create"
    folder = tmp_path / "small"
    rewrite(file, database_bytes=10**18)
    with pytest.raises(InternalError) as refused:
        await restore(Settings(database_url=None, data_dir=folder), file)
    assert refused.value.message == "backup.no_space"
    assert not (folder / "postgres").exists()


def rewrite(file: Path, **changes: Any) -> None:
    """The same backup with another manifest, sound in itself."""
    with file.open("rb") as stream:
        reader = Reader(stream, file.name)
        manifest = replace(reader.manifest, **changes)
        dump = reader.read(DUMP)
    with file.open("w+b") as stream:
        writer = Writer(stream, 0.0)
        writer.add(DUMP, dump)
        writer.finish(replace(manifest, parts=tuple(writer.parts)))


async def test_a_database_with_articles_is_replaced_only_on_demand_and_then_wholly(
    made: tuple[Settings, Path],
) -> None:
    settings, file = made
    assert settings.database_url is not None
    with psycopg.connect(settings.database_url.get_secret_value(), autocommit=True) as conn:
        conn.execute("DELETE FROM story_merges")
        conn.execute("CREATE TABLE of_a_newer_version (id int)")
    with pytest.raises(InvalidRequest) as refused:
        await restore(settings, file)
    assert refused.value.message == "backup.full"
    restored = await restore(settings, file, force=True)
    async with Database.from_settings(settings) as db, db.connection() as conn:
        assert await backups.rows(conn) == {**restored.rows, "backups": 1}


async def test_a_database_in_use_or_not_ours_is_left_alone(
    made: tuple[Settings, Path], empty_url: str, tmp_path: Path
) -> None:
    settings, file = made
    assert settings.database_url is not None
    with psycopg.connect(settings.database_url.get_secret_value()) as conn:
        with pytest.raises(InvalidRequest) as refused:
            await restore(settings, file, force=True)
        assert refused.value.message == "backup.in_use"
        conn.execute("SELECT count(*) FROM articles")
    with psycopg.connect(empty_url, autocommit=True) as conn:
        conn.execute("CREATE TABLE payroll (id int)")
    with pytest.raises(InvalidRequest) as refused:
        await restore(settings_of(empty_url, tmp_path), file, force=True)
    assert refused.value.message == "backup.foreign"


async def test_tables_in_another_schema_are_not_passed_over_in_silence(
    empty_url: str, tmp_path: Path
) -> None:
    with psycopg.connect(empty_url, autocommit=True) as conn:
        conn.execute("CREATE SCHEMA tidings; CREATE EXTENSION vector")
    settings = settings_of(make_conninfo(empty_url, options="-csearch_path=tidings,public"), tmp_path)
    with pytest.raises(InvalidRequest) as refused:
        await _made(settings, tmp_path / "b.tar")
    assert refused.value.message == "backup.other_schema"


async def test_a_backup_of_a_newer_tidings_changes_nothing(
    made: tuple[Settings, Path], empty_url: str, tmp_path: Path
) -> None:
    _, file = made
    rewrite(file, tidings="9.0.0", migrations=(Applied(9000, "later", "0"),))
    with pytest.raises(InvalidRequest) as refused:
        await restore(settings_of(empty_url, tmp_path), file)
    assert (refused.value.message, refused.value.params["version"]) == ("backup.newer", "9.0.0")
    with psycopg.connect(empty_url) as conn:
        assert conn.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


async def test_a_dump_that_postgresql_refuses_changes_nothing(
    made: tuple[Settings, Path],
) -> None:
    settings, file = made
    with file.open("rb") as stream:
        reader = Reader(stream, file.name)
        dump, manifest = reader.read(DUMP), reader.manifest
    # Sound by every checksum, and yet no whole dump: the end of it was never written.
    with file.open("w+b") as stream:
        writer = Writer(stream, 0.0)
        writer.add(DUMP, dump[: len(dump) * 2 // 3])
        writer.finish(replace(manifest, parts=tuple(writer.parts)))
    with pytest.raises(InternalError) as refused:
        await restore(settings, file, force=True)
    assert refused.value.message == "backup.program_failed"
    async with Database.from_settings(settings) as db, db.connection() as conn:
        assert await backups.articles(conn) == manifest.articles


async def test_a_damaged_file_changes_nothing(made: tuple[Settings, Path]) -> None:
    settings, file = made
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(UnreadableInput) as refused:
        await restore(settings, file, force=True)
    assert refused.value.message == "backup.damaged"
    async with Database.from_settings(settings) as db, db.connection() as conn:
        assert await backups.articles(conn) > 0
