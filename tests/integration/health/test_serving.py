"""The port of a running process: metrics, life and readiness over HTTP, with the database there or not."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as plain_metrics
from tests.waiting import PATIENCE

from tidings.asking import MODES
from tidings.errors import ErrorCode, InvalidRequest
from tidings.health import Watched, serving
from tidings.observability.commands import COMMANDS
from tidings.settings import Settings
from tidings.store.pool import Database


def settings(**options: Any) -> Settings:
    return Settings(**{"database_url": None, "metrics_port": 0} | options)


@asynccontextmanager
async def served(db: Database, role: str = "ingest", **options: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a process over that database."""
    said: dict[str, Any] = {}

    def tell(key: str, /, **params: object) -> None:
        said[key] = params

    async with serving(Watched(settings(**options), db), role, tell):
        base = f"http://{said['health.serving']['address']}"
        async with httpx.AsyncClient(base_url=base, timeout=10) as client:
            yield client


@pytest.fixture
async def client(db: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with served(db) as client:
        yield client


async def sample(client: httpx.AsyncClient, name: str, **labels: str) -> float | None:
    """A metric's value as Prometheus would read it."""
    families = plain_metrics((await client.get("/metrics")).text)
    found = [s.value for family in families for s in family.samples if s.name == name and s.labels == labels]
    return found[0] if found else None


async def until(client: httpx.AsyncClient, name: str, value: float) -> None:
    async with asyncio.timeout(PATIENCE):
        while await sample(client, name) != value:  # noqa: ASYNC110 - another loop counts
            await asyncio.sleep(0.1)


async def test_a_process_with_its_database_is_alive_and_ready(client: httpx.AsyncClient) -> None:
    live, ready = await client.get("/health/live"), await client.get("/health/ready")
    assert (live.status_code, ready.status_code) == (200, 200)
    report = ready.json()
    assert (report["status"], report["role"]) == ("ok", "ingest")
    assert {check["name"]: check["status"] for check in report["checks"]} == {
        "database": "ok",
        "migrations": "ok",
        "queue": "ok",
        "models": "ok",
    } | ({"disk": "ok"} if any(check["name"] == "disk" for check in report["checks"]) else {})


async def test_metrics_come_in_the_form_that_is_asked_for(client: httpx.AsyncClient) -> None:
    plain = await client.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert any(family.name == "tidings_build" for family in plain_metrics(plain.text))
    asked = {"Accept": "application/openmetrics-text; version=1.0.0,text/plain;q=0.5"}
    opened = await client.get("/metrics", headers=asked)
    assert opened.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    assert any(family.name == "tidings_build" for family in open_metrics(opened.text))


HOSTILE = (
    "text/plain; version=x.y",
    "application/openmetrics-text; version=",
    "application/openmetrics-text; version=1.0.0; escaping=\\x",
    "text/plain; version=1.0.0; escaping=;;=",
    ";,;",
)


@pytest.mark.parametrize("accept", HOSTILE)
async def test_a_hostile_accept_header_gets_metrics_all_the_same(
    client: httpx.AsyncClient, accept: str
) -> None:
    answer = await client.get("/metrics", headers={"Accept": accept})
    assert answer.status_code == 200
    assert "tidings_build" in answer.text


async def test_commands_and_their_errors_are_counted_from_nought(client: httpx.AsyncClient) -> None:
    """Else the first of each would be a beginning, in which Prometheus sees no growth."""
    assert {name.removeprefix("analyze_") for name in COMMANDS} == {"trends", *MODES}
    for name in COMMANDS:
        assert await sample(client, "orchestrator_requests_total", command=name, track="stable") is not None
        for code in ErrorCode:
            labels = {"command": name, "code": code.value, "track": "stable"}
            assert await sample(client, "orchestrator_errors_total", **labels) is not None


async def test_nothing_else_is_there_and_nothing_can_be_written(client: httpx.AsyncClient) -> None:
    for path in ("/", "/metrics/", "/health", "/health/ready/x", "/%2e%2e/etc/passwd"):
        assert (await client.get(path)).status_code == 404, path
    for path in ("/metrics", "/health/live", "/health/ready"):
        refused = await client.post(path, content=b"x" * 100_000)
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD"), path
        head = await client.head(path)
        assert (head.status_code, head.content) == (200, b"")


async def test_a_database_without_its_schema_is_not_ready(empty_url: str, database_url: str) -> None:
    async with Database(url=database_url) as db, served(db) as client:
        async with db.connection() as conn:
            await conn.execute("DELETE FROM schema_migrations WHERE version = 2")
        ready = await client.get("/health/ready")
    assert ready.status_code == 503
    [check] = [check for check in ready.json()["checks"] if check["status"] == "dead"]
    assert (check["name"], check["detail"]) == ("migrations", "missing: 0002_models")


async def test_a_database_that_went_away_is_told_and_found_again(
    database_url: str, create_database: Any
) -> None:
    """The process lives on; it is not ready, and is again once the database answers."""
    name = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]
    admin = psycopg.conninfo.make_conninfo(database_url, dbname="postgres")
    async with Database(url=database_url) as db, served(db) as client:
        await until(client, "database_up", 1)
        with psycopg.connect(admin, autocommit=True) as conn:
            conn.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            conn.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        # The first look is over the connection that was ended, the second finds none.
        await client.get("/health/ready")
        ready = await client.get("/health/ready")
        assert ready.status_code == 503
        assert ready.json()["checks"][0] == {"name": "database", "status": "dead", "detail": "unreachable"}
        assert (await client.get("/health/live")).status_code == 200
        with psycopg.connect(admin, autocommit=True) as conn:
            conn.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert (await client.get("/health/ready")).status_code == 200


async def test_without_a_database_from_the_start_the_process_lives(unused_port: int) -> None:
    db = Database(url=f"postgresql://nobody@127.0.0.1:{unused_port}/nothing")
    async with served(db) as client:
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/health/ready")).status_code == 503
        await until(client, "database_up", 0)


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def test_a_port_that_is_taken_is_told_with_what_to_set(db: Database) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InvalidRequest) as refused:
            async with serving(Watched(settings(metrics_port=port), db), "bot"):
                pass
    assert (refused.value.message, refused.value.params) == (
        "health.port_taken",
        {"address": f"127.0.0.1:{port}"},
    )


async def test_without_a_port_nothing_is_served_and_nothing_is_asked(unused_port: int) -> None:
    db = Database(url=f"postgresql://nobody@127.0.0.1:{unused_port}/nothing")
    async with serving(Watched(settings(metrics_port=None), db), "bot") as task:
        await asyncio.sleep(0)
        assert not task.done()


async def test_a_process_whose_connections_are_all_in_use_is_still_looked_at(database_url: str) -> None:
    async with (
        Database(url=database_url, max_size=2) as db,
        served(db) as client,
        db.connection(),
        db.connection(),
    ):
        assert (await client.get("/health/ready")).status_code == 200


async def test_an_embedded_database_has_a_disk(db: Database, tmp_path: Path) -> None:
    async with served(db, data_dir=tmp_path) as client:
        checks = (await client.get("/health/ready")).json()["checks"]
    assert [check["name"] for check in checks][-1] == "disk"
