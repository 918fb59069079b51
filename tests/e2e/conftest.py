"""The command on databases of its own: an empty one, and one with the invented sample in it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from chatting import Newsroom, newsroom
from command import Tidings, environment
from psycopg.conninfo import conninfo_to_dict

from tidings.bot.showing import pace
from tidings.ingest.importing import import_file
from tidings.sample import articles
from tidings.settings import Settings
from tidings.store import queue
from tidings.store.pool import Database


@pytest.fixture
def tidings(tmp_path: Path, database_url: str) -> Tidings:
    """The command on an empty database."""
    return Tidings(environment(tmp_path, TIDINGS_DATABASE_URL=database_url))


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented sample as a file to import."""
    path = tmp_path_factory.mktemp("sample") / "sample.jsonl"
    rows = articles(datetime.now(UTC))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def imported(
    tmp_path_factory: pytest.TempPathFactory,
    create_database: Callable[[str], AbstractContextManager[str]],
    migrated_template: str,
    sample_file: Path,
) -> Iterator[tuple[Tidings, Any]]:
    """The command on a database with the invented sample in it, and what its import reported."""
    folder = tmp_path_factory.mktemp("news")
    with create_database(migrated_template) as url:
        command = Tidings(environment(folder, TIDINGS_DATABASE_URL=url))
        yield command, command.json("import", str(sample_file))


@pytest.fixture
def news(imported: tuple[Tidings, Any]) -> Tidings:
    """The command on a database with the sample; for tests that only read."""
    return imported[0]


@pytest.fixture(scope="session")
def today(
    create_database: Callable[[str], AbstractContextManager[str]], migrated_template: str, sample_file: Path
) -> Iterator[str]:
    """A database whose news end now, to copy from."""
    with create_database(migrated_template) as url:
        asyncio.run(_import(url, sample_file))
        yield url


async def _import(url: str, rows: Path) -> None:
    async with Database(url=url) as database:
        await import_file(database, Settings(processes=0, database_url=None), rows)
        async with database.connection() as conn:
            await queue.prepare(conn)


@pytest.fixture
def own_url(create_database: Callable[[str], AbstractContextManager[str]], today: str) -> Iterator[str]:
    """A copy of today's news of one's own."""
    with create_database(str(conninfo_to_dict(today)["dbname"])) as url:
        yield url


@pytest.fixture
async def room(own_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newsroom]:
    """A local Telegram before today's news, where nobody need speak slowly; bots are started in it."""
    monkeypatch.setattr(pace, "_CHAT_SECONDS", 0.01)
    async with newsroom(own_url) as opened:
        yield opened
