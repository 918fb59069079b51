"""Evidence: the articles an answer rests on as cards, and where each quote is from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tidings.pages.blocks import Card, Origin
from tidings.pages.words import Words, one_line
from tidings.schemas import Answer, Evidence, EvidenceRef
from tidings.text.cutting import cut

# Two lines on a phone: enough to tell what an article is about.
_SNIPPET = 90


class Library:
    """The articles of an answer by their number, and how to show them."""

    def __init__(self, answer: Answer, words: Words) -> None:
        self._words = words
        self._by_key: Mapping[str, Evidence] = {
            key: item for item in answer.evidence for key in (item.article_id, item.url) if key
        }

    def of(self, ref: EvidenceRef) -> Evidence | None:
        """The article a reference cites."""
        return self._by_key.get(ref.article_id or "") or self._by_key.get(ref.url or "")

    def address(self, article_ids: Iterable[str]) -> str | None:
        """The address of the first of these articles that has one here."""
        found = (self._by_key.get(key) for key in article_ids)
        return next((item.url for item in found if item is not None and item.url), None)

    def origin(self, ref: EvidenceRef) -> Origin:
        """Where a reference's quote is from."""
        item = self.of(ref)
        url = ref.url or (item.url if item else None)
        return origin(item.source if item else "", ref.date, url, self._words)

    def origins(self, refs: Iterable[EvidenceRef]) -> tuple[Origin, ...]:
        """Where these quotes are from, each place once."""
        return tuple(dict.fromkeys(map(self.origin, refs)))


def origin(source: str, iso: str, url: str | None, words: Words) -> Origin:
    """An outlet on a day."""
    day = date.fromisoformat(iso)
    return Origin(one_line(source), day, words.day(day), url)


def card(item: Evidence, words: Words, *, snippet: int = _SNIPPET) -> Card:
    """An article as a card; a snippet that only says the title again is left out."""
    title, said = one_line(item.title), one_line(item.snippet)
    repeats = said.rstrip("….") in title or title in said
    place = origin(item.source, item.date, item.url, words)
    return Card(title, place, "" if repeats else cut(said, snippet))
