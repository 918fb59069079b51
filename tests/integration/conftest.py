"""Fixtures for whole answers.

`sample_url`   a database on the shared server with the bundled sample in it, as of `MOMENT`; only read from
`engine`       an open engine on it
`empty_engine` an open engine on a database without articles
`servers`      local servers that speak the model providers' wire formats
`opened`       opens an engine on a copy of the sample of one's own, whose models are those servers'
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict

from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.ingest.importing import import_file
from tidings.sample.corpus import articles
from tidings.settings import Settings
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

MOMENT = datetime(2025, 3, 8, 18, tzinfo=UTC)
OPTIONS: dict[str, Any] = {"processes": 0, "database_url": None, "lang": "auto"}
SETTINGS = Settings(**OPTIONS)

Open = Callable[..., AbstractAsyncContextManager[Engine]]


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
    # It keeps no answers: the sample is copied for those who look at what is kept.
    settings = SETTINGS.model_copy(update={"keep_answers_days": 0.0})
    async with Database(url=sample_url) as database:
        yield Engine.over(settings, database, load_embedder())


@pytest.fixture
async def empty_engine(db: Database) -> Engine:
    return Engine.over(SETTINGS, db, load_embedder())


@pytest.fixture
def servers() -> Iterator[ProviderServers]:
    with ProviderServers() as running:
        yield running


@pytest.fixture
def own_url(create_database: Callable[[str], AbstractContextManager[str]], sample_url: str) -> Iterator[str]:
    """A copy of the sample of one's own: what models cost is written into it."""
    with create_database(str(conninfo_to_dict(sample_url)["dbname"])) as url:
        yield url


@pytest.fixture
def opened(own_url: str, servers: ProviderServers) -> Open:
    """Open an engine with these providers (all where none is named) and settings."""

    @asynccontextmanager
    async def open_(*providers: Any, **options: Any) -> AsyncIterator[Engine]:
        settings = Settings(**OPTIONS | servers.settings(*providers) | options)
        async with Database(url=own_url) as database:
            engine = Engine.over(settings, database, load_embedder())
            engine.models.load()
            try:
                yield engine
            finally:
                await engine.models.aclose()

    return open_
