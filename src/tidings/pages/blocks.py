"""The blocks of a page: what is said, without how it looks; every string is plain text, never markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

# A command is the only text a face may make live by itself; in all others what looks like one stays text.
Weight = Literal["plain", "bold", "italic", "code", "command"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one look, perhaps a link."""

    text: str
    weight: Weight = "plain"
    url: str | None = None


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was said: an outlet on a day, and the article's address where it has one.

    `day` is the date as the reader writes it.
    """

    source: str
    date: date
    day: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """What the page, or the part below, is about."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    line: Line


@dataclass(frozen=True, slots=True)
class Point:
    """One of several things said, with where each is from; `mark` is a number or a sign before it."""

    mark: str
    line: Line
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of an article, letter by letter."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Card:
    """An article: its title, where it is from, how it begins, and what else there is to know of it."""

    title: str
    origin: Origin
    snippet: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """Small print: confidence, what was left out, what could not be done."""

    line: Line


Block = Heading | Paragraph | Point | Quotation | Card | Footnote


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks of which only the first lines show until the reader opens them."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Blocks in reading order."""

    blocks: tuple[Block | Fold, ...]


def text(words: str) -> Line:
    """A line in one plain run."""
    return (Span(words),)
