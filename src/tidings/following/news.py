"""What is told of followed things: articles by their story, each with words of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["story", "name", "query"]


@dataclass(frozen=True, slots=True)
class Follow:
    """A followed thing, by the number its reader can end it with.

    `words` are the query, the name, or the title of an article of the story; `lang` and `sources` are those
    of the articles wanted, None and none for all.
    """

    id: int
    kind: Kind
    words: str
    lang: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsArticle:
    """An article as it is shown: `quote` stands in it letter by letter, but for personal data, masked."""

    id: int
    title: str
    source: str
    url: str | None
    published_at: datetime
    lang: str
    quote: str


@dataclass(frozen=True, slots=True)
class StoryNews:
    """New articles of a story: the first few of them, how many there are, and from how many outlets."""

    story_id: int
    shown: tuple[NewsArticle, ...]
    articles: int
    sources: int
    follows: tuple[Follow, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """What came for a reader's followed things; `follows` are all that its stories are told for.

    `more` is how many older stories came for them that are told by their number alone.
    """

    key: str
    reader: int
    stories: tuple[StoryNews, ...]
    follows: tuple[Follow, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class FollowNews:
    """What came for a followed thing since the last digest.

    `articles` and `sources` count all of it, `alerted` what alerts have told; `stories` are the rest's
    first few, each under one followed thing alone, and `more` how many stories there are besides.
    """

    follow: Follow
    articles: int
    sources: int
    alerted: int
    stories: tuple[StoryNews, ...]
    more: int
