"""What the reading side of ingest hands on: one item, one feed, or one row that was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RawItem:
    """One article as its source gave it: every text is plain, every address is http(s) or empty.

    `published` and `updated` are what the source stated, not yet judged: `dates.decide_date` does that.
    """

    url: str
    title: str
    summary: str = ""
    body: str = ""
    source: str = ""
    published: datetime | str | None = None
    updated: datetime | str | None = None
    guid: str = ""
    lang: str = ""
    feed_url: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed that could be read, with its titled items in the order it gave them.

    `dropped` counts the entries that had neither a title nor any text to make one of.
    """

    title: str
    link: str
    language: str
    items: tuple[RawItem, ...]
    format: str
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row of an import that is not an article, and why; rows are counted from 1."""

    row_number: int
    reason: str
    detail: str = ""
