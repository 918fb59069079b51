"""Whether to tell a reader now what came for them, and of it what: decided from what is known, in UTC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tidings.following.clock import ReaderClock

# What fits a phone's screen; the rest comes with the next alert.
STORIES_AN_ALERT = 5
# What has waited for longer than a quarter of a day is worth no message of its own any more: where no digest
# will tell it, the next alert tells how much of it there is.
_STALE = timedelta(hours=6)
# What a digest is about to tell needs no alert; a digest that is late by more is not waited for.
_DIGEST_NEAR = timedelta(minutes=30)
_DIGEST_LATE = timedelta(minutes=10)
# Looked at again when the digest has been written.
_AFTER_DIGEST = timedelta(minutes=1)


class Outcome(StrEnum):
    """What became of what came for a reader."""

    TOLD = "told"
    QUIET = "quiet"  # it is night for them
    DIGEST = "digest"  # their digest is about to tell it
    COOLING = "cooling"  # an alert about the same followed things was a little while ago
    NOTHING = "nothing"  # it was told already, or is not wanted


@dataclass(frozen=True, slots=True)
class Watch:
    """A followed thing, and when there was an alert about it last."""

    follow_id: int
    alerted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fresh:
    """An article that came for a followed thing and was not told yet; `story_id` is where its story went."""

    follow_id: int
    article_id: int
    story_id: int
    source_id: int
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class Pick:
    """A story to tell: all its new articles, the latest first, and the followed things they came for."""

    story_id: int
    article_ids: tuple[int, ...]
    sources: int
    follow_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What to tell now; of each followed thing, when to look at it again, None until more comes.

    `more` are stories that are told by their number alone.
    """

    outcome: Outcome
    stories: tuple[Pick, ...]
    look_at: Mapping[int, datetime | None]
    more: tuple[Pick, ...] = ()

    @property
    def told(self) -> frozenset[int]:
        """The followed things that something is told of."""
        return frozenset(number for pick in self.stories for number in pick.follow_ids)

    @property
    def articles(self) -> frozenset[int]:
        """The articles that are told, if only by their number."""
        return frozenset(number for pick in (*self.stories, *self.more) for number in pick.article_ids)


def decide(
    now: datetime,
    clock: ReaderClock,
    watches: Sequence[Watch],
    fresh: Sequence[Fresh],
    *,
    cool_down: timedelta,
    digest_due: datetime | None = None,
) -> Decision:
    """What to tell a reader of what came for them.

    A story is told when any of the followed things it came for has not been told of for the cool-down.
    """
    if not fresh:
        return Decision(Outcome.NOTHING, (), {watch.follow_id: None for watch in watches})
    until = clock.quiet_until(now)
    if until is not None:
        return _later(Outcome.QUIET, watches, fresh, until)
    if digest_due is not None and now - _DIGEST_LATE <= digest_due <= now + _DIGEST_NEAR:
        return _later(Outcome.DIGEST, watches, fresh, max(digest_due, now) + _AFTER_DIGEST)
    free_at = {watch.follow_id: _free_at(watch, now, cool_down) for watch in watches}
    stories = [pick for pick in picks(fresh) if any(free_at[number] <= now for number in pick.follow_ids)]
    chosen = tuple(stories[:STORIES_AN_ALERT])
    for number in {number for pick in chosen for number in pick.follow_ids}:
        free_at[number] = now + cool_down
    more = () if digest_due is not None else tuple(_stale(stories[STORIES_AN_ALERT:], fresh, now))
    told = {article for pick in (*chosen, *more) for article in pick.article_ids}
    left = {item.follow_id for item in fresh if item.article_id not in told}
    look_at = {
        watch.follow_id: free_at[watch.follow_id] if watch.follow_id in left else None for watch in watches
    }
    return Decision(Outcome.TOLD if chosen else Outcome.COOLING, chosen, look_at, more)


def _stale(stories: Iterable[Pick], fresh: Iterable[Fresh], now: datetime) -> Iterator[Pick]:
    """Those of the stories of which nothing came lately."""
    arrived = {item.article_id: item.arrived_at for item in fresh}
    return (pick for pick in stories if now - arrived[pick.article_ids[0]] >= _STALE)


def picks(fresh: Iterable[Fresh]) -> list[Pick]:
    """What came by its stories: those first that most outlets tell, then most articles, then the latest."""
    by_story: dict[int, list[Fresh]] = {}
    for item in fresh:
        by_story.setdefault(item.story_id, []).append(item)
    ranked = sorted(by_story.items(), key=lambda entry: (_weight(entry[1]), -entry[0]), reverse=True)
    return [_pick(story, items) for story, items in ranked]


def _weight(items: Sequence[Fresh]) -> tuple[int, int, datetime]:
    sources, articles = {item.source_id for item in items}, {item.article_id for item in items}
    return len(sources), len(articles), max(item.arrived_at for item in items)


def _pick(story: int, items: Sequence[Fresh]) -> Pick:
    latest_first = sorted(items, key=lambda item: (item.arrived_at, item.article_id), reverse=True)
    articles = tuple(dict.fromkeys(item.article_id for item in latest_first))
    sources = len({item.source_id for item in items})
    return Pick(story, articles, sources, tuple(sorted({item.follow_id for item in items})))


def _later(outcome: Outcome, watches: Sequence[Watch], fresh: Sequence[Fresh], until: datetime) -> Decision:
    """Nothing now; what something came for is looked at again then."""
    waiting = {item.follow_id for item in fresh}
    look_at = {watch.follow_id: until if watch.follow_id in waiting else None for watch in watches}
    return Decision(outcome, (), look_at)


def _free_at(watch: Watch, now: datetime, cool_down: timedelta) -> datetime:
    return now if watch.alerted_at is None else max(now, watch.alerted_at + cool_down)
