"""Explaining: a kept answer with what each insight stands on and why the rest was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from tidings.errors import InvalidRequest, NoData
from tidings.llm.budget import user_hash
from tidings.llm.outcomes import NANOS
from tidings.messages import Lang, refusal
from tidings.schemas import Answer, Evidence, EvidenceRef, Insight
from tidings.schemas.explanation import CitedArticle, Correction, Explanation, Ground, LeftOut, Standing
from tidings.store import answers
from tidings.store.answers import AnswerRow, ClaimRow, CorrectedQuote
from tidings.store.pool import Connection, Database

# An article's words: its number, and where they begin and end.
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of one answer."""

    row: AnswerRow
    claims: Sequence[ClaimRow]
    revisions: Mapping[Place, int]
    corrected: Mapping[Place, CorrectedQuote]


async def explanation(
    db: Database, reference: str | None = None, *, user: str | None = None, words: Lang = "en"
) -> Explanation:
    """Why an answer says what it says: that of a reference or its beginning, else the user's newest.

    With a `user` only an answer of theirs is explained. Reasons are told in `words`. Raises NoData where no
    such answer is kept, InvalidRequest where several begin with the reference.
    """
    kept = await db.read(lambda conn: _read(conn, reference, user))
    return explained(kept, words)


async def _read(conn: Connection, reference: str | None, user: str | None) -> Kept:
    row = await _row(conn, reference, user_hash(user) if user is not None else None)
    key = row.correlation_id
    corrected = await answers.corrected_of(conn, key)
    return Kept(
        row,
        await answers.claims_of(conn, key),
        {
            (c.article_id, c.quote_start, c.quote_end): c.revision
            for c in await answers.citations_of(conn, key)
        },
        {(quote.article_id, quote.start, quote.end): quote for quote in corrected},
    )


async def _row(conn: Connection, reference: str | None, of_user: str | None) -> AnswerRow:
    if reference is None:
        newest = await answers.newest_of(conn, of_user or "")
        if newest is None:
            raise NoData("no answer of this user is kept", message="no_answers")
        return newest
    found = await answers.referred(conn, reference.strip().lower(), of_user) if reference.strip() else []
    if not found:
        raise NoData(f"no answer {reference!r} is kept", message="unknown_answer", params={"id": reference})
    if len(found) > 1:
        raise InvalidRequest(
            f"several answers begin with {reference!r}", message="ambiguous_answer", params={"id": reference}
        )
    return found[0]


def explained(kept: Kept, words: Lang) -> Explanation:
    """The explanation of what is kept."""
    row, answer = kept.row, _answer_of(kept.row)
    return Explanation(
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
        insights=_standing(answer, kept) if answer else (),
        left_out=tuple(_left_out(claim, words) for claim in kept.claims if claim.reason is not None),
        corrected=len({article_id for article_id, *_ in kept.corrected}),
    )


def _answer_of(row: AnswerRow) -> Answer | None:
    try:
        return Answer.model_validate_json(row.answer) if row.answer else None
    except ValidationError as error:
        raise NoData(
            f"answer {row.correlation_id} was kept by another version of Tidings",
            message="answer_of_other_version",
            params={"id": row.correlation_id},
        ) from error


def _standing(answer: Answer, kept: Kept) -> tuple[Standing, ...]:
    by_model = {claim.insight for claim in kept.claims if claim.written}
    cards = {card.article_id: card for card in answer.evidence}
    return tuple(
        _insight(number, insight, cards, kept, written=number in by_model)
        for number, insight in enumerate(answer.insights, 1)
    )


def _insight(
    number: int, insight: Insight, cards: Mapping[str, Evidence], kept: Kept, *, written: bool
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


def _left_out(claim: ClaimRow, words: Lang) -> LeftOut:
    reason = claim.reason or ""
    return LeftOut(
        part=claim.part,
        text=claim.text,
        written=claim.written,
        outcome="abstain" if claim.outcome == "abstain" else "drop",
        reason=reason,
        sentence=refusal(reason, words),
        articles=tuple(
            CitedArticle(article_id=str(article), reason=wrong)
            for article, wrong in claim.refs
            if article is not None
        ),
    )
