"""Pages of sources: every article an answer rests on, and which insights it supports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tidings.pages.blocks import Card, Heading, Page
from tidings.pages.evidence import card
from tidings.pages.reader import Reader
from tidings.pages.words import Words
from tidings.schemas import Answer, Evidence
from tidings.schemas.evidence import SNIPPET_LIMIT

# Five cards with their snippets fill a phone's screen once.
CARDS_A_PAGE = 5


def sources_pages(answer: Answer, reader: Reader) -> list[Page]:
    """The articles of an answer, a few on each page."""
    words = Words.of(reader, answer.meta.until)
    cards = [_card(item, answer, words) for item in answer.evidence]
    starts = range(0, len(cards), CARDS_A_PAGE)
    return [_page(cards[start : start + CARDS_A_PAGE], start, len(cards), words) for start in starts]


def _page(cards: Sequence[Card], start: int, total: int, words: Words) -> Page:
    places = {"first": start + 1, "last": start + len(cards), "all": total}
    title = words.say("page.all_sources", **places) if total > 1 else words.say("page.one_source")
    return Page((Heading(title), *cards))


def _card(item: Evidence, answer: Answer, words: Words) -> Card:
    numbers = _supported(item, answer)
    key = "page.supports" if len(numbers) == 1 else "page.supports.many"
    note = words.say(key, numbers=", ".join(numbers)) if numbers else ""
    return replace(card(item, words, snippet=SNIPPET_LIMIT), note=note)


def _supported(item: Evidence, answer: Answer) -> list[str]:
    """The numbers of the insights that cite an article."""
    keys = {item.article_id, item.url} - {None}
    return [
        str(number)
        for number, insight in enumerate(answer.insights, 1)
        if any({ref.article_id, ref.url} & keys for ref in insight.evidence_refs)
    ]
