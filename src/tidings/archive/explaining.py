"""Explaining: a kept answer with what each part of it stands on and why the rest was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pydantic import ValidationError

from tidings.archive import counted
from tidings.archive.asking_again import asking_again
from tidings.archive.withholding import Withholding
from tidings.archive.workings import Workings
from tidings.errors import InvalidRequest, NoData, UnknownName
from tidings.llm.budget import user_hash
from tidings.llm.outcomes import NANOS
from tidings.messages import Lang, at_fault, refusal
from tidings.policy.domains import DomainRule
from tidings.schemas import Answer, Evidence, EvidenceRef, Insight
from tidings.schemas.explanation import (
    CitedArticle,
    Correction,
    Explanation,
    Ground,
    Headline,
    LeftOut,
    Standing,
)
from tidings.store import answers
from tidings.store.answers import AnswerRow, Card, ClaimRow, CorrectedQuote
from tidings.store.pool import Connection, Database

# An article's words: its number, and where they begin and end.
Place = tuple[int, int, int]

# Answers that are named where a reference may mean several.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of one answer, and where the articles it speaks of are found now."""

    row: AnswerRow
    answer: Answer | None
    workings: Workings | None
    claims: Sequence[ClaimRow]
    revisions: Mapping[Place, int]
    corrected: Mapping[Place, CorrectedQuote]
    cards: Mapping[int, Card]


async def explanation(
    db: Database,
    reference: str | None = None,
    *,
    user: str | None = None,
    words: Lang = "en",
    rule: DomainRule | None = None,
) -> Explanation:
    """Why an answer says what it says: that of a reference or its beginning, else the user's newest.

    With a `user` only an answer of theirs is explained. Reasons are told in `words`. What the lists of
    domains in `rule` forbid now is not told, even where it was shown then. Raises NoData where no such answer
    is kept, InvalidRequest where several begin with the reference.
    """
    kept = await db.read(lambda conn: _read(conn, reference, user))
    return explained(kept, words, rule)


async def _read(conn: Connection, reference: str | None, user: str | None) -> Kept:
    row = await _row(conn, reference, user_hash(user) if user is not None else None)
    key = row.correlation_id
    answer, workings = _answer_of(row), _workings_of(row)
    claims = await answers.claims_of(conn, key)
    cited = (article for claim in claims for article, _ in claim.refs if article is not None)
    of_subjects = (
        (article for subject in workings.subjects for article in subject.counted) if workings else ()
    )
    corrected = await answers.corrected_of(conn, key)
    return Kept(
        row,
        answer,
        workings,
        claims,
        {
            (c.article_id, c.quote_start, c.quote_end): c.revision
            for c in await answers.citations_of(conn, key)
        },
        {(quote.article_id, quote.start, quote.end): quote for quote in corrected},
        await answers.cards(conn, set(chain(cited, of_subjects))),
    )


async def _row(conn: Connection, reference: str | None, of_user: str | None) -> AnswerRow:
    if reference is None:
        newest = await answers.newest_of(conn, of_user or "")
        if newest is None:
            raise NoData("no answer of this user is kept", message="no_answers")
        return newest
    wanted = reference.strip().lower()
    found = await answers.referred(conn, wanted, of_user, _NAMED) if wanted else []
    if not found:
        raise UnknownName(
            f"no answer {reference!r} is kept", message="unknown_answer", params={"id": reference}
        )
    if len(found) > 1:
        named = ", ".join(row.correlation_id for row in found)
        raise InvalidRequest(
            f"several answers begin with {reference!r}: {named}",
            message="ambiguous_answer",
            params={"id": reference, "answers": named},
        )
    return found[0]


def _answer_of(row: AnswerRow) -> Answer | None:
    try:
        return Answer.model_validate_json(row.answer) if row.answer else None
    except ValidationError as error:
        raise UnknownName(
            f"answer {row.correlation_id} was kept by another version of Tidings",
            message="answer_of_other_version",
            params={"id": row.correlation_id},
        ) from error


def _workings_of(row: AnswerRow) -> Workings | None:
    """What was counted; nothing of it is told where another version of Tidings wrote it down."""
    try:
        return Workings.model_validate_json(row.workings) if row.workings else None
    except ValidationError:
        return None


async def counted_articles(db: Database, reference: str, user: str) -> frozenset[int]:
    """The articles that an answer counted, as far as they were written down with it."""
    rows = await db.read(lambda conn: answers.referred(conn, reference, user_hash(user), 1))
    kept = [found for row in rows if (found := _workings_of(row))]
    return frozenset(chain.from_iterable(subject.counted for found in kept for subject in found.subjects))


def explained(kept: Kept, words: Lang, rule: DomainRule | None = None) -> Explanation:
    """The explanation of what is kept."""
    row, answer, workings = kept.row, kept.answer, kept.workings
    hidden = Withholding.of(rule, kept.cards.values(), answer.evidence if answer else ())
    insights = _standing(answer, kept) if answer else ()
    subjects = counted.subjects(workings, kept.cards, words) if workings else ()
    left_out = tuple(_left_out(claim, kept.cards, words) for claim in kept.claims if claim.reason is not None)
    told = Explanation(
        correlation_id=row.correlation_id,
        asked_at=row.asked_at,
        command=row.command,
        query=row.query,
        window=row.window_name,
        since=row.since,
        until=row.until,
        lang=row.lang,
        model=row.model,
        tokens=row.tokens,
        cost_usd=row.nanos / NANOS,
        latency_ms=row.latency_ms,
        error_code=row.error_code,
        header=answer.header if answer else None,
        tldr=answer.tldr if answer else None,
        confidence=answer.meta.confidence if answer else None,
        insights=insights,
        left_out=left_out,
        corrected=len({article_id for article_id, *_ in kept.corrected}),
        as_of=workings.as_of if workings else None,
        asked_again=asking_again(row, workings),
        header_grounds=workings.header if workings else Headline(),
        tldr_grounds=workings.tldr if workings else Headline(),
        subjects=subjects,
        past=workings.past if workings else None,
        confidence_parts=counted.confidence_parts(workings.confidence, words) if workings else (),
    )
    return hidden.withheld(told)


def _standing(answer: Answer, kept: Kept) -> tuple[Standing, ...]:
    by_model = {claim.insight for claim in kept.claims if claim.written}
    cards = {card.article_id: card for card in answer.evidence}
    spoken = kept.workings.spoken if kept.workings else ()
    return tuple(
        _insight(
            number,
            insight,
            cards,
            kept,
            written=number in by_model,
            subject=spoken[number - 1] if number <= len(spoken) else None,
        )
        for number, insight in enumerate(answer.insights, 1)
    )


def _insight(
    number: int,
    insight: Insight,
    cards: Mapping[str, Evidence],
    kept: Kept,
    *,
    written: bool,
    subject: str | None,
) -> Standing:
    return Standing(
        number=number,
        type=insight.type,
        basis=insight.basis,
        written=written,
        text=insight.text,
        figures=insight.figures,
        grounds=tuple(
            _ground(ref, cards[ref.article_id], kept) for ref in insight.evidence_refs if ref.article_id
        ),
        subject=subject,
    )


def _ground(ref: EvidenceRef, card: Evidence, kept: Kept) -> Ground:
    place = int(card.article_id), ref.start, ref.end
    newer = kept.corrected.get(place)
    return Ground(
        article_id=card.article_id,
        title=card.title,
        source=card.source,
        url=card.url,
        date=ref.date,
        quote=ref.quote,
        start=ref.start,
        end=ref.end,
        revision=kept.revisions.get(place),
        corrected=_correction(newer) if newer else None,
    )


def _correction(newer: CorrectedQuote) -> Correction:
    return Correction(revision=newer.newest, revised_at=newer.revised_at, words_stand=newer.stands)


def _left_out(claim: ClaimRow, cards: Mapping[int, Card], words: Lang) -> LeftOut:
    reason = claim.reason or ""
    return LeftOut(
        part=claim.part,
        text=claim.text,
        written=claim.written,
        outcome="abstain" if claim.outcome == "abstain" else "drop",
        reason=reason,
        sentence=refusal(reason, words),
        articles=tuple(
            _cited(article, wrong, cards.get(article)) for article, wrong in claim.refs if article is not None
        ),
        at_fault=at_fault(claim.said, claim.found, words),
    )


def _cited(article: int, wrong: str | None, card: Card | None) -> CitedArticle:
    return CitedArticle(
        article_id=str(article),
        reason=wrong,
        title=card.title if card else None,
        source=card.source if card else None,
        url=card.url if card else None,
    )
