"""Cutting a text to a limit: after a whole word, never inside a grapheme or a number."""

from __future__ import annotations

import regex

ELLIPSIS = "…"

_GRAPHEME = regex.compile(r"\X")
# What looks like the end of a cut text but only led up to what was cut away.
_DANGLING = " \t\r\n\u00a0\u202f,;:([{«“„‘\"'–—-/"
# A space between digits groups thousands (1 200 000): cutting there would change the number.
_INSIDE_NUMBER = regex.compile(r"\d[\s.,]\d")
# Where the only space comes this early, what follows is one endless token: it is cut rather than lost.
_LEAST_KEPT = 0.25


def cut(text: str, limit: int) -> str:
    """`text` in at most `limit` characters: as it is, or cut after a word and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    kept = text[: cut_point(text, limit - len(ELLIPSIS))].rstrip(_DANGLING)
    return kept + ELLIPSIS if kept else ELLIPSIS[:limit]


def cut_point(text: str, limit: int) -> int:
    """How many characters of `text` to keep so that at most `limit` remain and no word is broken."""
    if len(text) <= limit:
        return len(text)
    if limit <= 0:
        return 0
    point = _last_word_end(text, limit)
    return point if point > limit * _LEAST_KEPT else _last_grapheme_end(text, limit) or point


def _last_word_end(text: str, limit: int) -> int:
    """The last place up to `limit` where a word ends before a space; 0 when there is none."""
    for point in range(limit, 0, -1):
        if text[point].isspace() and not text[point - 1].isspace() and not _splits(text, point):
            return point
    return 0


def _splits(text: str, point: int) -> bool:
    """Whether cutting before the space at `point` breaks a grouped number or a mark off its base."""
    return bool(_INSIDE_NUMBER.match(text, point - 1)) or _GRAPHEME.match(text, point).end() != point + 1


def _last_grapheme_end(text: str, limit: int) -> int:
    """The last place up to `limit` between two graphemes and not between digits; 0 when there is none."""
    end = 0
    # One grapheme more than fits must be seen whole; marks stacked beyond 64 count as their own.
    for match in _GRAPHEME.finditer(text, 0, limit + 64):
        if match.end() > limit:
            break
        if not (text[match.end() - 1].isdigit() and text[match.end()].isdigit()):
            end = match.end()
    return end
