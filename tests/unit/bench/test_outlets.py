"""What the bench of workers reads off the requests for its feeds."""

from __future__ import annotations

from datetime import UTC, datetime

from bench._outlets import Asked, Outlets
from bench.workers import Taken, figures

from tidings.ingest.items import RawItem
from tidings.ingest.parse import parse_feed

NOW = datetime(2025, 3, 8, tzinfo=UTC)


def item(number: int) -> RawItem:
    return RawItem(
        url=f"https://valmere.example/{number}?a=1&b=2",
        title=f"Ferry & harbour {number}",
        summary="Fares of <5 crowns & more",
        source="",
        published=NOW,
    )


def outlets(*asked: Asked) -> Outlets:
    made = Outlets.of([item(number) for number in range(10)], feeds=3, hosts=2, seconds=1.0)
    made.asked.extend(asked)
    return made


def test_items_are_dealt_out_whole_and_read_back_as_they_were() -> None:
    made = outlets()
    made.began -= 10
    bodies = [made._response(path, "GET").partition(b"\r\n\r\n")[2] for path in made.feeds]
    read = [entry for body in bodies for entry in parse_feed(body, "https://valmere.example/rss").items]
    assert {entry.url for entry in read} == {item(number).url for number in range(10)}
    assert {entry.title for entry in read} == {item(number).title for number in range(10)}
    assert {entry.summary or entry.body for entry in read} == {item(0).summary}


def test_a_feed_grows_and_says_when_it_has_not() -> None:
    made = outlets()
    assert made.visible("/feed/0") == 1
    tag = made._response("/feed/0", "GET").partition(b"ETag: ")[2].partition(b"\r\n")[0].decode()
    made.began -= 10
    assert made.visible("/feed/0") == 4
    assert made._response("/feed/0", f"If-None-Match: {tag}").startswith(b"HTTP/1.1 200")
    assert made._response("/feed/0", 'If-None-Match: "4"').startswith(b"HTTP/1.1 304")


def test_requests_that_overlap_are_counted_by_feed_and_by_host() -> None:
    made = outlets(
        Asked("/feed/0", "127.0.1.1", 0.0, 1.0),
        Asked("/feed/2", "127.0.1.1", 0.5, 1.5),
        Asked("/feed/0", "127.0.1.1", 1.2, 2.0),
        Asked("/feed/1", "127.0.1.2", 0.2, 3.0),
        Asked("/feed/1", "127.0.1.2", 2.9, 3.1),
    )
    assert made.overlapping() == 1
    assert made.overlapping(of_host=True) == 3


def test_whatever_is_lost_or_twice_or_overlaps_lowers_its_figure() -> None:
    good = Taken(100, 0, 0, 0, 0, 0, 50, 3, 15.0, 10.0)
    assert set(figures(good).values()) == {1.0}
    assert good.rate == 10.0
    bad = Taken(100, 1, 1, 1, 1, 2, 50, 3, 15.0, 10.0)
    assert figures(bad) == {
        "stored": 0.99,
        "once": 0.98,
        "feeds_one_at_a_time": 0.98,
        "hosts_one_at_a_time": 0.96,
    }
