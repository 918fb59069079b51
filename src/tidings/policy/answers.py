"""Answers: the last look at a whole answer before anybody sees it, whoever made its parts.

The contract refuses much of this when an answer is built. It is asked again here, as one list that says what
is wrong and where, because this look also sees what no field can see alone: that a reference's article and
date are those of a card, that addresses may be shown, that the text is in the reader's language and gives
nobody's number away.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from enum import StrEnum
from typing import get_args

from tidings.policy.domains import DomainRule
from tidings.policy.fields import references, texts
from tidings.policy.personal import pii
from tidings.policy.wording import is_in
from tidings.schemas.answer import HEADER_LIMIT, TLDR_LIMIT, Answer
from tidings.schemas.evidence import QUOTE_LIMIT, SNIPPET_LIMIT, TITLE_LIMIT, Evidence, EvidenceRef
from tidings.schemas.insight import INSIGHT_LIMIT, InsightType

MOST_INSIGHTS = 5
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Any address is fine where the operator has set no lists, as long as it is one.
ANY_DOMAIN = DomainRule()


class Check(StrEnum):
    """What an answer is looked at for."""

    EMPTY = "empty"
    LENGTH = "length"
    DATE = "date"
    TYPE = "type"
    EVIDENCE = "evidence"
    ADDRESS = "address"
    LANGUAGE = "language"
    PERSONAL_DATA = "personal_data"


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with an answer, and at which place of it, such as `insights[1].evidence_refs[0].date`."""

    check: Check
    where: str


def check_answer(
    answer: Answer, rule: DomainRule = ANY_DOMAIN, names: Collection[str] = ()
) -> list[Violation]:
    """Everything that is wrong with an answer; nothing where it may be shown.

    `names` are those its sentences use, of whatever language.
    """
    return [
        *_of_texts(answer),
        *_of_insights(answer, rule),
        *_of_cards(answer, rule),
        *_of_result(answer, rule),
        *_of_language(answer, names),
        *_of_persons(answer),
    ]


def _of_texts(answer: Answer) -> Iterator[Violation]:
    yield from _text(answer.header, "header", HEADER_LIMIT)
    yield from _text(answer.tldr, "tldr", TLDR_LIMIT)
    if not answer.insights:
        yield Violation(Check.EMPTY, "insights")
    if len(answer.insights) > MOST_INSIGHTS:
        yield Violation(Check.LENGTH, "insights")
    if not answer.evidence:
        yield Violation(Check.EMPTY, "evidence")


def _text(text: str, where: str, limit: int) -> Iterator[Violation]:
    """A text that somebody reads: there, and short enough."""
    if not text.strip():
        yield Violation(Check.EMPTY, where)
    if len(text) > limit:
        yield Violation(Check.LENGTH, where)


def _of_insights(answer: Answer, rule: DomainRule) -> Iterator[Violation]:
    cards = answer.evidence
    for place, insight in enumerate(answer.insights):
        where = f"insights[{place}]"
        yield from _text(insight.text, f"{where}.text", INSIGHT_LIMIT)
        if insight.type not in get_args(InsightType):
            yield Violation(Check.TYPE, f"{where}.type")
        if not insight.evidence_refs:
            yield Violation(Check.EVIDENCE, where)
        for number, ref in enumerate(insight.evidence_refs):
            yield from _reference(ref, f"{where}.evidence_refs[{number}]", cards, rule)


def _reference(
    ref: EvidenceRef, where: str, cards: Sequence[Evidence], rule: DomainRule
) -> Iterator[Violation]:
    if not ref.quote.strip() or ref.end - ref.start != len(ref.quote):
        yield Violation(Check.EVIDENCE, f"{where}.quote")
    if len(ref.quote) > QUOTE_LIMIT:
        yield Violation(Check.LENGTH, f"{where}.quote")
    card = _card_of(ref, cards)
    if card is None:
        yield Violation(Check.EVIDENCE, where)
    elif not _is_day(ref.date) or ref.date != card.date:
        yield Violation(Check.DATE, f"{where}.date")
    if ref.url is not None and rule.refuses(ref.url):
        yield Violation(Check.ADDRESS, f"{where}.url")


def _card_of(ref: EvidenceRef, cards: Iterable[Evidence]) -> Evidence | None:
    """The card of the article a reference points to; both its number and its address must lead there."""
    by_id = (card for card in cards if ref.article_id is not None and card.article_id == ref.article_id)
    by_url = (card for card in cards if ref.article_id is None and card.url == ref.url)
    card = next(by_id, None) or next(by_url, None)
    return card if card is not None and ref.url in {None, card.url} else None


def _of_cards(answer: Answer, rule: DomainRule) -> Iterator[Violation]:
    since, until = (moment.astimezone(UTC).date() for moment in (answer.meta.since, answer.meta.until))
    for place, card in enumerate(answer.evidence):
        where = f"evidence[{place}]"
        yield from _text(card.title, f"{where}.title", TITLE_LIMIT)
        if len(card.snippet) > SNIPPET_LIMIT:
            yield Violation(Check.LENGTH, f"{where}.snippet")
        if not _is_day(card.date) or not since <= date.fromisoformat(card.date) <= until:
            yield Violation(Check.DATE, f"{where}.date")
        if card.url is not None and rule.refuses(card.url):
            yield Violation(Check.ADDRESS, f"{where}.url")


def _of_language(answer: Answer, names: Collection[str]) -> Iterator[Violation]:
    lang = answer.meta.lang
    if not is_in(_without(answer.header, names), lang):
        yield Violation(Check.LANGUAGE, "header")
    if not is_in(_without(answer.tldr, names), lang):
        yield Violation(Check.LANGUAGE, "tldr")
    outlets = {card.source for card in answer.evidence}
    for place, insight in enumerate(answer.insights):
        # `Outlet: “its words”` is in the outlet's language, whatever the reader's is.
        said = next(
            (insight.text.removeprefix(name) for name in outlets if insight.text.startswith(f"{name}: ")),
            insight.text,
        )
        if not is_in(_without(said, names), lang):
            yield Violation(Check.LANGUAGE, f"insights[{place}].text")


def _without(text: str, names: Collection[str]) -> str:
    """The text without each of the names, longest first, as one may be in another."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def _of_result(answer: Answer, rule: DomainRule) -> Iterator[Violation]:
    """The references beside the insights: examples of phrases, quotes of aspects."""
    for where, ref in references(answer.result, "result"):
        yield from _reference(ref, where, answer.evidence, rule)


def _of_persons(answer: Answer) -> Iterator[Violation]:
    """Nobody's number or key stands anywhere, in an address neither."""
    for where, text in texts(answer):
        if pii.in_address(text) if where.endswith(".url") else pii.find(text):
            yield Violation(Check.PERSONAL_DATA, where)


def _is_day(text: str) -> bool:
    """A real day, as YYYY-MM-DD; the library's own reading takes other forms too."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
