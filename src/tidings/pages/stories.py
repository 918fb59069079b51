"""The page of stories near to something: each by its best article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from tidings.pages.blocks import Block, Card, Heading, Origin, Page, Paragraph, text
from tidings.pages.reader import Reader
from tidings.pages.words import Words, one_line
from tidings.retrieval import Hit
from tidings.text.cutting import cut

# One line under a heading on a phone.
_SUBJECT = 80
_SNIPPET = 90


def stories_page(about: str, hits: Sequence[Hit], reader: Reader) -> Page:
    """Stories near to a subject, the nearest first."""
    newest = max((hit.article.published_at for hit in hits), default=datetime.now(UTC))
    words = Words.of(reader, newest)
    found: list[Block] = [_card(hit, words) for hit in hits]
    nothing = Paragraph(text(words.say("page.similar.none")))
    title = Heading(words.say("page.similar"))
    return Page((title, Paragraph(text(cut(one_line(about), _SUBJECT))), *(found or [nothing])))


def _card(hit: Hit, words: Words) -> Card:
    article = hit.article
    title = one_line(article.title)
    beginning = one_line(article.text.removeprefix(article.title))
    day = article.published_at.astimezone(words.zone).date()
    origin = Origin(one_line(article.source), day, words.moment(article.published_at), article.url)
    also = words.say("page.similar.also", articles=len(hit.also)) if hit.also else ""
    return Card(title, origin, cut(beginning, _SNIPPET), also)
