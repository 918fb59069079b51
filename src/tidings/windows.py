"""Window names to spans of time: what "24h", "1w", "2 недели", "за три дня", "last week" mean."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from tidings.errors import InvalidRequest

# A month is 30 days and a year 365: a window is a span, not a calendar page, so that "1m" of today and
# of yesterday hold the same number of days and their counts compare.
SPANS: dict[str, timedelta] = {
    "6h": timedelta(hours=6),
    "12h": timedelta(hours=12),
    "24h": timedelta(hours=24),
    "1d": timedelta(days=1),
    "3d": timedelta(days=3),
    "1w": timedelta(weeks=1),
    "2w": timedelta(weeks=2),
    "1m": timedelta(days=30),
    "3m": timedelta(days=90),
    "6m": timedelta(days=180),
    "1y": timedelta(days=365),
}
# Older than any news archive of the web, and far enough from the calendar's edge for every window.
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
# A bare date means its end, which for today is up to a day ahead.
AHEAD = timedelta(days=1)
# What a window is called besides its own name.
WINDOW_WORDS: dict[str, str] = {
    "day": "24h",
    "today": "24h",
    "день": "24h",
    "сутки": "24h",
    "сегодня": "24h",
    "week": "1w",
    "неделя": "1w",
    "неделю": "1w",
    "month": "1m",
    "месяц": "1m",
    "quarter": "3m",
    "квартал": "3m",
    "полгода": "6m",
    "year": "1y",
    "год": "1y",
}
# What is no window, and the one that holds it.
_HELD_BY = {"yesterday": "3d", "вчера": "3d"}
_UNITS: dict[str, timedelta] = {
    "h": timedelta(hours=1),
    "ч": timedelta(hours=1),
    "d": timedelta(days=1),
    "д": timedelta(days=1),
    "w": timedelta(weeks=1),
    "н": timedelta(weeks=1),
    "m": timedelta(days=30),
    "м": timedelta(days=30),
    "y": timedelta(days=365),
    "г": timedelta(days=365),
}
_SPAN = re.compile(r"(\d{1,4})([hdwmyчднмг])", re.IGNORECASE)
_UNIT_WORDS: dict[str, str] = {
    word: unit
    for unit, words in {
        "h": "hour hours час часа часов",
        "d": "day days today день дня дней сутки суток сегодня",
        "w": "week weeks неделя неделю недели недель неделе",
        "m": "month months месяц месяца месяцев месяце",
        "y": "year years год года году лет",
    }.items()
    for word in words.split()
}
# What stands for a unit behind a number alone.
_SHORT_UNITS: dict[str, str] = {
    word: unit
    for unit, words in {
        "h": "h hr hrs ч",
        "d": "d д дн",
        "w": "w wk н нед",
        "m": "m м мес",
        "y": "y г",
    }.items()
    for word in words.split()
}
# Words that are number and unit in one.
_WHOLE: dict[str, str] = {
    "quarter": "3m",
    "квартал": "3m",
    "квартале": "3m",
    "полгода": "6m",
    "полугодие": "6m",
}
_COUNTS: dict[str, int] = {
    word: count
    for count, words in {
        1: "a an one один одна одну одни",
        2: "two два две двое пару",
        3: "three три трое",
        4: "four четыре",
        5: "five пять",
        6: "six шесть",
        7: "seven семь",
        10: "ten десять",
    }.items()
    for word in words.split()
}
# The words that lead up to a span, in Russian and in English.
_LATEST = re.compile(r"(?:последн|прошл)\w+|эт\w{1,2}")
_BEFORE = frozenset({"за", "на", "в"})
_WITHIN = frozenset({"in", "over", "for", "during", "within"})
_PAST = frozenset({"last", "past", "previous", "this"})
# As in "over the last half a year", and room to look behind it.
# Marks that end a question, which say nothing of what stands before them.
_ENDS = "?!.,…"
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open span of UTC time, `since` <= t < `until`."""

    name: str
    since: datetime
    until: datetime

    @property
    def span(self) -> timedelta:
        """How long the window is."""
        return self.until - self.since

    def buckets(self, count: int) -> list[tuple[datetime, datetime]]:
        """The window cut into `count` equal spans, oldest first."""
        step = self.span / count
        edges = [self.since + step * i for i in range(count)] + [self.until]
        return list(pairwise(edges))


def parse_window(name: str, as_of: datetime | None = None) -> Window:
    """The window of that name ending at `as_of` (default: now); else InvalidRequest names those there are.

    A name may be words that mean a window and nothing else, in Russian or English.
    """
    known = window_in_words(name)
    if known is None:
        raise InvalidRequest(
            f"unknown window {name!r}; there are {', '.join(SPANS)}",
            message="unknown_window",
            params={"window": name, "windows": ", ".join(SPANS)},
        )
    until = as_of or datetime.now(UTC)
    if until.tzinfo is None:
        raise ValueError("as_of must be aware")
    return Window(known, until - SPANS[known], until)


def window_in_words(said: str) -> str | None:
    """The window that words mean where they say nothing else."""
    words = said.split()
    found = leading_span(words, bare=True)
    if found is not None and found[0] == len(words):
        return window_of(found[1])
    return window_of(words[0]) if len(words) == 1 else None


def parse_moment(text: str) -> datetime:
    """An ISO date or time as an aware UTC moment; a bare date means the end of that day."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidRequest(
            f"cannot read {text!r} as a date",
            message="bad_moment",
            params={"value": text},
        ) from error
    aware = known_moment(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment, text.strip())
    end = timedelta(days=1) if len(text.strip()) == len("2020-05-30") else timedelta(0)
    return known_moment(aware.astimezone(UTC) + end, text.strip())


def known_moment(moment: datetime, named: str) -> datetime:
    """The aware moment, if articles may be known from then; InvalidRequest when too early or yet to come."""
    if moment < EARLIEST:
        raise InvalidRequest(
            f"{named} is before {EARLIEST:%Y}", message="moment_too_early", params={"value": named}
        )
    if moment > datetime.now(UTC) + AHEAD:
        raise InvalidRequest(f"{named} is in the future", message="moment_ahead", params={"value": named})
    return moment


def window_of(word: str) -> str | None:
    """The window a word means: by its name, by a word for it, or by a span equal to one's."""
    folded = word.lower()
    if folded in SPANS:
        return folded
    if folded in WINDOW_WORDS:
        return WINDOW_WORDS[folded]
    span = _span(folded)
    return next((name for name, known in SPANS.items() if known == span), None)


def is_span(word: str) -> bool:
    """Whether a word is a span as people write it short: 3d, 2н."""
    return _SPAN.fullmatch(word) is not None


def nearest(word: str) -> str | None:
    """The window nearest to what is none: in length, or in spelling."""
    folded = word.lower()
    span = _span(folded)
    if span is not None:
        return min(SPANS, key=lambda name: abs(SPANS[name] - span))
    if folded in _HELD_BY:
        return _HELD_BY[folded]
    near = difflib.get_close_matches(folded, [*SPANS, *WINDOW_WORDS], 1)
    return window_of(near[0]) if near else None


def leading_span(words: Sequence[str], *, bare: bool) -> tuple[int, str] | None:
    """How many of the first words mean a span, and that span written short; None where they mean none.

    `bare` where a number and a unit are enough; elsewhere they may be of what is asked about, and a span is
    what something leads up to, as "за 3 дня" and "last 3 days".
    """
    folded = [word.lower().rstrip(_ENDS) for word in words[:_LONGEST]] + [""] * _LONGEST
    place = _led_up_to(folded)
    taken, span = _measured(folded[place:])
    # A unit alone is a window where something leads up to it.
    if not taken or not (place or (bare and (taken > 1 or span in _WHOLE.values()))):
        return None
    return place + taken, span


def _measured(words: Sequence[str]) -> tuple[int, str]:
    """How many words are a span by number and unit, and the span written short; 0 where they are none."""
    if words[0] == "half":
        until = 2 if words[1] in {"a", "an"} else 1
        return (until + 1, "6m") if words[until] == "year" else (0, "")
    if words[0] in _WHOLE:
        return 1, _WHOLE[words[0]]
    is_number = words[0].isdecimal()
    count = int(words[0][:4]) if is_number else _COUNTS.get(words[0])
    if count is None:
        unit, taken = _UNIT_WORDS.get(words[0]), 1
    else:
        unit, taken = _UNIT_WORDS.get(words[1]) or (is_number and _SHORT_UNITS.get(words[1])) or None, 2
    if unit is None:
        return 0, ""
    count = 1 if count is None else count
    return taken, "24h" if (count, unit) == (1, "d") else f"{count}{unit}"


def _led_up_to(words: Sequence[str]) -> int:
    """How many words lead up to a span; 0 where none do."""
    if words[0] in _BEFORE and _LATEST.fullmatch(words[1]):
        return 2
    if words[0] == "за" or _LATEST.fullmatch(words[0]):
        return 1
    place = 1 if words[0] in _WITHIN else 0
    place += words[place] == "the"
    return place + 1 if words[place] in _PAST else 0


def _span(word: str) -> timedelta | None:
    counted = _SPAN.fullmatch(word)
    return int(counted[1]) * _UNITS[counted[2].lower()] if counted else None
