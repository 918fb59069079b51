"""The pool on a real server: transactions, reads that survive a lost connection, and clear refusals."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psutil
import psycopg
import pytest

from tidings.errors import DatabaseUnavailable, InvalidRequest, TidingsError
from tidings.messages import say
from tidings.settings import Settings
from tidings.store import pool
from tidings.store.pool import Connection, ConnectionLost, Database

END_THIS_BACKEND = "SELECT pg_terminate_backend(pg_backend_pid())"


async def test_an_opened_database_has_the_schema_and_our_session_settings(db: Database) -> None:
    assert await db.fetch_all("SELECT count(*) FROM articles") == [(0,)]
    [row] = await db.fetch_all(
        "SELECT current_setting('plan_cache_mode'), current_setting('jit'), current_setting('TimeZone')"
    )
    assert row == ("force_custom_plan", "off", "UTC")


async def test_an_error_undoes_the_whole_transaction_and_gives_the_connection_back(db: Database) -> None:
    async def insert_and_fail() -> None:
        async with db.transaction() as conn:
            await conn.execute("INSERT INTO sources (id, name) VALUES (1, 'Herald')")
            raise RuntimeError

    for _ in range(20):
        with pytest.raises(RuntimeError):
            await insert_and_fail()
    assert await db.fetch_all("SELECT count(*) FROM sources") == [(0,)]


async def test_a_finished_transaction_is_seen_by_other_connections(db: Database, database_url: str) -> None:
    async with db.transaction() as conn:
        await conn.execute("INSERT INTO sources (id, name) VALUES (1, 'Herald')")
    with psycopg.connect(database_url) as other:
        assert other.execute("SELECT name FROM sources").fetchall() == [("Herald",)]


async def test_a_read_is_repeated_once_when_its_connection_is_lost(db: Database) -> None:
    attempts = []

    async def lose_the_first(conn: Connection) -> int:
        attempts.append(conn)
        if len(attempts) == 1:
            await conn.execute(END_THIS_BACKEND)
        return len(attempts)

    assert await db.read(lose_the_first) == 2


async def test_a_read_that_always_loses_its_connection_gives_up_after_the_second(db: Database) -> None:
    attempts = []

    async def lose(conn: Connection) -> None:
        attempts.append(conn)
        await conn.execute(END_THIS_BACKEND)

    with pytest.raises(ConnectionLost, match="was lost"):
        await db.read(lose)
    assert len(attempts) == 2


async def test_a_lost_transaction_is_not_repeated_but_reported(db: Database) -> None:
    attempts = []

    async def write_and_lose() -> None:
        async with db.transaction() as conn:
            attempts.append(conn)
            await conn.execute("INSERT INTO sources (id, name) VALUES (1, 'Herald')")
            await conn.execute(END_THIS_BACKEND)

    with pytest.raises(ConnectionLost):
        await write_and_lose()
    assert len(attempts) == 1
    assert await db.fetch_all("SELECT count(*) FROM sources") == [(0,)]


async def test_a_mistake_in_a_statement_is_raised_as_it_is(db: Database) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        await db.fetch_all("SELECT * FROM nowhere")


async def test_an_open_pool_starts_a_killed_server_again(data_dir: Path) -> None:
    async with Database(data_dir=data_dir, max_size=4) as db:
        async with db.transaction() as conn:
            await conn.execute("INSERT INTO sources (id, name) VALUES (1, 'Herald')")
        assert db.server is not None
        pid = db.server.status().pid
        assert pid is not None
        psutil.Process(pid).kill()
        names = await asyncio.gather(*[db.fetch_all("SELECT name FROM sources") for _ in range(8)])
        assert names == [[("Herald",)]] * 8
        assert db.server.status().pid != pid
    assert db.server.status().state == "stopped"


async def test_a_database_that_fails_to_open_lets_its_server_go(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "0001_broken.sql").write_text("CREATE TABLE half (n int); SELECT wrong")
    db = Database(data_dir=data_dir, migrations=tmp_path)
    with pytest.raises(DatabaseUnavailable, match="0001_broken"):
        await db.open()
    assert db.server is not None
    assert db.server.status().state == "stopped"


async def test_settings_choose_the_server_or_the_embedded_one(database_url: str, data_dir: Path) -> None:
    async with Database.from_settings(Settings(database_url=database_url)) as db:
        assert db.server is None
        assert await db.fetch_all("SELECT current_database() LIKE 'test_%'") == [(True,)]
    embedded = Database.from_settings(Settings(database_url=None, data_dir=data_dir))
    assert embedded.server is not None
    assert embedded.server.data_dir == data_dir


@pytest.mark.parametrize(
    ("url", "kind", "named"),
    [
        ("postgresql://reader:s3cret@127.0.0.1:1/news", DatabaseUnavailable, r"news on 127\.0\.0\.1:1"),
        ("postgresql://reader:s3cret@127.0.0.1:one/news", DatabaseUnavailable, "TIDINGS_DATABASE_URL"),
        ("postgresql://reader:s3cret@127.0.0.1:1/news?wrong=1", InvalidRequest, "TIDINGS_DATABASE_URL"),
        ("mysql://reader:s3cret@127.0.0.1/news", InvalidRequest, "TIDINGS_DATABASE_URL"),
        ("s3cret", InvalidRequest, "TIDINGS_DATABASE_URL"),
    ],
)
async def test_an_unreachable_server_is_one_sentence_without_the_password(
    url: str, kind: type[TidingsError], named: str
) -> None:
    with pytest.raises(kind, match=named) as caught:
        await Database(url=url).open()
    assert "s3cret" not in str(caught.value)
    assert "s3cret" not in str(caught.value.__cause__)


async def test_a_pool_without_a_free_connection_says_so(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "CHECKOUT_SECONDS", 0.2)
    async with Database(url=database_url, max_size=1) as db, db.connection():
        with pytest.raises(DatabaseUnavailable, match="busy"):
            await db.fetch_all("SELECT 1")


async def test_a_closed_database_refuses_work_in_words(database_url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="not open"):
        await Database(url=database_url).fetch_all("SELECT 1")


async def test_a_full_disk_is_told_as_one(db: Database) -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        async with db.connection() as conn:
            await conn.execute("DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END $$")
    assert "is full" in say(caught.value.message, "en", **caught.value.params)
    async with db.connection() as conn:
        assert await (await conn.execute("SELECT 1")).fetchone() == (1,)
