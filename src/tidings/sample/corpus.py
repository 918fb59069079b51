"""Invented articles about invented events, dated backwards from any moment that is called now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

Special = Literal[
    "exact_copy", "near_copy", "revision", "undated", "zone_error", "markup", "instruction", "emoji"
]

# What a feed is ahead by when it writes the local time of a UTC+3 city and calls it UTC: the commonest
# wrong zone among Russian-language feeds, and enough to put a fresh article into the future.
ZONE_ERROR = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """One arrival in the sample; `minutes_ago` is when it came in, counted back from now."""

    story: str
    lang: Literal["ru", "en"]
    source: str
    minutes_ago: int
    url: str
    title: str
    text: str
    special: Special | None = None
    first_published_minutes_ago: int | None = None

    def published(self, now: datetime) -> datetime | None:
        """The date its outlet would give: missing for an undated one, ahead of now for a wrong zone."""
        if self.special == "undated":
            return None
        if self.special == "zone_error":
            return self.arrived(now) + ZONE_ERROR
        if self.first_published_minutes_ago is not None:
            return now - timedelta(minutes=self.first_published_minutes_ago)
        return self.arrived(now)

    def arrived(self, now: datetime) -> datetime:
        """When a reader polling without pause would have seen it."""
        return now - timedelta(minutes=self.minutes_ago)


@cache
def catalogue() -> tuple[SampleArticle, ...]:
    """Every article of the sample in order of arrival, with the storyline it was written for."""
    lines = files(__package__).joinpath("corpus.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(SampleArticle(**json.loads(line)) for line in lines)


def articles(now: datetime) -> Iterator[dict[str, str]]:
    """Yield the sample as import rows in order of arrival, the last one shortly before `now`.

    `now` must carry a zone. A row has `title`, `text`, `url`, `source` and `published_at` in ISO 8601
    UTC; an undated article has no `published_at`, and a corrected one also has `updated_at`.
    """
    if now.tzinfo is None:
        raise ValueError("articles(now) needs a moment with a time zone")
    moment = now.astimezone(UTC)
    return (_row(article, moment) for article in catalogue())


def _row(article: SampleArticle, now: datetime) -> dict[str, str]:
    row = {"title": article.title, "text": article.text, "url": article.url, "source": article.source}
    if published := article.published(now):
        row["published_at"] = published.isoformat(timespec="seconds")
    if article.special == "revision":
        row["updated_at"] = article.arrived(now).isoformat(timespec="seconds")
    return row
