"""Every query of every dashboard, asked of a Prometheus that watches a bot and a worker at work."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from chatting import Newsroom, Person, newsroom
from command import COMMAND, Tidings, environment
from monitoring.dashboards.every import BOARDS
from procrastinate import App, PsycopgConnector
from tests.programs import free_port, running
from tests.waiting import PATIENCE
from watching import Watch, watch

from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.dev.telegram.chats import Message
from tidings.jobs.waking import NAMESPACE, QUEUE
from tidings.store import feeds

# What Grafana puts in, for a dashboard over a few minutes of a Prometheus that asks every second.
GIVEN = {"$__rate_interval": "5s", "$__range": "5m", "$track": ".*"}
TITLE = "Kessen lifts off: the ballooning championship opens over the reservoir"
STORY = "Forty-one crews took off at dawn as the ballooning championship opened in Kessen on Sunday. " * 12


@pytest.fixture
def outlet() -> Iterator[str]:
    """An outlet on loopback: one feed whose story stands on a page of its own, and one that fails."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = _served(self.path, f"http://127.0.0.1:{self.server.server_port}")  # type: ignore[attr-defined]
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if self.path == "/story" else "application/rss+xml")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def _served(path: str, outlet: str) -> tuple[int, str]:
    if path == "/story":
        return 200, f"<html><body><article><h1>{TITLE}</h1><p>{STORY}</p></article></body></html>"
    if path == "/feed":
        moment = f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} GMT"
        item = f"<title>{TITLE}</title><link>{outlet}/story</link><pubDate>{moment}</pubDate>"
        teaser = "<description>The ballooning championship opens over the reservoir...</description>"
        return 200, f"<rss version='2.0'><channel><item>{item}{teaser}</item></channel></rss>"
    return 500, ""


@pytest.fixture
def providers() -> Iterator[ProviderServers]:
    with ProviderServers() as servers:
        yield servers


@pytest.fixture
async def room(own_url: str) -> AsyncIterator[Newsroom]:
    async with newsroom(own_url) as opened:
        yield opened


@pytest.fixture
def watched(
    room: Newsroom, own_url: str, outlet: str, providers: ProviderServers, tmp_path: Path
) -> Iterator[tuple[Watch, Tidings]]:
    """A bot and a worker at work, and a Prometheus that asks them every second."""
    settings = {f"TIDINGS_{name.upper()}": str(value) for name, value in providers.settings().items()} | {
        "TIDINGS_DATABASE_URL": own_url,
        "TIDINGS_TELEGRAM_API_URL": room.telegram.url,
        "TIDINGS_DEGRADE_BY_RULE": "false",
    }
    token = {"TIDINGS_TELEGRAM_TOKEN": room.telegram.token}
    worker = [sys.executable, "-m", "bench._worker_process", outlet]
    own = environment(tmp_path, **settings)
    with ExitStack() as stack:
        seen = stack.enter_context(watch(tmp_path / "watch"))
        for role, command, more in (("bot", [*COMMAND, "bot"], token), ("worker", worker, {})):
            port = free_port()
            seen.target(role, port)
            env = own | more | {"TIDINGS_METRICS_PORT": str(port)}
            stack.enter_context(running(command, tmp_path / f"{role}.log", env=env))
        yield seen, Tidings(own)


async def test_every_query_of_every_dashboard_finds_what_a_bot_and_a_worker_count(
    room: Newsroom, watched: tuple[Watch, Tidings], outlet: str, providers: ProviderServers
) -> None:
    seen, tidings = watched
    began = time.time()
    anna = room.person()
    await anna.settles()
    await anna.presses(await anna.asks("/follow ballooning championship"), "digest")
    async with room.db.transaction() as conn:
        for path in ("feed", "broken"):
            await feeds.add(conn, f"http://{outlet}/{path}")
    await reads(anna, providers)
    await asyncio.to_thread(tidings, "degrade", "1", "--why", "a test")
    await anna.asks("/analyze topics 1w")
    await digest_is_due(room)
    deadline = time.monotonic() + PATIENCE
    wanted = [query.expr for board in BOARDS for panel in board.panels for query in panel.queries]
    while wanted := await asyncio.to_thread(unanswered, seen, wanted, began):
        assert time.monotonic() < deadline, "no data:\n" + "\n".join(wanted)
        await asyncio.sleep(1.0)


async def reads(anna: Person, providers: ProviderServers) -> None:
    """Questions of every kind, some asked twice, one about nothing, with a provider that is away for one."""
    for question in ("/trends 1w", "/analyze topics 1w", "/analyze sentiment ferry 1w", "/trends 1w"):
        await anna.asks(question)
    providers.behave("google", Behaviour("overloaded"))
    answer = rated(await anna.says("/analyze keywords Aurelia 1w"))
    await anna.asks("/analyze keywords zzyzx 24h")
    await anna.presses(answer, "👍")
    _, (claims,) = await anna.presses(answer, "Wrong?")
    await anna.changes(claims, "1 ✓")


def rated(said: Sequence[Message]) -> Message:
    """The answer among what was said: an alert may come meanwhile."""
    return next(one for one in said if any("👍" in button.text for button in one.buttons))


async def digest_is_due(room: Newsroom) -> None:
    """As at nine in the morning: a digest is due, and the job that writes it."""
    async with room.db.connection() as conn:
        await conn.execute(
            "INSERT INTO digests (reader, hour, zone, day, due_at, told_to)"
            " SELECT id, digest_hour, zone, now()::date, now() - interval '1 minute',"
            " now() - interval '1 day' FROM readers"
            " ON CONFLICT (reader) DO UPDATE SET due_at = excluded.due_at"
        )
    app = App(connector=PsycopgConnector())
    await app.open_async(room.db.pool)
    await app.configure_task(f"{NAMESPACE}:digest", queue=QUEUE, allow_unknown=True).defer_async(timestamp=0)


def unanswered(seen: Watch, queries: Sequence[str], began: float) -> list[str]:
    """Those that have no answer to show of any moment since the beginning."""
    return [query for query in queries if not values(seen, query, began)]


def values(seen: Watch, expr: str, began: float) -> list[str]:
    for name, value in GIVEN.items():
        expr = expr.replace(name, value)
    span = {"query": expr, "start": began, "end": time.time(), "step": 1}
    reply = httpx.get(f"{seen.prometheus}/api/v1/query_range", params=span, timeout=60)
    assert reply.status_code == 200, f"{expr}: {reply.text}"
    drawn = [value for series in reply.json()["data"]["result"] for _, value in series["values"]]
    assert "NaN" not in drawn, expr
    return drawn
