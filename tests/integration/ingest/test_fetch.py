"""Fetching over real HTTP on loopback, which only these tests may reach, port by port."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tidings.ingest.addresses import AddressRule
from tidings.ingest.fetch import Failed, Fetched, Fetcher, NotModified
from tidings.ingest.politeness import HostTurns

FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title></channel></rss>'
LOOPBACK = "127.0.0.1"


@dataclass
class Reply:
    """What the server says at a path."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """A real server whose pages a test writes; `asked` are the requests it got."""

    replies: dict[str, Reply | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0
    most_at_once: int = 0
    at_once: int = 0

    def url(self, path: str = "/feed") -> str:
        return f"http://{LOOPBACK}:{self.port}{path}"

    @property
    def endpoint(self) -> tuple[str, int]:
        return (LOOPBACK, self.port)


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.at_once += 1
            site.most_at_once = max(site.most_at_once, site.at_once)
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            reply = site.replies.get(self.path, Reply(404))
            try:
                if isinstance(reply, Reply):
                    self.answer(reply)
                else:
                    reply(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                site.at_once -= 1

        def answer(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/rss+xml", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


@pytest.fixture
def new_site() -> Iterator[Callable[[], Site]]:
    servers: list[ThreadingHTTPServer] = []

    def start() -> Site:
        site = Site()
        server = ThreadingHTTPServer((LOOPBACK, 0), _handler(site))
        site.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return site

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site(new_site: Callable[[], Site]) -> Site:
    site = new_site()
    site.replies["/feed"] = Reply(
        body=FEED, headers={"ETag": '"v1"', "Last-Modified": "Wed, 20 May 2020 14:05:00 GMT"}
    )
    return site


def fetcher_for(*sites: Site, **options: Any) -> Fetcher:
    rule = AddressRule(frozenset(site.endpoint for site in sites))
    return Fetcher(rule=rule, turns=HostTurns(gap_seconds=0), **options)


def reason(outcome: object) -> str:
    assert isinstance(outcome, Failed), outcome
    return outcome.reason


async def test_a_feed_arrives_with_its_validators(site: Site) -> None:
    async with fetcher_for(site) as fetcher:
        assert await fetcher.fetch(site.url()) == Fetched(
            site.url(), FEED, "application/rss+xml", '"v1"', "Wed, 20 May 2020 14:05:00 GMT"
        )


async def test_the_request_names_the_project_and_its_contact(site: Site) -> None:
    async with fetcher_for(site, contact="ops@news.example") as fetcher:
        await fetcher.fetch(site.url())
    agent = site.asked[0][1]["user-agent"]
    assert agent.startswith("Tidings/")
    assert "ops@news.example" in agent


async def test_an_unchanged_feed_is_asked_for_by_its_validators_and_not_read_again(site: Site) -> None:
    site.replies["/feed"] = Reply(304)
    async with fetcher_for(site) as fetcher:
        outcome = await fetcher.fetch(site.url(), etag='"v1"', last_modified="Wed, 20 May 2020 14:05:00 GMT")
    assert outcome == NotModified()
    assert site.asked[0][1]["if-none-match"] == '"v1"'
    assert site.asked[0][1]["if-modified-since"] == "Wed, 20 May 2020 14:05:00 GMT"


@pytest.mark.parametrize(
    ("status", "expected"), [(404, "http_404"), (500, "http_500"), (410, "gone"), (204, "http_204")]
)
async def test_a_status_that_is_no_document_is_the_reason(site: Site, status: int, expected: str) -> None:
    site.replies["/feed"] = Reply(status)
    async with fetcher_for(site) as fetcher:
        assert reason(await fetcher.fetch(site.url())) == expected


async def test_a_permanent_redirect_gives_the_new_address_and_a_temporary_one_does_not(site: Site) -> None:
    site.replies["/old"] = Reply(301, headers={"Location": "/feed"})
    site.replies["/mirror"] = Reply(302, headers={"Location": "/feed"})
    async with fetcher_for(site) as fetcher:
        moved, mirrored = await fetcher.fetch(site.url("/old")), await fetcher.fetch(site.url("/mirror"))
    assert isinstance(moved, Fetched)
    assert isinstance(mirrored, Fetched)
    assert (moved.url, moved.moved_to) == (site.url(), site.url())
    assert (mirrored.url, mirrored.moved_to) == (site.url(), None)


async def test_what_moved_for_good_before_moving_for_a_while_has_moved_so_far(site: Site) -> None:
    site.replies["/old"] = Reply(308, headers={"Location": "/new"})
    site.replies["/new"] = Reply(307, headers={"Location": "/feed"})
    async with fetcher_for(site) as fetcher:
        outcome = await fetcher.fetch(site.url("/old"))
    assert isinstance(outcome, Fetched)
    assert outcome.moved_to == site.url("/new")


async def test_five_redirects_are_followed_and_a_sixth_is_not(site: Site) -> None:
    for step in range(6):
        site.replies[f"/{step}"] = Reply(302, headers={"Location": f"/{step + 1}"})
    site.replies["/6"] = Reply(body=FEED)
    async with fetcher_for(site) as fetcher:
        assert isinstance(await fetcher.fetch(site.url("/1")), Fetched)
        assert reason(await fetcher.fetch(site.url("/0"))) == "too_many_redirects"


async def test_a_redirect_to_nowhere_is_a_bad_one(site: Site) -> None:
    site.replies["/feed"] = Reply(302)
    async with fetcher_for(site) as fetcher:
        assert reason(await fetcher.fetch(site.url())) == "bad_redirect"


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.0.0.1:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://127.1:{port}/",
        "http://localhost:{port}/",
        "http://user@{host}:{port}/",
        "//127.0.0.1:{port}/secret",
        "http://127.0.0.1:{port}/secret",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/",
    ],
)
async def test_a_redirect_to_a_private_address_is_refused_before_anything_connects(
    site: Site, new_site: Callable[[], Site], target: str
) -> None:
    secret = new_site()
    secret.replies["/secret"] = Reply(body=FEED)
    location = target.format(port=secret.port, host=LOOPBACK)
    site.replies["/feed"] = Reply(302, headers={"Location": location})
    async with fetcher_for(site) as fetcher:
        # An octal number is to httpx no address at all.
        assert reason(await fetcher.fetch(site.url())) in {"refused_address", "bad_redirect"}
    assert secret.asked == []


@dataclass
class Answers:
    """A resolver that gives one prepared answer after the other, the last one for ever."""

    answers: list[list[str]]
    asked: int = 0

    async def __call__(self, host: str, port: int) -> list[str]:
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        return answer


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.1.2.3"],
        ["127.0.0.1"],
        ["::1"],
        ["::ffff:10.0.0.1"],
        ["64:ff9b::a00:1"],
        ["8.8.8.8", "192.168.0.1"],
    ],
)
async def test_a_public_name_of_a_private_address_is_refused(site: Site, addresses: list[str]) -> None:
    async with Fetcher(resolver=Answers([addresses])) as fetcher:
        outcome = await fetcher.fetch(f"http://news.outlet.com:{site.port}/feed")
    assert reason(outcome) == "refused_address"
    assert site.asked == []


async def test_the_judged_address_is_the_one_connected_to_however_the_name_answers_later(
    site: Site, new_site: Callable[[], Site]
) -> None:
    secret = new_site()
    secret.replies["/feed"] = Reply(body=b"<secret/>")
    answers = Answers([[LOOPBACK], ["127.0.0.2"]])
    async with fetcher_for(site, resolver=answers) as fetcher:
        outcome = await fetcher.fetch(f"http://news.outlet.com:{site.port}/feed")
    assert isinstance(outcome, Fetched)
    assert (outcome.body, answers.asked) == (FEED, 1)
    assert site.asked[0][1]["host"] == f"news.outlet.com:{site.port}"
    async with fetcher_for(site, resolver=answers) as fetcher:
        assert reason(await fetcher.fetch(f"http://news.outlet.com:{site.port}/feed")) == "refused_address"


async def test_a_redirect_to_a_public_name_of_a_private_address_is_refused(site: Site) -> None:
    site.replies["/feed"] = Reply(302, headers={"Location": f"http://inside.outlet.com:{site.port}/"})
    answers = Answers([[LOOPBACK], ["10.0.0.1"]])
    async with fetcher_for(site, resolver=answers) as fetcher:
        assert reason(await fetcher.fetch(f"http://news.outlet.com:{site.port}/feed")) == "refused_address"


async def test_the_next_address_of_a_name_is_tried_when_the_first_does_not_answer(site: Site) -> None:
    rule = AddressRule(frozenset({site.endpoint, ("127.0.0.2", site.port)}))
    async with Fetcher(rule=rule, resolver=Answers([["127.0.0.2", LOOPBACK]])) as fetcher:
        assert isinstance(await fetcher.fetch(f"http://news.outlet.com:{site.port}/feed"), Fetched)


async def test_a_name_nobody_knows_fails_by_dns() -> None:
    async with Fetcher(resolver=Answers([[]])) as fetcher:
        assert reason(await fetcher.fetch("http://news.outlet.com/feed")) == "dns"


async def test_a_name_the_system_cannot_resolve_fails_by_dns() -> None:
    async with Fetcher() as fetcher:
        assert reason(await fetcher.fetch(f"http://{'a' * 64}.outlet.com/feed")) in {"dns", "refused_address"}


async def test_nobody_listening_is_a_connection_error(site: Site) -> None:
    with socket.socket() as unused:
        unused.bind((LOOPBACK, 0))
        port = unused.getsockname()[1]
        async with Fetcher(rule=AddressRule(frozenset({(LOOPBACK, port)}))) as fetcher:
            assert reason(await fetcher.fetch(f"http://{LOOPBACK}:{port}/")) == "connection"


async def test_plain_http_where_tls_is_expected_is_a_tls_error(site: Site) -> None:
    async with fetcher_for(site) as fetcher:
        assert reason(await fetcher.fetch(f"https://{LOOPBACK}:{site.port}/feed")) == "tls"


async def test_a_server_that_drips_is_given_up_when_the_whole_time_is_over(site: Site) -> None:
    over = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/xml")
        handler.end_headers()
        while not over.wait(0.02):
            handler.wfile.write(b" ")

    site.replies["/feed"] = drip
    async with fetcher_for(site, timeout_seconds=0.3) as fetcher:
        assert reason(await fetcher.fetch(site.url())) == "timeout"
    over.set()


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity"])
async def test_packed_feeds_are_unpacked(site: Site, encoding: str) -> None:
    packed = {"gzip": gzip.compress(FEED), "deflate": zlib.compress(FEED), "identity": FEED}[encoding]
    site.replies["/feed"] = Reply(body=packed, headers={"Content-Encoding": encoding})
    async with fetcher_for(site) as fetcher:
        outcome = await fetcher.fetch(site.url())
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED


async def test_a_bomb_is_too_large_however_small_it_is_packed(site: Site) -> None:
    site.replies["/feed"] = Reply(
        body=gzip.compress(b"<a>" + b" " * 30_000_000), headers={"Content-Encoding": "gzip"}
    )
    async with fetcher_for(site, max_bytes=1_000_000) as fetcher:
        assert reason(await fetcher.fetch(site.url())) == "too_large"


@pytest.mark.parametrize(
    ("encoding", "body"), [("gzip", b"not gzip at all"), ("br", FEED), ("gzip, gzip", FEED)]
)
async def test_an_encoding_nobody_asked_for_is_refused(site: Site, encoding: str, body: bytes) -> None:
    site.replies["/feed"] = Reply(body=body, headers={"Content-Encoding": encoding})
    async with fetcher_for(site) as fetcher:
        assert reason(await fetcher.fetch(site.url())) == "bad_encoding"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("image/png", b"<svg/>"),
        ("application/octet-stream", b"\x89PNG\r\n\x1a\n\0\0"),
        ("text/xml", b"\0\1\2\3"),
    ],
)
async def test_what_is_no_text_is_refused(site: Site, content_type: str, body: bytes) -> None:
    site.replies["/feed"] = Reply(body=body, headers={"Content-Type": content_type})
    async with fetcher_for(site) as fetcher:
        assert reason(await fetcher.fetch(site.url())) == "wrong_type"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/octet-stream", FEED),
        ("", '{"version": "https://jsonfeed.org/version/1"}'.encode("utf-16")),
        ("text/html", b"Warning: something in line 7\n" + FEED),
    ],
)
async def test_text_under_any_name_is_read(site: Site, content_type: str, body: bytes) -> None:
    site.replies["/feed"] = Reply(body=body, headers={"Content-Type": content_type})
    async with fetcher_for(site) as fetcher:
        assert isinstance(await fetcher.fetch(site.url()), Fetched)


async def test_a_host_that_asks_for_quiet_gets_it_at_every_address_of_its(site: Site) -> None:
    site.replies["/busy"] = Reply(429, headers={"Retry-After": "120"})
    async with fetcher_for(site) as fetcher:
        assert await fetcher.fetch(site.url("/busy")) == Failed(
            "http_429", retry_after=timedelta(seconds=120)
        )
        paused = await fetcher.fetch(site.url())
    assert reason(paused) == "paused"
    assert [path for path, _ in site.asked] == ["/busy"]


async def test_a_host_is_asked_one_thing_at_a_time(site: Site) -> None:
    def slowly(handler: Any) -> None:
        threading.Event().wait(0.02)
        handler.answer(Reply(body=FEED))

    for number in range(6):
        site.replies[f"/{number}"] = slowly
    async with fetcher_for(site) as fetcher:
        outcomes = await asyncio.gather(*(fetcher.fetch(site.url(f"/{number}")) for number in range(6)))
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    assert site.most_at_once == 1


async def test_no_cookie_is_kept(site: Site) -> None:
    site.replies["/feed"] = Reply(body=FEED, headers={"Set-Cookie": "reader=1; Path=/"})
    async with fetcher_for(site) as fetcher:
        await fetcher.fetch(site.url())
        await fetcher.fetch(site.url())
    assert "cookie" not in site.asked[1][1]


@pytest.mark.parametrize(
    "url", ["", "feed", "http://", "http://[::1", "ftp://news.outlet.com/feed", "http:///feed"]
)
async def test_what_is_no_web_address_is_not_fetched(url: str) -> None:
    async with Fetcher() as fetcher:
        assert reason(await fetcher.fetch(url)) in {"bad_address", "refused_address"}
