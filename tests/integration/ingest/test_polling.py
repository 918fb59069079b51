"""Polling feeds over real HTTP into the real database."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tidings.ingest.addresses import AddressRule
from tidings.ingest.fetch import Fetcher
from tidings.ingest.politeness import HostTurns
from tidings.ingest.polling import PollReport, poll_feeds
from tidings.settings import Settings
from tidings.store import feeds
from tidings.store.pool import Database

SETTINGS = Settings(processes=0, database_url=None)
SENTENCE = "The council of Valmere voted on the new ferry timetable after four hours of debate. "


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Valmere Post</title>{''.join(items)}</channel></rss>".encode()


def item(link: str, title: str, text: str) -> str:
    now = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return (
        f"<item><title>{title}</title><link>{link}</link><description>{text}</description>"
        f"<pubDate>{now}</pubDate></item>"
    )


@dataclass
class Outlet:
    """A real server on loopback; a test writes its pages and reads what was asked."""

    port: int = 0
    pages: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def put(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        self.pages[path] = (status, body, headers)


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    site = Outlet()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            etag = self.headers.get("If-None-Match")
            site.asked.append((self.path, etag))
            status, body, headers = site.pages.get(self.path, (404, b"", {}))
            if etag and headers.get("ETag") == etag:
                status, body = 304, b""
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if b"<html" in body else "application/rss+xml")
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
async def fetcher(outlet: Outlet) -> AsyncIterator[Fetcher]:
    rule = AddressRule(frozenset({("127.0.0.1", outlet.port)}))
    async with Fetcher(rule=rule, turns=HostTurns(gap_seconds=0)) as fetcher:
        yield fetcher


async def follow(db: Database, *urls: str) -> None:
    async with db.connection() as conn:
        for url in urls:
            await feeds.add(conn, url)


async def poll(db: Database, fetcher: Fetcher, *, only_due: bool = False, **more: Any) -> PollReport:
    return await poll_feeds(db, SETTINGS, only_due=only_due, fetcher=fetcher, **more)


async def the_feed(db: Database) -> feeds.Feed:
    async with db.connection() as conn:
        (feed,) = await feeds.list_feeds(conn)
    return feed


async def test_a_feed_becomes_articles_and_knows_when_it_is_due(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    outlet.put("/feed", rss(item(outlet.url("/a"), "Ferry vote in Valmere", SENTENCE * 8)), ETag='"1"')
    await follow(db, outlet.url("/feed"))
    report = await poll(db, fetcher)
    assert (report.feeds, report.fetched, report.outcomes["stored"]) == (1, 1, 1)
    feed = await the_feed(db)
    assert (feed.title, feed.etag, feed.state, feed.articles) == ("Valmere Post", '"1"', "active", 1)
    assert feed.next_poll_at > datetime.now(UTC)
    assert await db.fetch_all("SELECT title FROM articles") == [("Ferry vote in Valmere",)]


async def test_an_unchanged_feed_is_asked_for_changes_only(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    outlet.put("/feed", rss(item(outlet.url("/a"), "Ferry vote in Valmere", SENTENCE * 8)), ETag='"1"')
    await follow(db, outlet.url("/feed"))
    await poll(db, fetcher)
    report = await poll(db, fetcher)
    assert (report.unchanged, report.outcomes.total()) == (1, 0)
    assert outlet.asked[-1] == ("/feed", '"1"')


async def test_polling_the_same_items_again_stores_nothing(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    outlet.put("/feed", rss(item(outlet.url("/a"), "Ferry vote in Valmere", SENTENCE * 8)))
    await follow(db, outlet.url("/feed"))
    await poll(db, fetcher)
    report = await poll(db, fetcher)
    assert report.outcomes == {"unchanged": 1}


async def test_a_stub_gets_its_page_s_text_once(db: Database, outlet: Outlet, fetcher: Fetcher) -> None:
    outlet.put(
        "/feed", rss(item(outlet.url("/a"), "Ferry vote in Valmere", "The council voted on the ferry."))
    )
    paragraphs = "".join(f"<p>{SENTENCE * 2}Paragraph {n} of the report.</p>" for n in range(6))
    article = f"<article><h1>Ferry vote in Valmere</h1>{paragraphs}</article>"
    outlet.put("/a", f"<html><body><nav>Menu</nav>{article}</body></html>".encode())
    await follow(db, outlet.url("/feed"))
    await poll(db, fetcher)
    ((text,),) = await db.fetch_all("SELECT text FROM articles")
    assert "Paragraph 5 of the report" in text
    assert "<p>" not in text
    report = await poll(db, fetcher)
    assert report.outcomes == {"unchanged": 1}
    assert [path for path, _ in outlet.asked].count("/a") == 1
    assert await db.fetch_all("SELECT text FROM articles") == [(text,)]


async def test_an_edited_stub_is_a_revision_with_its_page_read_again(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    page = "<html><body><article><h1>Ferry vote</h1>{}</article></body></html>"
    for teaser, word in (("The council voted.", "first"), ("The council voted again.", "second")):
        paragraphs = "".join(f"<p>{SENTENCE * 2}The {word} report, part {n}.</p>" for n in range(6))
        outlet.put("/feed", rss(item(outlet.url("/a"), "Ferry vote in Valmere", teaser)))
        outlet.put("/a", page.format(paragraphs).encode())
        await follow(db, outlet.url("/feed"))
        await poll(db, fetcher)
    ((text, revision),) = await db.fetch_all("SELECT text, revision FROM articles")
    assert revision == 2
    assert "The second report" in text


async def test_a_failing_feed_backs_off_with_a_reason_and_recovers(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    outlet.put("/feed", b"", status=500)
    await follow(db, outlet.url("/feed"))
    report = await poll(db, fetcher)
    assert report.failed == {"http_500": 1}
    feed = await the_feed(db)
    assert (feed.state, feed.reason, feed.error_streak) == ("backing_off", "http_500", 1)
    assert (await poll(db, fetcher, only_due=True)).feeds == 0
    outlet.put("/feed", rss(item(outlet.url("/a"), "Ferry vote in Valmere", SENTENCE * 8)))
    await poll(db, fetcher)
    feed = await the_feed(db)
    assert (feed.state, feed.reason, feed.error_streak) == ("active", None, 0)


async def test_a_feed_that_is_gone_is_asked_no_more(db: Database, outlet: Outlet, fetcher: Fetcher) -> None:
    outlet.put("/feed", b"", status=410)
    await follow(db, outlet.url("/feed"))
    await poll(db, fetcher)
    assert (await the_feed(db)).state == "dead"
    async with db.connection() as conn:
        await conn.execute("UPDATE feeds SET next_poll_at = now() - interval '1 day'")
    assert (await poll(db, fetcher, only_due=True)).feeds == 0


async def test_a_dead_feed_added_again_lives_again(db: Database, outlet: Outlet, fetcher: Fetcher) -> None:
    outlet.put("/feed", b"", status=410)
    await follow(db, outlet.url("/feed"))
    await poll(db, fetcher)
    outlet.put("/feed", rss(item(outlet.url("/a"), "Ferry vote in Valmere", SENTENCE * 8)))
    await follow(db, outlet.url("/feed"))
    assert (await poll(db, fetcher, only_due=True)).outcomes == {"stored": 1}
    assert (await the_feed(db)).state == "active"


async def test_a_page_that_is_no_feed_says_so(db: Database, outlet: Outlet, fetcher: Fetcher) -> None:
    outlet.put("/feed", b"<html><body>Not a feed at all</body></html>")
    await follow(db, outlet.url("/feed"))
    report = await poll(db, fetcher)
    assert report.failed == {"html": 1}


async def test_private_addresses_are_refused(db: Database, outlet: Outlet) -> None:
    await follow(db, outlet.url("/feed"), "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/feed")
    async with Fetcher() as strict:
        report = await poll(db, strict)
    assert report.failed == {"refused_address": 3}
    assert outlet.asked == []


async def test_feeds_that_do_not_answer_in_time_are_left_for_later(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    await follow(db, outlet.url("/feed"))
    report = await poll(db, fetcher, timeout=0.0)
    assert report.failed == {"not_in_time": 1}
    assert (await the_feed(db)).last_polled_at is None


async def test_two_outlets_with_one_text_are_one_article_and_a_copy(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    outlet.put("/one", rss(item(outlet.url("/a"), "Ferry vote in Valmere", SENTENCE * 8)))
    outlet.put("/two", rss(item(outlet.url("/b"), "Ferry vote in Valmere", SENTENCE * 8)))
    await follow(db, outlet.url("/one"), outlet.url("/two"))
    report = await poll(db, fetcher)
    assert report.outcomes == {"stored": 1, "duplicate_exact": 1}


async def test_a_feed_whose_clock_is_ahead_keeps_the_order_of_its_items(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    def at(hours_ahead: float, n: int) -> str:
        moment = datetime.now(UTC) + timedelta(hours=hours_ahead)
        return (
            item(outlet.url(f"/{n}"), f"Ferry vote, part {n}", f"Part {n}. {SENTENCE * 8}")
            .replace("<pubDate>", f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S GMT}</pubDate><was>")
            .replace("</pubDate></item>", "</was></item>")
        )

    outlet.put("/feed", rss(*(at(2.9 - n / 4, n) for n in range(8))))
    await follow(db, outlet.url("/feed"))
    await poll(db, fetcher)
    rows = await db.fetch_all("SELECT title FROM articles ORDER BY published_at DESC")
    assert [title for (title,) in rows] == [f"Ferry vote, part {n}" for n in range(8)]
    ((rules,),) = await db.fetch_all("SELECT array_agg(DISTINCT date_rule) FROM articles")
    assert rules == ["zone"]
