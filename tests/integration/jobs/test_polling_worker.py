"""A worker that polls: beside others, through a loss of the database, and to its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial

import psycopg
import pytest

from tidings.errors import InternalError
from tidings.ingest import poller
from tidings.ingest.addresses import AddressRule
from tidings.ingest.fetch import Fetcher
from tidings.ingest.politeness import HostTurns
from tidings.ingest.polling import poll_feeds
from tidings.jobs.polling import polling
from tidings.settings import Settings
from tidings.store import claims, feeds, processes
from tidings.store.pool import Database
from tidings.text.analyzer import TextAnalyzer
from tidings.text.embeddings import DEFAULT_EMBEDDER
from tidings.text.pool import AnalyzerPool
from tidings.text.signals import TextInput, TextSignals

SETTINGS = Settings(processes=0, database_url=None, full_text=False)
SECONDS = 20.0
TEXT = "The council of Valmere voted on the new ferry timetable after four hours of debate. " * 6


class Outlet:
    """Feeds of one item each, or of the words given, which answer when they are let."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.asked: list[str] = []
        self.ports: dict[str, int] = {}
        self.items: dict[str, list[str]] = {}

    def url(self, name: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.ports[host]}/{name}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
        self.asked.append(path[1:])
        await self.open.wait()
        entries = "".join(
            f"<item><title>{word} of Valmere</title><link>https://valmere.example/{word}</link>"
            f"<description>{word} {TEXT}</description><pubDate>{format_datetime(datetime.now(UTC))}</pubDate>"
            "</item>"
            for word in self.items.get(path[1:], [path[1:]])
        )
        body = f"<rss version='2.0'><channel><title>Valmere</title>{entries}</channel></rss>".encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        writer.close()

    async def was_asked(self, name: str) -> None:
        async with asyncio.timeout(SECONDS):
            while name not in self.asked:  # noqa: ASYNC110
                await asyncio.sleep(0.02)


@pytest.fixture(scope="session")
def analyzer() -> TextAnalyzer:
    return TextAnalyzer(DEFAULT_EMBEDDER)


@pytest.fixture(autouse=True)
def loaded_once(analyzer: TextAnalyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pools share one analyser, which takes seconds to load."""
    monkeypatch.setattr(poller, "AnalyzerPool", partial(AnalyzerPool, factory=lambda _embedder: analyzer))


@pytest.fixture
async def outlet() -> AsyncIterator[Outlet]:
    site = Outlet()
    servers = [await asyncio.start_server(site.answer, host, 0) for host in ("127.0.0.1", "127.0.0.2")]
    for server in servers:
        host, port = server.sockets[0].getsockname()
        site.ports[host] = port
    yield site
    for server in servers:
        server.close()


@pytest.fixture
async def fetcher(outlet: Outlet) -> AsyncIterator[Fetcher]:
    rule = AddressRule(frozenset(outlet.ports.items()))
    async with Fetcher(rule=rule, turns=HostTurns(gap_seconds=0)) as fetcher:
        yield fetcher


async def follow(db: Database, *urls: str) -> None:
    async with db.transaction() as conn:
        for url in urls:
            await feeds.add(conn, url)


async def titles(db: Database) -> set[str]:
    rows = await db.fetch_all("SELECT title FROM articles UNION ALL SELECT title FROM duplicates")
    names = [str(title).partition(" ")[0] for (title,) in rows]
    assert len(names) == len(set(names))
    return set(names)


async def stored(db: Database, *names: str) -> None:
    async with asyncio.timeout(SECONDS):
        while not set(names) <= await titles(db):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


@asynccontextmanager
async def another_polls(db: Database, url: str) -> AsyncIterator[int]:
    """A process that has claimed that feed and lives."""
    async with db.own_connection() as conn:
        number = await processes.join(conn)
        async with db.transaction() as on:
            of = claims.Choice(frozenset({feeds.feed_id(url)}), datetime.now(UTC))
            assert await claims.claim(on, number, (), 1, of)
        yield number


async def test_a_feed_added_while_a_worker_runs_is_polled_at_once(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    async with polling(db, SETTINGS, fetcher):
        await follow(db, outlet.url("first"))
        await stored(db, "first")
        await follow(db, outlet.url("second"))
        await stored(db, "first", "second")
    assert outlet.asked == ["first", "second"]


async def test_a_worker_goes_on_when_the_database_comes_back(
    db: Database, database_url: str, outlet: Outlet, fetcher: Fetcher
) -> None:
    await follow(db, outlet.url("before"))
    async with Database(url=database_url) as own, polling(own, SETTINGS, fetcher) as task:
        await stored(db, "before")
        outlet.open.clear()
        await follow(db, outlet.url("during"), outlet.url("after", "127.0.0.2"))
        await outlet.was_asked("during")
        await db.fetch_all(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        outlet.open.set()
        await stored(db, "before", "during", "after")
        assert not task.done()


async def test_a_worker_that_is_told_to_end_finishes_the_poll_it_is_at(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    await follow(db, outlet.url("last"))
    async with polling(db, SETTINGS, fetcher):
        outlet.open.clear()
        await outlet.was_asked("last")
        asyncio.get_running_loop().call_later(0.2, outlet.open.set)
    assert await titles(db) == {"last"}
    assert await db.fetch_all("SELECT claimed_by FROM feeds") == [(None,)]


async def test_a_poll_whose_feed_was_taken_over_stores_nothing(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    await follow(db, outlet.url("contested"))
    outlet.open.clear()
    async with db.own_connection() as conn:
        other = await processes.join(conn)
        async with polling(db, SETTINGS, fetcher):
            await outlet.was_asked("contested")
            async with db.transaction() as on:
                await on.execute("UPDATE feeds SET claimed_by = %s", (other,))
            outlet.open.set()
        assert await titles(db) == set()
        assert await db.fetch_all("SELECT claimed_by, last_polled_at FROM feeds") == [(other, None)]


@dataclass
class Interrupted:
    """An analyser in the middle of whose work another process takes the feeds over."""

    inner: TextAnalyzer
    url: str
    other: int
    at: str

    def analyze(self, docs: Sequence[TextInput]) -> list[TextSignals]:
        if any(doc.title.startswith(self.at) for doc in docs):
            with psycopg.connect(self.url, autocommit=True) as conn:
                conn.execute("UPDATE feeds SET claimed_by = %s", (self.other,))
        return self.inner.analyze(docs)


async def test_of_a_poll_that_is_cut_off_the_parts_that_were_stored_stay_and_the_rest_is_found_again(
    db: Database,
    database_url: str,
    outlet: Outlet,
    fetcher: Fetcher,
    analyzer: TextAnalyzer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = ["ferry", "harbour", "lighthouse", "market", "orchestra"]
    outlet.items["long"] = words
    monkeypatch.setattr(poller, "PART", 2)
    await follow(db, outlet.url("long"))
    async with db.own_connection() as conn:
        cut = Interrupted(analyzer, database_url, await processes.join(conn), at="lighthouse")
        monkeypatch.setattr(poller, "AnalyzerPool", partial(AnalyzerPool, factory=lambda _embedder: cut))
        async with polling(db, SETTINGS, fetcher):
            await stored(db, "ferry", "harbour")
        assert await titles(db) == {"ferry", "harbour"}
        rows = await db.fetch_all("SELECT articles > 0, last_polled_at FROM feeds")
        assert rows == [(True, None)]
    async with polling(db, SETTINGS, fetcher):
        await stored(db, *words)
    assert await titles(db) == set(words)
    kept = "SELECT sum(feeds.articles) = (SELECT count(*) FROM articles) FROM feeds"
    assert await db.fetch_all(kept) == [(True,)]


@dataclass
class Dying:
    """An analyser that does not survive texts with a certain word in their title."""

    inner: TextAnalyzer
    word: str
    error: Exception

    def analyze(self, docs: Sequence[TextInput]) -> list[TextSignals]:
        if any(self.word in doc.title for doc in docs):
            raise self.error
        return self.inner.analyze(docs)


DIED = InternalError("text workers died 3 times over the same documents")


def dying(
    analyzer: TextAnalyzer, word: str, monkeypatch: pytest.MonkeyPatch, error: Exception = DIED
) -> None:
    cut = Dying(analyzer, word, error)
    monkeypatch.setattr(poller, "AnalyzerPool", partial(AnalyzerPool, factory=lambda _embedder: cut))


@pytest.mark.parametrize("error", [DIED, ValueError("a text that its libraries cannot take")])
async def test_a_feed_whose_texts_cannot_be_analysed_backs_off_and_stops_no_other(
    db: Database,
    outlet: Outlet,
    fetcher: Fetcher,
    analyzer: TextAnalyzer,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    dying(analyzer, "deadly", monkeypatch, error)
    await follow(db, outlet.url("deadly"), outlet.url("other", "127.0.0.2"))
    report = await poll_feeds(db, SETTINGS, fetcher=fetcher)
    assert report.failed == {"crashed": 1}
    assert await titles(db) == {"other"}
    failed = "SELECT state, reason, error_streak, claimed_by FROM feeds WHERE url LIKE '%deadly'"
    assert await db.fetch_all(failed) == [("backing_off", "crashed", 1, None)]


async def test_a_worker_that_can_analyse_nothing_ends_and_does_not_blame_its_feeds(
    db: Database, outlet: Outlet, fetcher: Fetcher, analyzer: TextAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying(analyzer, "", monkeypatch)
    await follow(db, outlet.url("innocent"))
    async with polling(db, SETTINGS, fetcher) as task:
        with pytest.raises(InternalError):
            await asyncio.wait_for(task, SECONDS)
    assert await db.fetch_all("SELECT state, reason, error_streak FROM feeds") == [("active", None, 0)]


async def test_a_round_leaves_to_others_what_they_poll_and_says_so(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    theirs, ours = outlet.url("theirs"), outlet.url("ours", "127.0.0.2")
    await follow(db, theirs, ours)
    async with another_polls(db, theirs):
        report = await poll_feeds(db, SETTINGS, only_due=False, fetcher=fetcher)
    assert (report.feeds, report.fetched, report.elsewhere) == (2, 1, 1)
    assert outlet.asked == ["ours"]
    report = await poll_feeds(db, SETTINGS, fetcher=fetcher)
    assert (report.feeds, report.fetched, report.elsewhere) == (1, 1, 0)


async def test_a_round_waits_for_a_host_whose_other_feed_is_polled_elsewhere(
    db: Database, outlet: Outlet, fetcher: Fetcher
) -> None:
    theirs, ours = outlet.url("theirs"), outlet.url("ours")
    await follow(db, theirs, ours)
    async with another_polls(db, theirs):
        waiting = asyncio.create_task(poll_feeds(db, SETTINGS, fetcher=fetcher))
        await asyncio.sleep(0.7)
        assert outlet.asked == []
    report = await waiting
    assert (report.fetched, report.elsewhere) == (1, 1)
    assert outlet.asked == ["ours"]
