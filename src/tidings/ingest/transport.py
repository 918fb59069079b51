"""An HTTP transport to vetted addresses only: a name is resolved once, judged, and connected to as judged.

The certificate and the Host header are still the name's. What is connected to is the very address that was
judged, so a name that answers differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from types import TracebackType
from typing import Any, Self, cast

import httpcore
import httpx

from tidings.ingest.addresses import AddressRule

# Addresses of a name that are tried before it counts as unreachable.
_MAX_TRIES = 3

Resolve = Callable[[str, int], Awaitable[list[str]]]


class RefusedAddress(httpcore.ConnectError):
    """A name that resolved to an address outside the public internet."""


class NameNotFound(httpcore.ConnectError):
    """A name that resolved to nothing."""


async def resolve(host: str, port: int) -> list[str]:
    """The host's addresses, as the system's resolver orders them."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameNotFound(f"{host}: {error}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class VettedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for the pool, to judged addresses."""

    def __init__(self, rule: AddressRule, resolver: Resolve = resolve) -> None:
        self._rule = rule
        self._resolve = resolver
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first judged address that answers."""
        addresses = await self._vetted(host, port)
        for address in addresses[:-1]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: a feed is not a file of this machine."""
        raise RefusedAddress(path)

    async def sleep(self, seconds: float) -> None:
        """As the pool asks between attempts."""
        await asyncio.sleep(seconds)

    async def _vetted(self, host: str, port: int) -> list[str]:
        """The addresses of a host; one refused address refuses the name."""
        addresses = await self._resolve(host, port)
        if not addresses:
            raise NameNotFound(host)
        for address in addresses:
            refusal = self._rule.refuses_ip(address, port)
            if refusal:
                raise RefusedAddress(f"{host} is {address}: {refusal}")
        return addresses[:_MAX_TRIES]


class VettedTransport(httpx.AsyncBaseTransport):
    """httpx over a pool whose connections are vetted; raises httpcore's errors as they are.

    No proxy of the environment is used: behind one, the proxy would resolve the name again, unjudged.
    """

    def __init__(self, backend: VettedBackend, connections: int) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=5.0,
            http2=True,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request, without following anything."""
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=cast("httpx.AsyncByteStream", request.stream),
                extensions=request.extensions,
            )
        )
        stream = _Body(cast("httpx.AsyncByteStream", response.stream))
        return httpx.Response(response.status, headers=response.headers, stream=stream)

    async def aclose(self) -> None:
        """Closes every connection."""
        await self._pool.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.aclose()


class _Body(httpx.AsyncByteStream):
    """The pool's stream as httpx wants it."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
