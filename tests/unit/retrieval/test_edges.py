"""Windows that end now: the same edges for all who ask between two batches of news, for a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tidings.retrieval.edges import SharedEdges
from tidings.windows import parse_window

NOON = datetime(2021, 5, 30, 12, tzinfo=UTC)
FIRST = parse_window("24h", NOON)
SECOND = parse_window("24h", NOON + timedelta(seconds=20))


def test_who_asks_later_gets_the_edges_of_who_asked_first() -> None:
    edges = SharedEdges(seconds=300, clock=lambda: 0.0)
    assert edges.of(FIRST, 7) == FIRST
    assert edges.of(SECOND, 7) == FIRST
    other = parse_window("3d", NOON)
    assert edges.of(other, 7) == other


def test_news_and_time_end_them() -> None:
    now = 0.0
    edges = SharedEdges(seconds=300, clock=lambda: now)
    edges.of(FIRST, 7)
    assert edges.of(SECOND, 8) == SECOND
    now = 299.0
    assert edges.of(FIRST, 8) == SECOND
    now = 300.0
    assert edges.of(FIRST, 8) == FIRST


def test_nothing_is_shared_for_no_time() -> None:
    edges = SharedEdges(seconds=0, clock=lambda: 0.0)
    edges.of(FIRST, 7)
    assert edges.of(SECOND, 7) == SECOND
