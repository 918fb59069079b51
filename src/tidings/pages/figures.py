"""Figures in words: what was counted, and what it is held against."""

from __future__ import annotations

from collections.abc import Iterable

from tidings.pages.words import Words
from tidings.schemas import Figure

# From ten on nobody reads the tenths of a ratio.
_WHOLE_RATIO = 10


def times(ratio: float, words: Words) -> str:
    """How many times more than usual."""
    if ratio >= _WHOLE_RATIO:
        return words.say("page.times", times=round(ratio))
    return words.say("page.times.part", ratio=words.decimal(ratio, 1))


def counted(figures: Iterable[Figure], words: Words) -> str:
    """The figures of an insight in one row."""
    values = {figure.name: figure.value for figure in figures}
    parts = []
    if "articles" in values and "sources" in values:
        numbers = {name: round(values[name]) for name in ("articles", "sources")}
        parts.append(words.say("page.coverage", **numbers))
    elif "articles" in values:
        parts.append(words.say("page.articles", articles=round(values["articles"])))
    if "expected" in values:
        parts.append(words.say("explained.expected", expected=words.number(values["expected"])))
    if "ratio" in values:
        parts.append(times(values["ratio"], words))
    if "tone" in values:
        parts.append(words.say("explained.tone", tone=words.signed(values["tone"])))
    return "; ".join(parts)
