"""A reader's day: what came for followed things, then what the news as a whole is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tidings.following.alerts import Fresh, Pick, picks
from tidings.following.clock import ReaderClock
from tidings.following.news import Follow, FollowNews
from tidings.schemas import Answer

# What a digest shows of one followed thing, and of all: with its trends it stays within two messages.
_STORIES_A_FOLLOW = 3
_STORIES = 10
# At the hour that a reader chose they get their digest even where that hour is a quiet one; later they do
# not.
_AT_ITS_HOUR = timedelta(hours=1)
# Half a day later the next digest is nearer than the one that was missed.
_TOO_LATE = timedelta(hours=12)


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


class Outcome(StrEnum):
    """What became of a digest that was due."""

    WRITTEN = "written"
    NOTHING = "nothing"  # nothing came and there is no news: not sent
    QUIET = "quiet"  # it is late, and night for its reader by now
    LATE = "late"  # so late that the next one tells it


@dataclass(frozen=True, slots=True)
class Timing:
    """Whether a digest is written now; else why not, and until when it waits, None for the next day's."""

    reason: Outcome | None = None
    until: datetime | None = None


def timing(now: datetime, due_at: datetime, clock: ReaderClock) -> Timing:
    """Whether a digest that was due is written now."""
    if now - due_at >= _TOO_LATE:
        return Timing(Outcome.LATE)
    until = clock.quiet_until(now) if now - due_at >= _AT_ITS_HOUR else None
    return Timing(Outcome.QUIET, until) if until else Timing()


@dataclass(frozen=True, slots=True)
class Section:
    """What came for a followed thing: how much of it, how much of that was told, and the stories to tell."""

    follow_id: int
    articles: int
    sources: int
    alerted: int
    stories: tuple[Pick, ...]
    more: int


def arrange(fresh: Sequence[Fresh], told: Collection[int]) -> list[Section]:
    """What came, by what is followed, most of it first; a story stands under the first it came for.

    `told` are the articles that alerts have told: they are counted, and not shown again.
    """
    by_follow: dict[int, list[Fresh]] = {}
    for item in fresh:
        by_follow.setdefault(item.follow_id, []).append(item)
    ranked = sorted(by_follow, key=lambda number: (-len(by_follow[number]), number))
    left = picks(item for item in fresh if item.article_id not in told)
    room, sections = _STORIES, []
    for number in ranked:
        mine = [pick for pick in left if number in pick.follow_ids]
        left = [pick for pick in left if number not in pick.follow_ids]
        shown = tuple(mine[: min(_STORIES_A_FOLLOW, room)])
        room -= len(shown)
        sections.append(_section(number, by_follow[number], told, shown, len(mine) - len(shown)))
    return sections


def _section(
    number: int, items: Sequence[Fresh], told: Collection[int], shown: tuple[Pick, ...], more: int
) -> Section:
    sources = len({item.source_id for item in items})
    alerted = sum(item.article_id in told for item in items)
    return Section(number, len(items), sources, alerted, shown, more)
