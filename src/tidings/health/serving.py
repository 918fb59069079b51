"""Serving /metrics, /health/live and /health/ready from a process's own loop, for as long as it works."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from tidings import __version__
from tidings.abreast import beside, first_failure
from tidings.health.looking import find
from tidings.health.lookout import Lookout
from tidings.health.readiness import Condition, Readiness, judge
from tidings.health.vitals import keep_vitals
from tidings.health.watched import Served
from tidings.observability.commands import expect_commands

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

log = structlog.get_logger(__name__)

PLAIN = "text/plain; charset=utf-8"
JSON = "application/json"
_READING = frozenset({"GET", "HEAD"})

# Called with a phrase's key and what fills it.
Tell = Callable[..., None]
# Status, type of content, and the content.
Reply = tuple[int, str, bytes]


@asynccontextmanager
async def serving(
    served: Served, role: str, tell: Tell = lambda _key, **_params: None
) -> AsyncIterator[asyncio.Task[None]]:
    """Serve where the settings give a port; gives a task that ends only where it cannot go on.

    The database may be away, from the beginning or later: only /health/ready says so, and `database_up`.
    InvalidRequest where the port cannot be had.
    """
    settings = served.settings
    if settings.metrics_port is None:
        async with beside(_for_ever()) as task:
            yield task
        return
    from tidings.health.listening import Listening

    expect_commands()
    lookout = Lookout(served.db)
    endpoint = Endpoint(served, lookout, role)
    server = Listening(endpoint, settings.metrics_host, settings.metrics_port, refused="health.port_taken")
    try:
        async with beside(keep_vitals(served, lookout, role)) as vitals, server.answering() as answering:
            tell("health.serving", address=server.address)
            log.info("health_serving", address=server.address, role=role)
            async with beside(first_failure([vitals, answering])) as task:
                yield task
    finally:
        await lookout.close()


class Endpoint:
    """The application behind the port: three addresses to read from, and nothing else."""

    def __init__(self, served: Served, lookout: Lookout, role: str) -> None:
        self._served = served
        self._lookout = lookout
        self._role = role

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answer one request, as ASGI has it."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        status, kind, body = await self.reply(scope["method"], scope["path"], headers)
        sent = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        if status == 405:
            sent.append((b"allow", b"GET, HEAD"))
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [*sent, (b"cache-control", b"no-store")],
            }
        )
        content = b"" if scope["method"] == "HEAD" else body
        await send({"type": "http.response.body", "body": content, "more_body": False})

    async def reply(self, method: str, path: str, headers: Mapping[str, str]) -> Reply:
        """What to answer."""
        if path not in {"/metrics", "/health/live", "/health/ready"}:
            return 404, PLAIN, b"not found\n"
        if method not in _READING:
            return 405, PLAIN, b"method not allowed\n"
        if path == "/metrics":
            return exposition(headers.get("accept", ""))
        if path == "/health/live":
            return 200, PLAIN, b"alive\n"
        readiness = judge(await find(self._served, self._lookout))
        status = 503 if readiness.condition is Condition.DEAD else 200
        return status, JSON, document(readiness, self._role)


def exposition(accept: str) -> Reply:
    """All metrics, in OpenMetrics where that is asked for, else as plain text."""
    from prometheus_client import REGISTRY
    from prometheus_client.exposition import choose_encoder

    try:
        encode, kind = choose_encoder(accept)
    except (TypeError, ValueError):  # what the library makes of a version that is none
        encode, kind = choose_encoder("")
    return 200, kind, encode(REGISTRY)


def document(readiness: Readiness, role: str) -> bytes:
    """The report for a program."""
    checks = [
        {"name": check.name, "status": check.condition, "detail": check.detail} for check in readiness.checks
    ]
    report = {"status": readiness.condition, "role": role, "version": __version__, "checks": checks}
    return json.dumps(report, indent=2).encode() + b"\n"


async def _for_ever() -> None:
    await asyncio.Event().wait()
