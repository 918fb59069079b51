"""Feeds: which are followed, when each is due, and how it has fared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row

from tidings.store.ids import hash64

COLUMNS = """
feeds.id, feeds.url, feeds.title, feeds.site_url, feeds.category, feeds.lang, feeds.added_at, feeds.state,
feeds.reason, feeds.error_streak, feeds.etag, feeds.last_modified, feeds.next_poll_at, feeds.last_polled_at,
feeds.last_ok_at, feeds.last_new_at, feeds.interval_s, feeds.articles
"""
_ADD = """
INSERT INTO feeds (id, url, title, site_url, category, lang)
VALUES (%(id)s, %(url)s, %(title)s, %(site_url)s, %(category)s, %(lang)s)
    ON CONFLICT (id) DO UPDATE
   SET state = 'active', reason = NULL, error_streak = 0, next_poll_at = now()
 WHERE feeds.state = 'dead'
"""
_REMOVE = "DELETE FROM feeds WHERE id = %s OR url = %s"
_ALL = f"SELECT {COLUMNS} FROM feeds ORDER BY title, url"
_DUE = "SELECT id FROM feeds WHERE state <> 'dead' AND next_poll_at <= now()"
_IDS = "SELECT id FROM feeds"
_PART_STORED = """
UPDATE feeds
   SET articles = articles + %(new)s, last_new_at = CASE WHEN %(new)s > 0 THEN %(at)s ELSE last_new_at END
 WHERE id = %(id)s AND claimed_by = %(process)s
"""
_POLLED = """
UPDATE feeds
   SET url = %(url)s, title = CASE WHEN title = '' THEN %(title)s ELSE title END, state = %(state)s,
       reason = %(reason)s, error_streak = %(error_streak)s, etag = %(etag)s,
       last_modified = %(last_modified)s,
       next_poll_at = %(next_poll_at)s, interval_s = %(interval_s)s, last_polled_at = %(polled_at)s,
       last_ok_at = CASE WHEN %(ok)s THEN %(polled_at)s ELSE last_ok_at END,
       last_new_at = CASE WHEN %(new)s > 0 THEN %(polled_at)s ELSE last_new_at END,
       articles = articles + %(new)s, claimed_by = NULL
 WHERE id = %(id)s AND claimed_by = %(process)s
"""


@dataclass(frozen=True, slots=True)
class Feed:
    """A followed feed as stored."""

    id: int
    url: str
    title: str
    site_url: str | None
    category: str | None
    lang: str | None
    added_at: datetime
    state: str
    reason: str | None
    error_streak: int
    etag: str | None
    last_modified: str | None
    next_poll_at: datetime
    last_polled_at: datetime | None
    last_ok_at: datetime | None
    last_new_at: datetime | None
    interval_s: int
    articles: int


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll changes of a feed."""

    id: int
    url: str
    title: str
    state: str
    reason: str | None
    error_streak: int
    etag: str | None
    last_modified: str | None
    next_poll_at: datetime
    interval_s: int
    polled_at: datetime
    ok: bool
    new: int


def feed_id(url: str) -> int:
    """The id of a feed: a 64-bit hash of its address as added."""
    return hash64(url)


async def add(
    conn: AsyncConnection,
    url: str,
    *,
    title: str = "",
    site_url: str | None = None,
    category: str | None = None,
    lang: str | None = None,
) -> bool:
    """Follow a feed, or take up a dead one again; False when it is followed already."""
    values = {"url": url, "title": title, "site_url": site_url, "category": category, "lang": lang}
    cursor = await conn.execute(_ADD, {"id": feed_id(url), **values})
    return cursor.rowcount == 1


async def remove(conn: AsyncConnection, url: str) -> bool:
    """Stop following a feed; its articles stay. False when it was not followed."""
    return (await conn.execute(_REMOVE, (feed_id(url), url))).rowcount > 0


async def list_feeds(conn: AsyncConnection) -> list[Feed]:
    """All followed feeds, by title."""
    async with conn.cursor(row_factory=class_row(Feed)) as cursor:
        await cursor.execute(_ALL.encode())
        return await cursor.fetchall()


async def to_poll(conn: AsyncConnection, *, only_due: bool = True) -> set[int]:
    """Feeds to poll now, whoever polls them; with `only_due=False` all of them, dead ones too."""
    return {feed for (feed,) in await (await conn.execute(_DUE if only_due else _IDS)).fetchall()}


async def record_part(conn: AsyncConnection, feed: int, new: int, at: datetime, process: int) -> bool:
    """Count articles of a poll that goes on; False where the process has lost its claim."""
    values = {"id": feed, "new": new, "at": at, "process": process}
    return (await conn.execute(_PART_STORED, values)).rowcount == 1


async def record_poll(conn: AsyncConnection, polled: Polled, process: int) -> bool:
    """Store the outcome of a poll, and end its claim; False where the process has lost that."""
    values: dict[str, Any] = {name: getattr(polled, name) for name in Polled.__slots__}
    return (await conn.execute(_POLLED, values | {"process": process})).rowcount == 1
