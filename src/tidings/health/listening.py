"""A small HTTP server in a process's own loop, which leaves signals and logs to that process."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from uvicorn._types import ASGIApplication

from tidings.errors import InvalidRequest

# For answers on their way when the process ends.
_GRACE_SECONDS = 1
# Longer than Prometheus waits between two looks, so that it comes over the connection it has.
_KEEP_ALIVE_SECONDS = 75
_BACKLOG = 64


class Listening(uvicorn.Server):
    """An application on a port; InvalidRequest with that phrase where the port cannot be had."""

    def __init__(self, app: ASGIApplication, host: str, port: int, *, refused: str) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ws="none",
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._listener = _listener(host, port, refused)

    @property
    def address(self) -> str:
        """Where it listens."""
        host, port = self._listener.getsockname()[:2]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield

    @contextlib.asynccontextmanager
    async def answering(self) -> AsyncIterator[asyncio.Task[None]]:
        """Answer for as long as the context lasts."""
        task = asyncio.create_task(self.serve(sockets=[self._listener]), name="health")
        try:
            yield task
        finally:
            self.should_exit = True
            await asyncio.gather(task, return_exceptions=True)


def _listener(host: str, port: int, refused: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only where the protocol is named does asyncio send small answers at once.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise InvalidRequest(
            f"{host}:{port} cannot be listened on: {error.strerror}",
            message=refused,
            params={"address": f"{host}:{port}"},
        ) from error
    return listener
