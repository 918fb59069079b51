"""Updates that Telegram posts: taken only with its secret, and acknowledged only once they are stored."""

from __future__ import annotations

import contextlib
import hmac
import json
import re
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import structlog
import uvicorn
from fastapi import FastAPI, Request, Response

from tidings.errors import DatabaseUnavailable, InvalidRequest
from tidings.observability import metrics

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - where it is, not what
# Documented: what a secret token may consist of.
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
# Telegram's longest message is 16 KiB of text; with everything about it an update stays far below this.
BODY_LIMIT = 1 << 20
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
# For answers on their way; the updates themselves are stored by then.
_GRACE_SECONDS = 5

Store = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]


def checked_secret(secret: str) -> str:
    """The secret, if Telegram takes it as one."""
    if not _SECRET.fullmatch(secret):
        raise InvalidRequest(
            "TIDINGS_TELEGRAM_WEBHOOK_SECRET may have letters, digits, - and _ only, 256 at most",
            message="bot.bad_secret",
        )
    return secret


def checked_url(url: str) -> str:
    """The webhook's public address, if Telegram takes it as one, or a Bot API server of this machine."""
    parts = urlsplit(url)
    is_local = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
    if not (parts.scheme == "https" and parts.hostname) and not is_local:
        raise InvalidRequest(
            "TIDINGS_TELEGRAM_WEBHOOK_URL must be an https address", message="bot.bad_webhook_url"
        )
    return url


def endpoint(path: str, secret: str, store: Store) -> FastAPI:
    """The application that takes updates at that path."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.post(path or "/")
    async def receive(request: Request) -> Response:
        status = await _receive(request, secret, store)
        metrics.bot_posts.labels(str(status)).inc()
        return Response(status_code=status)

    return app


async def _receive(request: Request, secret: str, store: Store) -> int:
    """Take one update; the HTTP status says what became of it."""
    given = request.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(given.encode(), secret.encode()):
        log.warning("webhook_refused", reason="secret")
        return 401
    body = await _body(request)
    if body is None:
        log.warning("webhook_refused", reason="too_large")
        return 413
    update = _update(body)
    if update is None:
        log.warning("webhook_refused", reason="no_update")
        return 400
    try:
        await store([update])
    except DatabaseUnavailable as error:
        log.warning("webhook_not_stored", reason=error.tech_message)
        return 503  # Telegram sends it again
    return 200


async def _body(request: Request) -> bytes | None:
    """The request's body; None where it is longer than any update."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except ValueError:
        return None
    return update if isinstance(update, dict) and isinstance(update.get("update_id"), int) else None


class Webhook(uvicorn.Server):
    """The endpoint, served in the loop of the bot; the program takes the signals."""

    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._listener = _listener(host, port)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._listener.getsockname()[1])

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield

    async def run_until_told(self) -> None:
        """Serve until `should_exit` is set."""
        await self.serve(sockets=[self._listener])


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only where the protocol is named does asyncio send small answers at once.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise InvalidRequest(
            f"{host}:{port} cannot be listened on: {error.strerror}",
            message="bot.webhook_port",
            params={"address": f"{host}:{port}"},
        ) from error
    return listener
