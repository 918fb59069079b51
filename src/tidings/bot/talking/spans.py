"""Spans of time in people's words: "2 недели", "за последние три дня", "last week"."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from datetime import timedelta

from tidings.windows import SPANS

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
        "w": "week weeks неделя неделю недели недель",
        "m": "month months месяц месяца месяцев",
        "y": "year years год года лет",
    }.items()
    for word in words.split()
}
_COUNTS: dict[str, int] = {
    word: count
    for count, words in {
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
_LATEST = re.compile(r"последн\w+|прошл\w+|эт[уио]\w?")
_WITHIN = frozenset({"in", "over", "for", "during", "within"})
_PAST = frozenset({"last", "past", "previous"})


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
    folded = [word.lower() for word in words[:6]] + [""] * 6
    place = _led_up_to(folded)
    if not place and not bare:
        return None
    count, is_counted = 1, folded[place].isdecimal() or folded[place] in _COUNTS
    if is_counted:
        count = _COUNTS.get(folded[place]) or int(folded[place][:4])
    unit = _UNIT_WORDS.get(folded[place + is_counted])
    if unit is None or not (place or is_counted):
        return None
    return place + is_counted + 1, "24h" if (count, unit) == (1, "d") else f"{count}{unit}"


def _led_up_to(words: Sequence[str]) -> int:
    """How many words lead up to a span; 0 where none do."""
    if words[0] == "за":
        return 2 if _LATEST.fullmatch(words[1]) else 1
    if re.fullmatch(r"(?:последн|прошл)\w+", words[0]):
        return 1
    place = 1 if words[0] in _WITHIN else 0
    place += words[place] == "the"
    return place + 1 if words[place] in _PAST else 0


def _span(word: str) -> timedelta | None:
    counted = _SPAN.fullmatch(word)
    return int(counted[1]) * _UNITS[counted[2].lower()] if counted else None
