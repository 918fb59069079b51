"""Outlets on loopback: RSS feeds that grow while they are polled, and a record of every request for one."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tidings.ingest.items import RawItem

# As long as an answer of a real outlet takes, so that two requests at a time would be seen to be two.
ANSWER_SECONDS = 0.15
_HEAD = (
    "HTTP/1.1 {status}\r\nContent-Type: application/rss+xml; charset=utf-8\r\nContent-Length: {length}\r\n"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a feed: when it began, and when it was answered or given up."""

    feed: str
    host: str
    began: float
    ended: float


@dataclass(slots=True)
class Outlets:
    """Feeds by path, each served by one host; all of their items are there after `seconds`."""

    feeds: dict[str, list[str]]
    hosts: dict[str, str]
    seconds: float
    ports: dict[str, int] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, items: Iterable[RawItem], *, feeds: int, hosts: int, seconds: float) -> Outlets:
        """Deal the items out to so many feeds on so many hosts."""
        dealt: dict[str, list[str]] = {f"/feed/{number}": [] for number in range(feeds)}
        for path, item in zip(itertools.cycle(dealt), items, strict=False):
            dealt[path].append(_entry(item))
        names = itertools.cycle(f"127.0.1.{number + 1}" for number in range(hosts))
        return cls(dealt, dict(zip(dealt, names, strict=False)), seconds)

    @property
    def addresses(self) -> list[str]:
        """The addresses of all feeds."""
        return [f"http://{host}:{self.ports[host]}{path}" for path, host in self.hosts.items()]

    def visible(self, path: str) -> int:
        """How many items of a feed are out by now: a third from the beginning, the rest as time goes by."""
        share = min(1.0, 1 / 3 + (time.monotonic() - self.began) / self.seconds)
        return round(len(self.feeds[path]) * share)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request, however long it takes unless the other side goes away."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path, began = head.split(" ", 2)[1], time.monotonic()
            gone = asyncio.create_task(reader.read(1))
            await asyncio.wait({gone}, timeout=ANSWER_SECONDS)
            try:
                if not gone.done():
                    writer.write(self._response(path, head))
                    await writer.drain()
            finally:
                self.asked.append(Asked(path, self.hosts[path], began, time.monotonic()))
                gone.cancel()
        writer.close()

    def _response(self, path: str, head: str) -> bytes:
        count = self.visible(path)
        tag = f'"{count}"'
        if f"if-none-match: {tag}" in head.lower():
            return _reply("304 Not Modified", tag, b"")
        # The newest first, as feeds have it.
        entries = "".join(reversed(self.feeds[path][:count]))
        channel = f"<channel><title>Outlet {path[6:]}</title>{entries}</channel>"
        return _reply("200 OK", tag, f"<rss version='2.0'>{channel}</rss>".encode())

    def overlapping(self, *, of_host: bool = False) -> int:
        """How many requests for a feed, or to a host, began before the last one for it had ended."""
        ends: dict[str, float] = {}
        count = 0
        for asked in sorted(self.asked, key=lambda asked: asked.began):
            name = asked.host if of_host else asked.feed
            count += asked.began < ends.get(name, 0.0)
            ends[name] = max(asked.ended, ends.get(name, 0.0))
        return count


@asynccontextmanager
async def serving(outlets: Outlets) -> AsyncIterator[None]:
    """Serve the feeds, each host on an address of loopback, for as long as the context lasts."""
    servers: list[asyncio.Server] = []
    for host in sorted(set(outlets.hosts.values())):
        servers.append(await asyncio.start_server(outlets.answer, host, 0))
        outlets.ports[host] = servers[-1].sockets[0].getsockname()[1]
    outlets.began = time.monotonic()
    try:
        yield
    finally:
        for server in servers:
            server.close()


def endpoints(outlets: Outlets) -> Sequence[str]:
    """Where the hosts listen, as host:port."""
    return [f"{host}:{port}" for host, port in outlets.ports.items()]


def _reply(status: str, tag: str, body: bytes) -> bytes:
    head = _HEAD.format(status=status, length=len(body)) + f"ETag: {tag}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def _entry(item: RawItem) -> str:
    date = (
        f"<pubDate>{format_datetime(item.published)}</pubDate>"
        if isinstance(item.published, datetime)
        else ""
    )
    return (
        f"<item><title>{escape(item.title)}</title><link>{escape(item.url)}</link>"
        f"<description>{escape(escape(item.summary))}</description>{date}</item>"
    )
