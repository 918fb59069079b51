"""Insights as points: what is said, of which kind it is, and where it is from; conflicts with both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tidings.pages.blocks import Block, Line, Origin, Point, Quotation, Span
from tidings.pages.evidence import Library
from tidings.pages.words import Words, nested, one_line
from tidings.schemas import Insight

# A side of a conflict is told in the insight already if its quote begins there like this.
_RECOGNISED = 12


def points(insights: tuple[Insight, ...], library: Library, words: Words) -> Iterator[Block]:
    """The insights in their order, numbered."""
    for number, insight in enumerate(insights, 1):
        if insight.type == "conflict":
            yield from _conflict(number, insight, library, words)
        else:
            yield _point(number, insight, library, words)


def is_quoted(insight: Insight) -> bool:
    """Whether its quotes are on the page: both sides of a conflict, or words that are the quote."""
    said = insight.basis == "quoted"
    return insight.type == "conflict" or (
        said and all(ref.quote in insight.text for ref in insight.evidence_refs)
    )


def _point(number: int, insight: Insight, library: Library, words: Words) -> Point:
    origins = library.origins(insight.evidence_refs)
    return Point(f"{number}.", (*_kind(insight, words), Span(_said(insight, origins, words))), origins)


def _kind(insight: Insight, words: Words) -> Line:
    if insight.type not in {"hypothesis", "recommendation"}:
        return ()
    return Span(words.say(f"page.{insight.type}"), "italic"), Span(" ")


def _said(insight: Insight, origins: tuple[Origin, ...], words: Words) -> str:
    """The insight; what a source says without its name, which follows anyway."""
    if insight.basis == "computed":
        return words.typeset(insight.text)
    outlet = f"{origins[0].source}: " if len(origins) == 1 else ""
    return nested(one_line(insight.text).removeprefix(outlet), words.lang)


def _conflict(number: int, insight: Insight, library: Library, words: Words) -> Iterator[Block]:
    about = disagreement(insight.text, [ref.quote for ref in insight.evidence_refs], words)
    yield Point(f"{number}.", about)
    for ref in insight.evidence_refs:
        yield Quotation(one_line(ref.quote), library.origin(ref))


def disagreement(claim: str, quotes: Sequence[str], words: Words) -> Line:
    """What sources disagree about; statements are told by their quotes, which follow, alone."""
    said = one_line(claim)
    if all(one_line(quote)[:_RECOGNISED] in said for quote in quotes):
        return (Span(words.say("page.conflict.statements"), "bold"),)
    return Span("⚡ "), Span(words.typeset(said))
