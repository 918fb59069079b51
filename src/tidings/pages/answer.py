"""The page of an answer: what was found, where it is from, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tidings.messages import CATALOGUE
from tidings.pages.blocks import Block, Card, Fold, Footnote, Heading, Page, Paragraph, Span, text
from tidings.pages.confidence import level
from tidings.pages.evidence import Library, card
from tidings.pages.insights import is_quoted, points
from tidings.pages.reader import Reader
from tidings.pages.results import Told, findings
from tidings.pages.words import Words, one_line
from tidings.prose.moments import moment
from tidings.schemas import Answer, Evidence, Meta, Notice

# A fold holds what the insights stand on; the other articles are on pages of their own.
_CARDS = 6


def answer_page(answer: Answer, reader: Reader) -> Page:
    """An answer, for somebody who reads it on a phone."""
    words = Words.of(reader, answer.meta.until)
    library = Library(answer, words)
    told = Told(
        library, words, tuple(one_line(insight.text) for insight in answer.insights), _knows_past(answer)
    )
    return Page(
        (
            Heading(_header(answer, words)),
            Paragraph(text(words.typeset(answer.tldr))),
            *points(answer.insights, library, words),
            *findings(answer.result, told),
            *_evidence(answer, words),
            *_notes(answer, words),
        )
    )


def header(answer: Answer, reader: Reader) -> str:
    """The answer's header, its moment on the reader's clock."""
    return _header(answer, Words.of(reader, answer.meta.until))


def _header(answer: Answer, words: Words) -> str:
    until = answer.meta.until
    return one_line(answer.header.replace(moment(until, words.lang), words.moment(until)))


def _knows_past(answer: Answer) -> bool:
    return all(notice.code != "cold_start" for notice in answer.warnings)


def _evidence(answer: Answer, words: Words) -> Iterator[Block | Fold]:
    cards = [_card(item, answer, words) for item in answer.evidence[:_CARDS]]
    key = "page.evidence" if len(cards) == len(answer.evidence) else "page.evidence.first"
    title = words.say(key, all=len(answer.evidence), shown=len(cards))
    yield Fold((Heading(title), *cards))


def _card(item: Evidence, answer: Answer, words: Words) -> Card:
    """An article, without words of it that an insight has said."""
    found = card(item, words)
    quotes = (ref.quote for insight in answer.insights if is_quoted(insight) for ref in insight.evidence_refs)
    return replace(found, snippet="") if item.snippet in quotes else found


def _notes(answer: Answer, words: Words) -> Iterator[Block]:
    yield from (Footnote(text(_warning(notice, words))) for notice in answer.warnings)
    yield Footnote(text(scope(answer.meta, words)))
    yield Footnote((Span(words.say(f"page.confidence.{level(answer.meta.confidence)}")),))


def _warning(notice: Notice, words: Words) -> str:
    """A warning; what only an operator can mend is told as what it means for the reader."""
    key = f"page.notice.{notice.code}"
    return words.say("page.warning", said=words.say(key) if key in CATALOGUE else one_line(notice.text))


def scope(meta: Meta, words: Words) -> str:
    """Of which time, from how many articles of how many sources."""
    span = words.span(meta.since, meta.until)
    return words.say("page.scope", span=span, articles=meta.articles, sources=meta.sources)
