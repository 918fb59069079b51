"""A web application served to this machine alone, from a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

import uvicorn
from fastapi import FastAPI

LOOPBACK = "127.0.0.1"
# Long enough for an answer on its way.
_GRACE = 2


def _leave() -> None:
    """Nothing to wake."""


class Loopback:
    """Serves an application as long as the context lasts; port 0 takes a free one.

    `waken` is called in the application's loop when the context ends, to end what waits on purpose.
    """

    def __init__(self, app: FastAPI, port: int = 0, waken: Callable[[], None] = _leave) -> None:
        self._server = uvicorn.Server(_config(app))
        self._port = port
        self._waken = waken
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"http://{LOOPBACK}:{self._port}"

    def __enter__(self) -> Self:
        listener = self._listener()
        self._thread = threading.Thread(target=self._run, args=(listener,), name="loopback", daemon=True)
        self._thread.start()
        self._running.wait()
        return self

    def _listener(self) -> socket.socket:
        # Only where the protocol is named does asyncio send small answers at once; else they take 40 ms.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, self._port))
            # Who connects before the thread accepts waits in the queue instead of being turned away.
            listener.listen(128)
        except OSError:
            listener.close()
            raise
        self._port = listener.getsockname()[1]
        return listener

    def _run(self, listener: socket.socket) -> None:
        asyncio.run(self._serve(listener))

    async def _serve(self, listener: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._running.set()
        await self._server.serve(sockets=[listener])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._waken)
            self._thread.join()


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",  # connections cut on purpose are no errors
        access_log=False,
        timeout_graceful_shutdown=_GRACE,
    )
