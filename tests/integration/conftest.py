"""Fixtures for whole answers.

`sample_url`   a database on the shared server with the bundled sample in it, as of `MOMENT`; only read from
`engine`       an open engine on it
`empty_engine` an open engine on a database without articles
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tidings.engine import Engine
from tidings.ingest.importing import import_file
from tidings.sample.corpus import articles
from tidings.settings import Settings
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

MOMENT = datetime(2025, 3, 8, 18, tzinfo=UTC)
SETTINGS = Settings(processes=0, database_url=None, lang="auto")


@pytest.fixture(scope="session")
def moment() -> datetime:
    """When the sample's seven days end."""
    return MOMENT


@pytest.fixture(scope="session")
def sample_url(
    create_database: Callable[[str], AbstractContextManager[str]],
    migrated_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    rows = tmp_path_factory.mktemp("sample") / "sample.jsonl"
    rows.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in articles(MOMENT)))
    with create_database(migrated_template) as url:
        asyncio.run(_load(url, rows))
        yield url


async def _load(url: str, rows: Path) -> None:
    async with Database(url=url) as database:
        await import_file(database, SETTINGS, rows)


@pytest.fixture
async def engine(sample_url: str) -> AsyncIterator[Engine]:
    async with Database(url=sample_url) as database:
        yield Engine.over(SETTINGS, database, load_embedder())


@pytest.fixture
async def empty_engine(db: Database) -> Engine:
    return Engine.over(SETTINGS, db, load_embedder())
