"""Masking: what an answer shows of its sources, without anybody's number or key in it, whatever the field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from tidings.policy import pii
from tidings.policy.fields import OWN
from tidings.schemas import Answer, EvidenceRef
from tidings.store.articles import StoredArticle

T = TypeVar("T", bound=BaseModel)

# A text may be cut within a number: a piece with fewer letters or digits than this gives nobody away.
_LEAST_PIECE = 4
_RUN = re.compile(r"\d(?:\D{0,2}\d){6,}")
# Written in another way a number ends in the same digits: only prefixes of countries and trunks differ.
_TELLING_DIGITS = 10
_LEAST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Sources:
    """The whole stored texts behind an answer, and the personal data in them.

    A quote may be cut within a number, or beside the word that tells what the number is.
    """

    found: Mapping[str, tuple[pii.Finding, ...]]
    values: frozenset[str] = frozenset()

    @classmethod
    def of(cls, articles: Iterable[StoredArticle]) -> Sources:
        """What is personal in these articles."""
        texts = {str(article.id): article.text for article in articles}
        found = {key: findings for key, text in texts.items() if (findings := pii.find(text))}
        values = {texts[key][one.start : one.end] for key, findings in found.items() for one in findings}
        return cls(found, frozenset(values))

    def masked(self, text: str) -> str:
        """The text without personal data, its own or pieces of what its sources have."""
        text = pii.masked(text)
        return pii.hidden(text, _pieces(text, self.values)) if self.values else text

    def masked_quote(self, ref: EvidenceRef) -> str:
        """The quote without what is personal at its place in the stored text."""
        inside = [
            (max(one.start, ref.start) - ref.start, min(one.end, ref.end) - ref.start)
            for one in self.found.get(ref.article_id or "", ())
            if one.start < ref.end and one.end > ref.start
        ]
        return self.masked(pii.hidden(ref.quote, inside))


def without_personal_data(answer: Answer, articles: Iterable[StoredArticle] = ()) -> Answer:
    """The answer with personal data masked in every field that people or sources filled.

    A mask is as long as what it hides: offsets still tell where in the stored text a quote stands. An address
    with such data is left out, as a masked one would lead elsewhere.
    """
    return _model(answer, Sources.of(articles))


def _model(value: T, sources: Sources) -> T:
    changes = {
        name: _field(name, getattr(value, name), value, sources)
        for name in type(value).model_fields
        if name not in OWN
    }
    return value.model_copy(update=changes)


def _field(name: str, value: Any, holder: BaseModel, sources: Sources) -> Any:
    if isinstance(value, BaseModel):
        return _model(value, sources)
    if isinstance(value, tuple):
        return tuple(_field(name, item, holder, sources) for item in value)
    if not isinstance(value, str):
        return value
    if name == "url":
        return None if pii.in_address(value) else value
    if name == "quote" and isinstance(holder, EvidenceRef):
        return sources.masked_quote(holder)
    return sources.masked(value)


def _pieces(text: str, values: Iterable[str]) -> list[tuple[int, int]]:
    """Where a text has these values, in whatever grouping, or at its ends what a cut left of them."""
    spans: list[tuple[int, int]] = []
    runs = [(match.span(), _digits(match[0])) for match in _RUN.finditer(text)]
    said = text.rstrip('…”»"')
    first = len(text) - len(text.lstrip('…“«"'))
    for value in values:
        spans += (match.span() for match in re.finditer(re.escape(value), text))
        digits = _digits(value)
        if len(digits) >= _LEAST_DIGITS:
            spans += (span for span, run in runs if digits[-_TELLING_DIGITS:] in run)
        left = next((size for size in range(len(value) - 1, 0, -1) if said.endswith(value[:size])), 0)
        spans += _telling(text, len(said) - left, len(said))
        left = next(
            (size for size in range(len(value) - 1, 0, -1) if text.startswith(value[-size:], first)), 0
        )
        spans += _telling(text, first, first + left)
    return spans


def _telling(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch, where it gives something away."""
    return [(start, end)] if sum(map(str.isalnum, text[start:end])) >= _LEAST_PIECE else []


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
