"""The wire: HTTP to a provider, one request a call, in our headers only, no more bytes than an answer has."""

from __future__ import annotations

import re
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx2

from tidings.llm.outcomes import Outcome

# Answers to Tidings' contracts have up to 20 kB; the longest any model writes, with its thoughts, 500 kB.
MOST_BYTES = 2_000_000

# What the SDKs and HTTP itself need. Whatever else is put into a request comes from SDK variables in the
# environment (custom headers, organisations, projects), and Tidings' settings alone decide what is called.
_KEPT = re.compile(
    r"accept|accept-encoding|anthropic-[a-z-]+|connection|content-length|content-type|host|idempotency-key"
    r"|transfer-encoding|user-agent|x-goog-api-client|x-server-timeout|x-stainless-[a-z-]+"
)
# Packed answers are small on the wire and of any size unpacked.
_PLAIN = "identity"


class Refused(httpx2.TransportError):
    """A request or an answer that Tidings itself does not let through."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail


@dataclass(slots=True)
class Exchange:
    """What went over the wire in one call; `sent` once anything of it may have reached the provider."""

    requests: int = 0
    sent: bool = False


_exchange: ContextVar[Exchange] = ContextVar("exchange")


@contextmanager
def exchange() -> Iterator[Exchange]:
    """One call, which may send one request."""
    current = Exchange()
    token = _exchange.set(current)
    try:
        yield current
    finally:
        _exchange.reset(token)


def http_client() -> httpx2.AsyncClient:
    """An HTTP client that takes its proxies from the environment, and follows no provider elsewhere."""
    return httpx2.AsyncClient(
        headers={"accept-encoding": _PLAIN}, follow_redirects=False, verify=certificates()
    )


@cache
def certificates() -> ssl.SSLContext:
    """Whom to trust, read once: it takes 30 ms, and every client would read it anew."""
    return httpx2.create_ssl_context()


def guard(client: httpx2.AsyncClient, address: str, auth: Mapping[str, str]) -> None:
    """Let the client send to that address only, with that key, and read no more than an answer has.

    Hooks, as a transport of our own would turn off the proxies of the environment.
    """
    origin = _origin(httpx2.URL(address))

    async def outgoing(request: httpx2.Request) -> None:
        _count(request)
        if _origin(request.url) != origin:
            raise Refused(Outcome.REFUSED_REQUEST, "a request to another address")
        for name in [name for name in request.headers if not _KEPT.fullmatch(name)]:
            del request.headers[name]
        request.headers.update({**auth, "accept-encoding": _PLAIN})

    client.event_hooks = {"request": [outgoing], "response": [_incoming]}


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _count(request: httpx2.Request) -> None:
    """Note the request, and when its first byte leaves; refuse a second one."""
    current = _exchange.get()
    current.requests += 1
    if current.requests > 1:
        raise Refused(Outcome.TRUNCATED, "an answer in several parts")

    async def trace(event: str, _: Mapping[str, Any]) -> None:
        if event.endswith("send_request_headers.started"):
            current.sent = True

    request.extensions = {**request.extensions, "trace": trace}


async def _incoming(response: httpx2.Response) -> None:
    if response.is_redirect:
        raise Refused(Outcome.REFUSED_REQUEST, "a redirect to another address")
    if response.headers.get("content-encoding", _PLAIN) != _PLAIN:
        raise Refused(Outcome.WRONG_SHAPE, "a packed answer, which was not asked for")
    if int(response.headers.get("content-length", "0")) > MOST_BYTES:
        raise _too_long()
    response.stream = _Limited(response.stream)


def _too_long() -> Refused:
    return Refused(Outcome.WRONG_SHAPE, f"an answer of more than {MOST_BYTES} bytes")


class _Limited(httpx2.AsyncByteStream):
    """A body that ends in Refused where it becomes longer than any answer."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        async for chunk in self._stream:
            received += len(chunk)
            if received > MOST_BYTES:
                raise _too_long()
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
