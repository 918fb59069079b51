"""The contract's lengths: each text cut after a word, never inside a grapheme or a number."""

from __future__ import annotations

from tidings.schemas.answer import HEADER_LIMIT, TLDR_LIMIT
from tidings.schemas.evidence import SNIPPET_LIMIT, TITLE_LIMIT
from tidings.schemas.insight import INSIGHT_LIMIT
from tidings.text.cutting import cut


def header(text: str) -> str:
    """A header of at most 100 characters."""
    return cut(text, HEADER_LIMIT)


def tldr(text: str) -> str:
    """A summary of at most 220 characters."""
    return cut(text, TLDR_LIMIT)


def insight(text: str) -> str:
    """An insight's text of at most 180 characters."""
    return cut(text, INSIGHT_LIMIT)


def title(text: str) -> str:
    """A title on an evidence card, of at most 200 characters."""
    return cut(text, TITLE_LIMIT)


def snippet(text: str) -> str:
    """A snippet on an evidence card, of at most 240 characters."""
    return cut(text, SNIPPET_LIMIT)
