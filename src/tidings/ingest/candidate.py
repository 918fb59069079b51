"""A candidate: an item made ready to be judged, with its id, its stored text and its decided time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tidings.ingest.canonical import article_id, canonical_url, item_urn
from tidings.ingest.dates import decide_date
from tidings.ingest.items import RawItem
from tidings.store.ids import hash64

UNNAMED_SOURCE = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may become news: `text` is what is stored and what quotes count their offsets in."""

    id: int
    url: str | None
    source: str
    feed_id: int | None
    title: str
    body: str
    published_at: datetime
    date_rule: str
    fetched_at: datetime
    content_hash: int  # of the text its source gave, which for a stub is less than the text stored
    lang_hint: str

    @property
    def text(self) -> str:
        """Title, blank line, body."""
        return f"{self.title}\n\n{self.body}" if self.body else self.title


def prepare(
    item: RawItem, fetched_at: datetime, feed_id: int | None = None, lags: Sequence[timedelta] = ()
) -> Candidate:
    """The item as a candidate: its address canonical, its time by the rule of `dates`, its text chosen.

    `lags` are those of its feed's new items, by which the rule knows a feed whose clock is ahead.
    """
    dated = decide_date(item.published, item.updated, fetched_at, lags)
    body = item.body if len(item.body) >= len(item.summary) else item.summary
    title, body = item.title.strip(), body.strip()
    source = item.source.strip() or UNNAMED_SOURCE
    if item.url:
        url, name = canonical_url(item.url), item.url
    else:
        url, name = None, item_urn(item.guid, item.feed_url, source, title, str(item.published or ""))
    return Candidate(
        id=article_id(name),
        url=url,
        source=source,
        feed_id=feed_id,
        title=title,
        body=body,
        published_at=dated.published_at,
        date_rule=dated.rule,
        fetched_at=fetched_at,
        content_hash=content_hash(title, body),
        lang_hint=item.lang,
    )


def content_hash(title: str, body: str) -> int:
    """A 64-bit hash of the text, blind to case and spacing."""
    folded = " ".join(f"{title}\n{body}".casefold().split())
    return hash64(folded)
