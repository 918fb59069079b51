"""Fetches a feed or a page from the public internet: one typed outcome, whatever happens.

A fetch asks only for what changed since the last (ETag, Last-Modified), waits its turn at the host, follows
at most five redirects and judges each like the first address, reads text only, never more than a size, never
longer than a time, and keeps no cookies.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

import httpcore
import httpx
import structlog

from tidings import __version__
from tidings.ingest.addresses import AddressRule
from tidings.ingest.dates import parse_date
from tidings.ingest.inflate import ACCEPTED, BadEncoding, Body, TooLarge
from tidings.ingest.politeness import HostTurns, Turns
from tidings.ingest.transport import (
    NameNotFound,
    RefusedAddress,
    Resolve,
    VettedBackend,
    VettedTransport,
    resolve,
)

log = structlog.get_logger(__name__)

MAX_REDIRECTS = 5
# No host may make itself forgotten.
_LONGEST_QUIET = timedelta(days=7)
_CONNECT_SECONDS = 10.0
_SNIFFED_BYTES = 512
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOVED_FOR_GOOD = frozenset({301, 308})
_ASKS_FOR_QUIET = frozenset({429, 503})
_NEVER_TEXT = ("image/", "audio/", "video/", "font/")
_TEXT_TYPES = ("text/", "application/xml", "application/json", "+xml", "+json")
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9,"
    " text/html;q=0.7, application/json;q=0.7, */*;q=0.1"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document; `moved_to` is its new address when every redirect on the way was a permanent one."""

    url: str
    body: bytes
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """Nothing new since the last fetch."""

    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """No document, and why.

    Reasons: bad_address, refused_address, dns, connection, tls, timeout, paused, http_<status>, gone (410),
    bad_redirect, too_many_redirects, too_large, bad_encoding, wrong_type; and from reading it as a feed:
    html, not_a_feed, broken, empty, too_slow, crashed.
    """

    reason: str
    detail: str = ""
    retry_after: timedelta | None = None


Outcome = Fetched | NotModified | Failed


class Fetcher:
    """Fetches for a whole process; `rule` and `resolver` are there for tests."""

    def __init__(
        self,
        *,
        contact: str = "",
        timeout_seconds: float = 20.0,
        max_bytes: int = 10_000_000,
        turns: Turns | None = None,
        rule: AddressRule | None = None,
        resolver: Resolve = resolve,
    ) -> None:
        self._rule = rule or AddressRule()
        self._turns: Turns = turns or HostTurns()
        self._timeout = timeout_seconds
        self._max_bytes = max_bytes
        self._agent = f"Tidings/{__version__} (news reader{'; ' + contact if contact else ''})"
        self._transport = VettedTransport(VettedBackend(self._rule, resolver), connections=64)

    async def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Outcome:
        """The document at `url`, unless it is still the one these validators came with."""
        headers = {"User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Encoding": ACCEPTED}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        try:
            outcome = await self._followed(url, headers)
        except httpx.InvalidURL as error:
            outcome = Failed("bad_address", str(error))
        if isinstance(outcome, Failed):
            log.info("fetch_failed", url=url, reason=outcome.reason, detail=outcome.detail)
        return outcome

    async def _followed(self, url: str, headers: dict[str, str]) -> Outcome:
        """The outcome at the end of the redirects."""
        address, moved_to = httpx.URL(url), None
        for_good = True
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._asked(address, headers)
            if not isinstance(answer, _Redirect):
                return _with_address(answer, moved_to)
            address, for_good = answer.url, for_good and answer.for_good
            moved_to = str(address) if for_good else moved_to
        return Failed("too_many_redirects", str(address))

    async def _asked(self, url: httpx.URL, headers: dict[str, str]) -> Outcome | _Redirect:
        """One request in its turn, with every way it can fail named."""
        refusal = self._rule.refuses_url(str(url))
        if refusal:
            return Failed("refused_address", refusal)
        async with self._turns.turn(url.host) as quiet:
            if quiet:
                return Failed("paused", url.host, timedelta(seconds=quiet))
            try:
                async with asyncio.timeout(self._timeout):
                    answer = await self._answer(url, headers)
            except _FAULTS as error:
                return Failed(_reason(error), str(error)[:200])
            if isinstance(answer, Failed) and answer.retry_after:
                await self._turns.close(url.host, answer.retry_after.total_seconds())
            return answer

    async def _answer(self, url: httpx.URL, headers: dict[str, str]) -> Outcome | _Redirect:
        timeouts = {"connect": _CONNECT_SECONDS, "read": self._timeout, "write": self._timeout, "pool": None}
        request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeouts})
        response = await self._transport.handle_async_request(request)
        async with aclosing(response):
            judged = _judged(response, url)
            if judged is not None:
                return judged
            return await self._read(response, url)

    async def _read(self, response: httpx.Response, url: httpx.URL) -> Fetched | Failed:
        """The body, as long as it is text and not too long."""
        body = Body(response.headers.get("content-encoding", ""), self._max_bytes)
        content_type = response.headers.get("content-type", "")
        async for part in response.aiter_raw():
            body.add(part)
        content = body.content()
        if not _is_text(content[:_SNIFFED_BYTES], content_type):
            return Failed("wrong_type", content_type)
        return Fetched(
            str(url),
            content,
            content_type,
            response.headers.get("etag"),
            response.headers.get("last-modified"),
        )

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


@dataclass(frozen=True, slots=True)
class _Redirect:
    url: httpx.URL
    for_good: bool


_FAULTS = (
    TimeoutError,
    TooLarge,
    BadEncoding,
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    ssl.SSLError,
    OSError,
)


def _judged(response: httpx.Response, url: httpx.URL) -> Outcome | _Redirect | None:
    """What a response is by its head alone; None when its body is wanted."""
    status, location = response.status_code, response.headers.get("location")
    if status == httpx.codes.NOT_MODIFIED:
        return NotModified()
    if status in _MOVED:
        return _redirect(url, location, status in _MOVED_FOR_GOOD) if location else Failed("bad_redirect")
    if status == httpx.codes.GONE:
        return Failed("gone")
    if status != httpx.codes.OK:
        wait = _retry_after(response.headers.get("retry-after", "")) if status in _ASKS_FOR_QUIET else None
        return Failed(f"http_{status}", retry_after=wait)
    if response.headers.get("content-type", "").lower().startswith(_NEVER_TEXT):
        return Failed("wrong_type", response.headers["content-type"])
    return None


def _redirect(url: httpx.URL, location: str, for_good: bool) -> _Redirect | Failed:
    try:
        return _Redirect(url.join(location).copy_with(fragment=None), for_good)
    except (httpx.InvalidURL, ValueError) as error:
        return Failed("bad_redirect", str(error)[:200])


def _with_address(outcome: Outcome, moved_to: str | None) -> Outcome:
    if isinstance(outcome, Fetched):
        return Fetched(
            outcome.url, outcome.body, outcome.content_type, outcome.etag, outcome.last_modified, moved_to
        )
    return NotModified(moved_to) if isinstance(outcome, NotModified) else outcome


def _retry_after(value: str) -> timedelta | None:
    """How long a server wants quiet: seconds, or until a date."""
    value = value.strip()
    if value.isdecimal() and len(value) < 10:
        return min(timedelta(seconds=int(value)), _LONGEST_QUIET)
    until = parse_date(value)
    return min(max(until - datetime.now(UTC), timedelta(0)), _LONGEST_QUIET) if until else None


def _is_text(start: bytes, content_type: str) -> bool:
    """Whether bytes begin like XML, HTML or JSON, or are at least the text their type claims."""
    bare = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    if bare[:1] in (b"<", b"{", b"["):
        return True
    claimed = content_type.lower().partition(";")[0]
    return b"\0" not in start and any(kind in claimed for kind in _TEXT_TYPES)


def _reason(error: BaseException) -> str:
    """The code for a fault; TLS hides as the cause of a connection error."""
    reasons: tuple[tuple[type[BaseException], str], ...] = (
        (RefusedAddress, "refused_address"),
        (NameNotFound, "dns"),
        (TooLarge, "too_large"),
        (BadEncoding, "bad_encoding"),
        (httpcore.UnsupportedProtocol, "bad_address"),
        (ssl.SSLError, "tls"),
    )
    for kind, reason in reasons:
        if isinstance(error, kind):
            return reason
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return "timeout"
    cause = error.__cause__ or error.__context__
    return "tls" if isinstance(cause, ssl.SSLError) else "connection"
