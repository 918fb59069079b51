"""The client of Prometheus' API: what a real one says, and every way in which something else may answer."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from tests.programs import binary, free_port, running
from tests.waiting import eventually

from tidings.bot.running import check_settings
from tidings.errors import InvalidRequest
from tidings.prometheus import Prometheus, PrometheusUnavailable
from tidings.settings import Settings

CONFIGURATION = """
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [rules.yml]
"""
RULES = """
groups:
- name: some
  rules:
  - alert: Always
    expr: vector(1)
    labels: {severity: critical, product: tidings}
    annotations: {runbook: "there#always"}
  - {alert: Never, expr: vector(0) > 1, labels: {product: tidings}}
  - {alert: Others, expr: vector(1), labels: {severity: critical, product: webshop}}
  - {alert: Anybodys, expr: vector(1)}
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, port = tmp_path_factory.mktemp("prometheus"), free_port()
    (folder / "prometheus.yml").write_text(CONFIGURATION)
    (folder / "rules.yml").write_text(RULES)
    command = [
        binary("prometheus"),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with running(command, folder / "log"):
        url = f"http://127.0.0.1:{port}"
        eventually(lambda: fires(url), "the alert fires")
        yield url
    shutil.rmtree(folder)


def fires(url: str) -> bool:
    try:
        return '"firing"' in httpx.get(f"{url}/api/v1/alerts").text
    except httpx.HTTPError:
        return False


async def test_a_real_one_is_understood(url: str) -> None:
    async with Prometheus(f"{url}/") as prometheus:
        assert await prometheus.value("vector(2)") == 2
        assert await prometheus.value("1 + 1") == 2
        assert await prometheus.value("vector(0) / 0") is None
        assert await prometheus.value("nothing_of_that_name") is None
        both = 'label_replace(vector(1), "of", "a", "", "") or label_replace(vector(2), "of", "b", "", "")'
        assert await prometheus.vector(both) == {frozenset({("of", "a")}): 1, frozenset({("of", "b")}): 2}
        (alert,) = await prometheus.firing()
        assert (alert.name, alert.labels) == ("Always", {"severity": "critical", "product": "tidings"})
        assert datetime.now(UTC) - alert.since < timedelta(minutes=5)
        assert await prometheus.rules() == {"Always": {"runbook": "there#always"}, "Never": {}}


@pytest.mark.parametrize("query", ["sum(", "vector(1)[1m", "no such thing"])
async def test_a_query_that_it_refuses_is_an_error(url: str, query: str) -> None:
    async with Prometheus(url) as prometheus:
        with pytest.raises(PrometheusUnavailable, match="parse error"):
            await prometheus.value(query)


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[str]:
    """Something on that port that says the same to everybody."""

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def page(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"not http at all\r\n\r\n",
        page(b"<html>a login page</html>"),
        page(b"[]"),
        page(b"{}"),
        page(b'{"status": "success"}'),
        page(b'{"status": "success", "data": null}'),
        page(b'{"status": "success", "data": {"resultType": "matrix", "result": []}}'),
        page(b'{"status": "success", "data": {"resultType": "vector", "result": [{"value": [1, "x"]}]}}'),
        page(b'{"status": "success", "data": {"resultType": "vector", "result": [[]], "alerts": [{}]}}'),
        page(b'{"status": "error", "error": "too busy"}', "503 Service Unavailable"),
        page(b"\xff\xfe", "502 Bad Gateway"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{",
    ],
)
async def test_whatever_else_answers_is_one_error(answer: bytes) -> None:
    async with answering(answer) as url, Prometheus(url) as prometheus:
        for ask in (prometheus.value("up"), prometheus.firing(), prometheus.rules()):
            with pytest.raises(PrometheusUnavailable):
                await ask


async def test_one_that_is_away_or_silent_is_the_same_error() -> None:
    async with Prometheus("http://127.0.0.1:1") as prometheus:
        with pytest.raises(PrometheusUnavailable, match="cannot be reached"):
            await prometheus.value("up")

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with Prometheus(f"http://127.0.0.1:{port}", seconds=0.2) as prometheus:
            with pytest.raises(PrometheusUnavailable, match="in time"):
                await prometheus.value("up")


@pytest.mark.parametrize(
    "url", ["", "localhost:9090", "ftp://there", "http://", "http://there:99999", "http://[::1"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        Prometheus(url)
    assert caught.value.message == "bad_prometheus_url"
    settings = Settings(database_url=None, telegram_token="7:x", prometheus_url=url or "nowhere")
    with pytest.raises(InvalidRequest) as caught:
        check_settings(settings)
    assert caught.value.message == "bad_prometheus_url"
