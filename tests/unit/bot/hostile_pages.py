"""Pages of any text for tests of their rendering, and what of a text is to be found in a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import regex
from hypothesis import strategies as st

from tidings.bot.showing.untrusted import JOINER, accepted
from tidings.pages.blocks import (
    Block,
    Card,
    Fold,
    Footnote,
    Heading,
    Origin,
    Page,
    Paragraph,
    Point,
    Quotation,
    Span,
)

# Texts that have broken somebody's bot.
HOSTILE = (
    "<b>bold</b>",
    "]](x",
    "</blockquote></a>",
    "&amp;&lt;&#60;&",
    '" onclick="x',
    "*_`~|[x](y)",
    "{0} %s {{name}}",
    "عنوان خبر",
    "\u202eexe.gpj\u202c",
    "\u2067\u2067left open",
    "\u2069closed only",
    "👨\u200d👩\u200d👧\u200d👦",
    "🏳️\u200d🌈🇹🇯👍🏽",
    "🇹🇯",
    "e\u0301\u0323a\u030a",
    "Z" + "\u0335\u0322\u0321" * 30,
    "nul\x00bell\x07esc\x1b[31m",
    "\ud800lone\udfff",
    "/delete_me now",
    "@somebody",
    "tg://resolve?domain=somebody",
    "line\nend\r\nand\u2028more",
    "\u00a0\u200b\u3000",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
)
ADDRESSES = (
    None,
    "https://news.example/a?b=1&c=<2>",
    "http://news.example/путь",
    'https://news.example/"><b>',
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "tg://user?id=1",
    "data:text/html,<script>",
    "https://",
    "//news.example/a",
    "https://news.example/\x00",
    "http://[::1",
    "https://news.example/" + "a" * 5000,
    "https://news.example/" + "&" * 2000,
)

_characters = st.characters(exclude_categories=())
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(_characters, max_size=40),
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map(" ".join),
    st.tuples(st.sampled_from(HOSTILE), st.integers(1, 500)).map(lambda pair: pair[0] * pair[1]),
)
spans = st.builds(
    Span, words, st.sampled_from(["plain", "bold", "italic", "code"]), st.sampled_from(ADDRESSES)
)
lines = st.lists(spans, min_size=1, max_size=4).map(tuple)
origins = st.builds(Origin, words, st.just(date(2025, 3, 8)), st.just("8 Mar"), st.sampled_from(ADDRESSES))
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, words),
    st.builds(Paragraph, lines),
    st.builds(Point, st.sampled_from(["1.", "•", "▲"]), lines, st.lists(origins, max_size=3).map(tuple)),
    st.builds(Quotation, words, origins),
    st.builds(Card, words, origins, words, words),
    st.builds(Footnote, lines),
)
folds = st.builds(Fold, st.lists(blocks, min_size=1, max_size=5).map(tuple))
pages = st.builds(Page, st.lists(st.one_of(blocks, folds), min_size=1, max_size=6).map(tuple))

_UNSEEN = regex.compile(r"[\s\p{C}\p{Z}\u2800\u115f\u1160\u3164\uffa0\ufffc]+")


def seen(text: str) -> str:
    """What of a text somebody can see."""
    return str(_UNSEEN.sub("", accepted(text).replace(JOINER, "")))


def said(page: Page) -> Iterator[str]:
    """Every text of a page, in its order."""
    for block in page.blocks:
        for inner in block.blocks if isinstance(block, Fold) else (block,):
            yield from _said(inner)


def _said(block: Block) -> Iterable[str]:
    match block:
        case Heading(text):
            return [text]
        case Paragraph(line) | Footnote(line):
            return [span.text for span in line]
        case Point(mark, line, places):
            return [
                mark,
                *(span.text for span in line),
                *(text for place in places for text in _place(place)),
            ]
        case Quotation(text, place):
            return [text, *_place(place)]
        case Card(title, place, snippet, note):
            return [title, *_place(place), note, snippet]


def _place(origin: Origin) -> list[str]:
    return [origin.source, origin.day]


def in_order(texts: Iterable[str], whole: str) -> bool:
    """Whether these stand in the whole one after another, nothing of them lost."""
    at: Any = 0
    for text in texts:
        at = whole.find(text, at)
        if at < 0:
            return False
        at += len(text)
    return True
