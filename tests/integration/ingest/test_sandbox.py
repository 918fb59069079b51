"""The child process that reads hostile documents: it answers, it is killed, it is replaced."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from tests.waiting import PATIENCE

from tidings.ingest.extract import NotExtracted
from tidings.ingest.items import RawFeed, RawItem, Rejected
from tidings.ingest.parse import NotParsed, parse_feed
from tidings.ingest.readers import read_feed_dir
from tidings.ingest.sandbox import Sandbox

FEEDS = Path(__file__).parents[2] / "fixtures" / "feeds"
GOOD = (FEEDS / "rss2.xml").read_bytes()
# Each is read by its library in far more than a second: attributes and name spaces are compared with each
# other, and an author is searched for an e-mail address from each of its dots.
ENDLESS = {
    "attributes": b"<rss><channel><item "
    + b" ".join(b"a%d='x'" % n for n in range(150_000))
    + b"/></channel></rss>",
    "author": b"<rss><channel><item><author>" + b"a." * 60_000 + b"</author></item></channel></rss>",
}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(cpu_seconds=1.0) as sandbox:
        yield sandbox


def children() -> list[psutil.Process]:
    return [
        child
        for child in psutil.Process().children()
        if "tidings.ingest.sandbox" in " ".join(child.cmdline())
    ]


def test_a_feed_read_in_the_sandbox_is_the_feed_read_here(sandbox: Sandbox) -> None:
    assert sandbox.parse_feed(GOOD, "https://o.com/feed") == parse_feed(GOOD, "https://o.com/feed")
    assert isinstance(sandbox.parse_feed(b""), NotParsed)


def test_a_page_is_read_too(sandbox: Sandbox) -> None:
    text = sandbox.extract_text((FEEDS / "article.html").read_bytes(), "https://o.com/1")
    assert isinstance(text, str)
    assert "the first lorries crossed it" in text


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_document_that_takes_too_long_costs_its_process_and_the_next_is_read(
    sandbox: Sandbox, kind: str
) -> None:
    outcome = sandbox.parse_feed(ENDLESS[kind])
    assert isinstance(outcome, NotParsed)
    assert outcome.reason == "too_slow"
    assert isinstance(sandbox.parse_feed(GOOD), RawFeed)


def test_a_process_that_dies_is_replaced(sandbox: Sandbox) -> None:
    assert isinstance(sandbox.parse_feed(GOOD), RawFeed)
    (child,) = children()
    os.kill(child.pid, signal.SIGSEGV)
    child.wait(timeout=PATIENCE)
    assert isinstance(sandbox.parse_feed(GOOD), RawFeed)


def test_a_question_it_cannot_answer_is_a_crash_and_not_an_exception(sandbox: Sandbox) -> None:
    outcome = sandbox.extract_text(7)  # type: ignore[arg-type]
    assert outcome == NotExtracted("crashed", "ended with status 1")


def test_closing_leaves_no_process(sandbox: Sandbox) -> None:
    sandbox.parse_feed(GOOD)
    assert children()
    sandbox.close()
    assert not children()


def test_threads_share_it(sandbox: Sandbox) -> None:
    documents = [
        f"<rss><channel><item><title>Title {n}</title></item></channel></rss>".encode() for n in range(40)
    ]
    with ThreadPoolExecutor(4) as threads:
        feeds = list(threads.map(sandbox.parse_feed, documents))
    assert [feed.items[0].title for feed in feeds if isinstance(feed, RawFeed)] == [
        f"Title {n}" for n in range(40)
    ]


def test_a_folder_of_saved_feeds_is_read_in_order_with_what_is_none_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(GOOD)
    (tmp_path / "b.xml").write_bytes(b"<html><body>gone</body></html>")
    (tmp_path / "c.xml").write_bytes(
        b"<rss><channel><item><title>C</title><link>/c</link></item></channel></rss>"
    )
    (tmp_path / "c.xml.url").write_text("https://c.com/feed\n")
    (tmp_path / "d.xml.gz").write_bytes(b"\x1f\x8bbroken")
    (tmp_path / "e.xml").write_bytes(b"")
    rows = list(read_feed_dir(tmp_path))
    named = [row.title if isinstance(row, RawItem) else (row.row_number, row.reason) for row in rows]
    assert named == [
        "New bridge opens & ferries stop",
        "Undated note",
        "An item without a title is named by how its text begins, and keeps that text whole.",
        (4, "html"),
        "C",
        (6, "unreadable_file"),
        (7, "empty"),
    ]
    assert isinstance(rows[6], Rejected)
    assert rows[6].detail == "e.xml"
    assert isinstance(rows[4], RawItem)
    assert (rows[4].url, rows[4].feed_url) == ("https://c.com/c", "https://c.com/feed")
    assert list(read_feed_dir(tmp_path, 4)) == rows[3:]
    assert isinstance(rows[3], Rejected)
