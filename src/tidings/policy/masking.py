"""Masking: what an answer shows of its sources, without anybody's number or key in it, whatever the field."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from tidings.policy.fields import references, told
from tidings.policy.personal import pii
from tidings.schemas import Answer, EvidenceRef
from tidings.schemas.evidence import SNIPPET_LIMIT
from tidings.store.articles import StoredArticle

T = TypeVar("T", bound=BaseModel)

# A text may be cut within a number, at its own ends or at those of a quotation in it: a shorter piece gives
# nobody away.
_LEAST_PIECE = 5
_STARTS, _ENDS = re.compile(r"^|[“«\"]"), re.compile(r"[…”»\"]|$")
_RUN = re.compile(r"\d(?:\D{0,2}\d){6,}")
# Written in another way a number ends in the same digits: only prefixes of countries and trunks differ.
_TELLING_DIGITS = 10
_LEAST_DIGITS = 7
# How much of a text beside a quote is read: the word that tells what a number is stands within 70 characters
# before it, and what is cut in two is hardly longer than the rest. Whole texts would take a millisecond each.
_AROUND = 150


@dataclass(frozen=True, slots=True)
class Sources:
    """The personal data in the stored texts behind an answer, where it quotes them.

    A quote may be cut within a number, or beside the word that tells what the number is.
    """

    found: Mapping[str, tuple[pii.Finding, ...]]
    values: frozenset[str] = frozenset()

    @classmethod
    def of(cls, articles: Iterable[StoredArticle], refs: Iterable[EvidenceRef]) -> Sources:
        """What is personal in these articles where an answer quotes them, and at their heads."""
        stretches: dict[str, list[tuple[int, int]]] = {}
        for ref in refs:
            stretches.setdefault(ref.article_id or "", []).append((ref.start, ref.end))
        found: dict[str, tuple[pii.Finding, ...]] = {}
        values: set[str] = set()
        for article in articles:
            places = _joined([(0, len(article.title) + SNIPPET_LIMIT), *stretches.get(str(article.id), ())])
            findings = tuple(one for place in places for one in _findings(article.text, *place))
            if findings:
                found[str(article.id)] = findings
                values.update(article.text[one.start : one.end] for one in findings)
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
        return self.masked(pii.hidden(ref.quote, inside) if inside else ref.quote)


def without_personal_data(answer: Answer, articles: Iterable[StoredArticle] = ()) -> Answer:
    """The answer with personal data masked in every field that people or sources filled.

    A mask is as long as what it hides: offsets still tell where in the stored text a quote stands. An address
    with such data is left out, as a masked one would lead elsewhere.
    """
    refs = (ref for _, ref in references(answer, ""))
    return _model(answer, Sources.of(articles, refs))


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches with what stands around them, those that meet as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start - _AROUND <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end + _AROUND))
        else:
            joined.append((max(0, start - _AROUND), end + _AROUND))
    return joined


def _findings(text: str, start: int, end: int) -> Iterator[pii.Finding]:
    """What is personal in a stretch of a text, by its place in the whole."""
    return (pii.Finding(one.kind, one.start + start, one.end + start) for one in pii.find(text[start:end]))


def _model(value: T, sources: Sources) -> T:
    """The value, itself where nothing in it is masked: most of an answer is as it was."""
    changes = {}
    for name in told(type(value)):
        field = getattr(value, name)
        masked = _field(name, field, value, sources)
        if masked is not field:
            changes[name] = masked
    return value.model_copy(update=changes) if changes else value


def _field(name: str, value: Any, holder: BaseModel, sources: Sources) -> Any:
    if isinstance(value, str):
        return _text(name, value, holder, sources)
    if isinstance(value, tuple):
        items = tuple(_field(name, item, holder, sources) for item in value)
        return value if all(map(operator.is_, items, value)) else items
    return _model(value, sources) if isinstance(value, BaseModel) else value


def _text(name: str, value: str, holder: BaseModel, sources: Sources) -> str | None:
    if name == "url":
        return None if pii.in_address(value) else value
    if name == "quote" and isinstance(holder, EvidenceRef):
        return sources.masked_quote(holder)
    return sources.masked(value)


def _pieces(text: str, values: Iterable[str]) -> list[tuple[int, int]]:
    """Where a text has these values, in whatever grouping, or what a cut left of them."""
    spans: list[tuple[int, int]] = []
    runs = [(match.span(), _digits(match[0])) for match in _RUN.finditer(text)]
    starts = [match.end() for match in _STARTS.finditer(text)]
    ends = [match.start() for match in _ENDS.finditer(text)]
    for value in values:
        spans += (match.span() for match in re.finditer(re.escape(value), text))
        digits = _digits(value)
        if len(digits) >= _LEAST_DIGITS:
            spans += (span for span, run in runs if digits[-_TELLING_DIGITS:] in run)
        spans += (span for start in starts if (span := _end_of(value, text, start)))
        spans += (span for end in ends if (span := _start_of(value, text, end)))
    return spans


def _end_of(value: str, text: str, start: int) -> tuple[int, int] | None:
    """Where a text that begins at a place begins with the end of a value."""
    if text[start : start + _LEAST_PIECE] not in value:
        return None
    sizes = range(len(value) - 1, _LEAST_PIECE - 1, -1)
    size = next((size for size in sizes if text.startswith(value[-size:], start)), 0)
    return (start, start + size) if size else None


def _start_of(value: str, text: str, end: int) -> tuple[int, int] | None:
    """Where a text that ends at a place ends with the start of a value."""
    if text[max(0, end - _LEAST_PIECE) : end] not in value:
        return None
    sizes = range(len(value) - 1, _LEAST_PIECE - 1, -1)
    size = next((size for size in sizes if text.endswith(value[:size], 0, end)), 0)
    return (end - size, end) if size else None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
