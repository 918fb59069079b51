"""When a feed is polled next: as often as it publishes, less and less often while it fails.

The rule. A feed that answers is polled twice in the time it usually takes to publish an item, between every
5 minutes and every 6 hours; with nothing new, a fifth later each time. A feed that fails waits its interval,
doubled with each further failure, up to a day, or as long as its server asks (Retry-After); the reason is
kept. It is dead, and never polled again unless asked to, when it answers 410 Gone or after 40 failures in a
row (about five weeks). A permanent redirect becomes its address. A host that wants quiet because of another
feed makes this one wait, and is no failure of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from statistics import median
from typing import Literal

from tidings.ingest.fetch import Failed, NotModified, Outcome

State = Literal["active", "backing_off", "dead"]

# Fresher than 5 minutes no trend needs; 6 hours is what a feed of one item a week costs nothing by.
SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=6)
FIRST = timedelta(minutes=15)
LONGEST_BACK_OFF = timedelta(days=1)
DEAD_AFTER = 40
# Fewer dates say nothing about a rhythm, older ones nothing about today's.
_MIN_DATES = 3
_RECENT_DATES = 20
# A feed that has nothing new is asked a little later each time, until it has.
_SLOWER = 1.2
# Feeds added together are spread by a tenth of their interval, so that they do not come due together.
_SPREAD = 0.1


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed before a poll."""

    url: str
    interval: timedelta = FIRST
    error_streak: int = 0
    state: State = "active"


@dataclass(frozen=True, slots=True)
class NextPoll:
    """What a poll changes: the feed as it is now, when it is due, and why it failed, if it did."""

    url: str
    interval: timedelta
    error_streak: int
    state: State
    next_poll_at: datetime
    reason: str | None = None


def decide(feed: FeedState, outcome: Outcome, now: datetime, published: Sequence[datetime] = ()) -> NextPoll:
    """Applies the module's rule; `published` are the dates of the items the poll brought."""
    if isinstance(outcome, Failed):
        return _after_failure(feed, outcome, now)
    unchanged = isinstance(outcome, NotModified) or not published
    interval = _bounded(feed.interval * _SLOWER) if unchanged else publishing_interval(published, now)
    url = outcome.moved_to or feed.url
    return NextPoll(url, interval, 0, "active", now + _spread(interval, feed.url))


def publishing_interval(published: Sequence[datetime], now: datetime) -> timedelta:
    """Half the usual time between items, counting the silence since the last as one of them."""
    recent = sorted((date for date in published if date <= now), reverse=True)[:_RECENT_DATES]
    if len(recent) < _MIN_DATES:
        return FIRST
    gaps = [later - earlier for later, earlier in zip([now, *recent], recent, strict=False)]
    usual = median(gap.total_seconds() for gap in gaps)
    # Items published in one go have no gap between them: their span says more than the median of zeros.
    typical = usual or (recent[0] - recent[-1]).total_seconds() / len(recent)
    return _bounded(timedelta(seconds=max(typical, gaps[0].total_seconds() / _RECENT_DATES) / 2))


def _after_failure(feed: FeedState, failure: Failed, now: datetime) -> NextPoll:
    if failure.reason == "paused":
        wait = max(SHORTEST, failure.retry_after or SHORTEST)
        return NextPoll(feed.url, feed.interval, feed.error_streak, feed.state, now + wait, failure.reason)
    streak = feed.error_streak + 1
    if failure.reason == "gone" or streak >= DEAD_AFTER:
        return NextPoll(feed.url, feed.interval, streak, "dead", now + LONGEST_BACK_OFF, failure.reason)
    doubled = feed.interval * 2 ** min(streak - 1, 16)
    wait = _spread(max(SHORTEST, min(doubled, LONGEST_BACK_OFF)), feed.url)
    if failure.retry_after:
        wait = max(wait, failure.retry_after)
    return NextPoll(feed.url, feed.interval, streak, "backing_off", now + wait, failure.reason)


def _bounded(interval: timedelta) -> timedelta:
    return max(SHORTEST, min(interval, LONGEST))


def _spread(interval: timedelta, url: str) -> timedelta:
    """The interval with up to a tenth added, always the same for one feed."""
    share = blake2b(url.encode(), digest_size=1).digest()[0] / 255
    return interval * (1 + _SPREAD * share)
