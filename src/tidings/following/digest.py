"""A reader's day: what came for followed things, then what the news as a whole is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tidings.following.news import Follow, FollowNews
from tidings.schemas import Answer


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest of a day on the reader's calendar.

    `quiet` are the followed things for which nothing came; `trends` is the answer about all news of the last
    24 hours, None where there are none.
    """

    key: str
    reader: int
    day: date
    since: datetime
    until: datetime
    followed: tuple[FollowNews, ...]
    quiet: tuple[Follow, ...]
    trends: Answer | None
