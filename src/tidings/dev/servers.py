"""The servers as a whole: all providers on one loopback port, in a thread of their own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self

import uvicorn

from tidings.dev.app import Desk, Provider, build
from tidings.dev.behaviour import OK, Behaviour, Schedule
from tidings.dev.counting import Count, estimate
from tidings.dev.journal import Entry, Journal
from tidings.dev.model import Model

LOOPBACK = "127.0.0.1"
# Long enough for an answer on its way; whatever waits on purpose is woken.
_GRACE = 2
_KEY = "local-key"


class ProviderServers:
    """Google, Anthropic, OpenAI and a compatible endpoint, as long as the context lasts.

    They run in a thread with a loop of its own, so that a test's own loop cannot hold them up.
    """

    def __init__(self, *, port: int = 0, behaviour: Behaviour = OK, count: Count = estimate) -> None:
        self._desk = Desk(Schedule(behaviour), Journal(), Model(count))
        self._port = port
        self._server = uvicorn.Server(_config(self._desk))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        # asyncio turns Nagle's algorithm off only where the protocol is named; with it, every answer on a
        # kept connection waits 40 ms for the acknowledgement of its headers.
        listener = socket.socket(proto=socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, self._port))
            # Who connects before the thread runs waits in the queue instead of being turned away.
            listener.listen(128)
        except OSError:
            listener.close()
            raise
        self._port = listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, args=(listener,), name="providers", daemon=True)
        self._thread.start()
        self._running.wait()
        return self

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
            self._loop.call_soon_threadsafe(self._desk.closing.set)
            self._thread.join()

    @property
    def url(self) -> str:
        """Where the servers are; each provider's API is below it."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def requests(self) -> list[Entry]:
        """Every request so far, in the order they came."""
        return self._desk.journal.entries()

    def reset(self) -> None:
        """Behave as at first, and forget the requests so far."""
        self._desk.reset()

    def behave(self, target: str, behaviour: Behaviour, times: int | None = None) -> None:
        """From now on, or for the next `times` requests, behave so towards a provider.

        The target is "openai", "anthropic", "google", "compatible", one of their models as in
        "openai:gpt-5-mini", or "all".
        """
        self._desk.behave(target, behaviour, times)

    def settings(self, *providers: Provider, key: str = _KEY) -> dict[str, Any]:
        """Arguments for Tidings' settings that lead it here; to the compatible endpoint only where named."""
        addresses: dict[Provider, dict[str, Any]] = {
            "google": {"gemini_api_key": key, "gemini_base_url": f"{self.url}/google"},
            "anthropic": {"anthropic_api_key": key, "anthropic_base_url": f"{self.url}/anthropic"},
            "openai": {"openai_api_key": key, "openai_base_url": f"{self.url}/openai/v1"},
            "compatible": {
                "compatible_url": f"{self.url}/compatible/v1",
                "compatible_model": "local-model",
                "model_prices": "local-model=0/0",
            },
        }
        named = providers or ("google", "anthropic", "openai")
        return {name: value for provider in named for name, value in addresses[provider].items()}


def _config(desk: Desk) -> uvicorn.Config:
    return uvicorn.Config(
        build(desk),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",  # connections cut on purpose are no errors
        access_log=False,
        timeout_graceful_shutdown=_GRACE,
    )


@asynccontextmanager
async def provider_servers(
    *, port: int = 0, behaviour: Behaviour = OK, count: Count = estimate
) -> AsyncIterator[ProviderServers]:
    """The servers for the length of an asynchronous context."""
    servers = ProviderServers(port=port, behaviour=behaviour, count=count)
    servers.__enter__()
    try:
        yield servers
    finally:
        await asyncio.to_thread(servers.__exit__, None, None, None)
