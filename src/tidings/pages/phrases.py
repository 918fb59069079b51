"""Phrases of the interface as lines: the commands in them are live, what fills their gaps is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tidings.messages import CATALOGUE, Lang
from tidings.messages.phrase import pieces
from tidings.pages.blocks import Line, Span

_COMMAND = re.compile(r"(?<!\S)(/[a-z_]+)(?=[\s.,;:!?)]|$)")


def phrase(key: str, lang: Lang, /, **params: object) -> Line:
    """The phrase of that key; a gap may be filled with a span of its own look."""
    words = {name: "" if isinstance(value, Span) else value for name, value in params.items()}
    spans: list[Span] = []
    for text, gap in pieces(CATALOGUE[key], lang, words):
        given = params.get(gap) if gap is not None else None
        if isinstance(given, Span):
            spans.append(given)
        else:
            spans += [Span(text)] if gap is not None else _live(text)
    return tuple(spans)


def live(words: str) -> Line:
    """A sentence all of the interface's own, the commands in it live."""
    return tuple(_live(words))


def _live(text: str) -> Iterator[Span]:
    for part in _COMMAND.split(text):
        if part:
            yield Span(part, "command" if _COMMAND.fullmatch(part) else "plain")
