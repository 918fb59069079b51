"""Migrations on real databases, by one process and by two at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import AsyncConnection

from tidings.errors import DatabaseUnavailable
from tidings.store.migrate import migrate

ONE = "CREATE TABLE steps (name text); INSERT INTO steps VALUES ('one');"
TWO = "INSERT INTO steps VALUES ('two');"

MIGRATE = """
import asyncio, sys
from pathlib import Path
from psycopg import AsyncConnection
from tidings.store.migrate import migrate

async def main(url: str, folder: str) -> None:
    async with await AsyncConnection.connect(url, autocommit=True) as conn:
        sys.stdin.readline()
        applied = await migrate(conn, Path(folder))
    print("applied", *applied)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_one.sql").write_text(ONE)
    (tmp_path / "0002_two.sql").write_text(TWO)
    (tmp_path / "README.md").write_text("not a migration")
    return tmp_path


async def run(url: str, folder: Path | None = None) -> list[str]:
    async with await AsyncConnection.connect(url, autocommit=True) as conn:
        return await migrate(conn, folder)


def rows(url: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as conn:
        return conn.execute(sql).fetchall()


async def test_files_are_applied_in_order_once_and_recorded(empty_url: str, folder: Path) -> None:
    assert await run(empty_url, folder) == ["0001_one", "0002_two"]
    assert await run(empty_url, folder) == []
    assert rows(empty_url, "SELECT name FROM steps") == [("one",), ("two",)]
    assert rows(empty_url, "SELECT version, name FROM schema_migrations ORDER BY 1") == [
        (1, "one"),
        (2, "two"),
    ]


async def test_the_shipped_migrations_build_a_schema_from_nothing(empty_url: str) -> None:
    applied = await run(empty_url)
    assert applied[0].startswith("0001_")
    assert await run(empty_url) == []


def test_two_processes_starting_at_once_apply_each_file_once(empty_url: str, folder: Path) -> None:
    for file in folder.glob("*.sql"):
        file.write_text(f"SELECT pg_sleep(0.2); {file.read_text()}")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE, empty_url, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0].splitlines()[-1].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(said[0][1:] + said[1][1:]) == ["0001_one", "0002_two"]
    assert rows(empty_url, "SELECT name FROM steps") == [("one",), ("two",)]


async def test_a_failing_file_is_undone_and_the_ones_before_it_stay(empty_url: str, folder: Path) -> None:
    (folder / "0002_two.sql").write_text(TWO + "SELECT no_such_column FROM steps")
    with pytest.raises(DatabaseUnavailable, match=r"0002_two failed and was undone: .*no_such_column"):
        await run(empty_url, folder)
    assert rows(empty_url, "SELECT name FROM steps") == [("one",)]
    (folder / "0002_two.sql").write_text(TWO)
    assert await run(empty_url, folder) == ["0002_two"]


async def test_an_applied_file_that_changed_is_refused(empty_url: str, folder: Path) -> None:
    await run(empty_url, folder)
    (folder / "0001_one.sql").write_text(ONE + " -- changed")
    with pytest.raises(DatabaseUnavailable, match="0001_one is not the one"):
        await run(empty_url, folder)


async def test_a_database_used_by_a_newer_version_is_refused(empty_url: str, folder: Path) -> None:
    await run(empty_url, folder)
    (folder / "0002_two.sql").unlink()
    with pytest.raises(DatabaseUnavailable, match="upgrade Tidings"):
        await run(empty_url, folder)


async def test_a_percent_sign_in_a_file_is_plain_text(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "0001_one.sql").write_text("CREATE TABLE steps AS SELECT '100% %s'::text AS name")
    await run(empty_url, tmp_path)
    assert rows(empty_url, "SELECT name FROM steps") == [("100% %s",)]
