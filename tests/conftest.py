"""Fixtures for tests that need the real database.

`server`         one embedded PostgreSQL for the whole run, in a temporary data folder, stopped at its end
`database_url`   a fresh, migrated database on it, copied from a template in about 20 ms, dropped afterwards
`empty_url`      the same without any table
`db`             an open `Database` on `database_url`
`real_model`     a real language model on loopback; see tests/real_model.py

Tests that ask for none of these start nothing.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
import structlog
from psycopg.conninfo import make_conninfo

from tidings.store import cluster, server_settings
from tidings.store.migrate import migrate
from tidings.store.pool import Database
from tidings.store.server import EmbeddedServer

pytest_plugins = ["tests.real_model"]

TEMPLATE = "tidings_template"
_numbers = itertools.count(1)

Create = Callable[[str], AbstractContextManager[str]]


@pytest.hookimpl(trylast=True)  # hypothesis marks its own first
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage by single cases: it doubles the time of what runs the same lines hundreds of times."""
    for item in items:
        if "e2e" in item.path.parts or item.get_closest_marker("hypothesis"):
            item.add_marker(pytest.mark.untraced)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run a test without coverage where it is not wanted; pytest-cov's own mark has no effect in a worker."""
    if item.get_closest_marker("untraced") is None:
        return (yield)
    tracers = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]
    try:
        return (yield)
    finally:
        sys.settrace(tracers[0])
        threading.settrace(tracers[1])  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def logging_not_set_up() -> None:
    """Whatever a test before set up, lines are as structlog makes them by itself."""
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A temporary folder that every account may enter; pytest's own are closed to all but their owner."""
    folder = Path(tempfile.mkdtemp(prefix="tidings-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def without_fsync() -> Iterator[None]:
    """Embedded servers of the run that do not wait for the disk, as their data is thrown away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "INITDB_OPTIONS", (*cluster.INITDB_OPTIONS, "--no-sync"))
        patch.setattr(
            server_settings, "SETTINGS", {**server_settings.SETTINGS, "fsync": ("off", "thrown away")}
        )
        yield


@pytest.fixture(scope="session")
def server(open_folder: Path, without_fsync: None) -> Iterator[EmbeddedServer]:
    """The embedded server shared by the run."""
    embedded = EmbeddedServer(open_folder / "shared")
    embedded.ensure()
    yield embedded
    embedded.leave()


@pytest.fixture(scope="session")
def create_database(server: EmbeddedServer) -> Create:
    """Make a database from a template and drop it on leaving; gives its connection string."""

    @contextmanager
    def create(template: str) -> Iterator[str]:
        name = f"test_{next(_numbers)}"
        admin = server.ensure()
        with psycopg.connect(admin, autocommit=True) as conn:
            conn.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield make_conninfo(admin, dbname=name)
        with psycopg.connect(admin, autocommit=True) as conn:
            conn.execute(f"DROP DATABASE {name} WITH (FORCE)")

    return create


@pytest.fixture(scope="session")
def migrated_template(server: EmbeddedServer) -> str:
    """The name of a database with every migration applied and nothing else in it."""
    admin = server.ensure()
    with psycopg.connect(admin, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {TEMPLATE}")
    asyncio.run(_migrate(make_conninfo(admin, dbname=TEMPLATE)))
    return TEMPLATE


async def _migrate(url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as conn:
        await migrate(conn)


@pytest.fixture
def database_url(create_database: Create, migrated_template: str) -> Iterator[str]:
    """The connection string of a fresh migrated database."""
    with create_database(migrated_template) as url:
        yield url


@pytest.fixture
def empty_url(create_database: Create) -> Iterator[str]:
    """The connection string of a fresh database without tables."""
    with create_database("template1") as url:
        yield url


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """An open database, migrated and empty."""
    async with Database(url=database_url) as database:
        yield database
