"""Keeping: an answer with its quotes and every claim that was judged for it, written in one go."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from psycopg import Error as StatementFailed

from tidings.archive.workings import Workings
from tidings.asking import Asked
from tidings.engine import Engine
from tidings.errors import DatabaseUnavailable, ErrorCode
from tidings.formatting import LOCAL_MODEL, Stamp
from tidings.llm.budget import user_hash
from tidings.llm.outcomes import NANOS
from tidings.observability import metrics
from tidings.policy.gate import Judgement, Verdict, references
from tidings.policy.personal.pii import masked
from tidings.policy.proof import Record, check_reference
from tidings.policy.reasons import Reason
from tidings.proving import Proved
from tidings.schemas import Answer, EvidenceRef
from tidings.store import answers
from tidings.store.answers import AnswerRow, CitationRow, ClaimRow
from tidings.store.attempts import repeated

log = structlog.get_logger(__name__)

# It takes 2 ms; where the database has gone away meanwhile, nobody waits for an answer that is there already.
_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Given:
    """What came of a command: an answer, or a code where nothing was proved; who asked, and its stamp."""

    user: str
    stamp: Stamp
    workings: Workings
    answer: Answer | None = None
    error: ErrorCode | None = None


async def keep(engine: Engine, asked: Asked, proved: Proved, given: Given) -> bool:
    """Keep what was given and why; whether it is kept, and so can be explained.

    An answer that cannot be kept is given all the same, and counted. One that is not to be kept touches no
    other: each has its own time, which was set when it was given.
    """
    days, row = engine.settings.keep_answers_days, row_of(asked, proved, given)
    try:
        async with asyncio.timeout(_SECONDS):
            if not days:
                await repeated(engine.db, answers.prune)
                return False
            citations, claims = tuple(citations_of(proved, given.answer)), tuple(claims_of(proved))
            kept = await repeated(engine.db, lambda conn: answers.keep(conn, row, citations, claims, days))
            if row.rejected is not None:
                await _watch_streak(engine, asked.command, row.rejected)
    except (StatementFailed, DatabaseUnavailable, TimeoutError) as error:
        metrics.answers_unstored.labels(asked.command).inc()
        log.warning("answer_unstored", command=asked.command, reason=type(error).__name__)
        return False
    if not kept:
        log.info("answer_known", command=asked.command, reason="another answer has this correlation id")
    return kept


async def _watch_streak(engine: Engine, command: str, rejected: bool) -> None:
    """Tell operators when what models write is refused again and again; nothing is let through for it."""
    streak = await engine.db.read(lambda conn: answers.streak(conn, command)) if rejected else 0
    metrics.rejection_streak.labels(command).set(streak)
    if streak >= engine.settings.rejection_streak:
        log.warning("rejection_streak", command=command, answers=streak)


def is_rejected(judgement: Judgement, *, by_model: bool) -> bool | None:
    """Whether all that a model wrote, or most of the claims, were refused for what they say.

    None where no model had a part in it: that says nothing of models. Nor does a refusal that is owed to the
    operator's lists of domains.
    """
    if not by_model:
        return None
    told = [verdict for verdict in judgement.verdicts if verdict.reason is not Reason.ADDRESS_REFUSED]
    refused = [verdict for verdict in told if verdict.reason is not None]
    written = [verdict for verdict in told if verdict.claim.written]
    in_vain = [verdict for verdict in refused if verdict.claim.written]
    return 2 * len(refused) > len(told) or (bool(written) and in_vain == written)


def row_of(asked: Asked, proved: Proved, given: Given) -> AnswerRow:
    """The answer as it is kept."""
    stamp, answer = given.stamp, given.answer
    return AnswerRow(
        correlation_id=stamp.correlation_id,
        asked_at=datetime.now(UTC) - timedelta(milliseconds=stamp.latency_ms),
        user_hash=user_hash(given.user),
        command=asked.command,
        query=storable(asked.query) if asked.query else None,
        window_name=asked.window.name,
        since=asked.window.since,
        until=asked.window.until,
        lang=asked.words,
        model="+".join(stamp.account.models) or LOCAL_MODEL,
        tokens=stamp.account.tokens,
        nanos=round(stamp.account.cost_usd * NANOS),
        latency_ms=round(stamp.latency_ms, 1),
        error_code=given.error,
        rejected=is_rejected(proved.judgement, by_model=bool(stamp.account.models)),
        answer=_document(answer) if answer else None,
        workings=given.workings.model_dump_json(),
    )


def _document(answer: Answer) -> str:
    """The answer as JSON, with the query as it is kept."""
    query = answer.meta.query
    meta = answer.meta.model_copy(update={"query": storable(query) if query else None})
    return answer.model_copy(update={"meta": meta}).model_dump_json()


def citations_of(proved: Proved, answer: Answer | None) -> Iterator[CitationRow]:
    """The words an answer stands on, each once, in the revision it was proved by."""
    if answer is None:
        return
    refs = [
        *(ref for insight in answer.insights for ref in insight.evidence_refs),
        *references(answer.result),
    ]
    for article_id, start, end in dict.fromkeys((ref.article_id, ref.start, ref.end) for ref in refs):
        article = proved.record.articles.get(int(article_id or 0))
        if article is not None:
            yield CitationRow(article.id, article.revision, start, end)


def claims_of(proved: Proved) -> Iterator[ClaimRow]:
    """All that was proposed and what became of it: the insights first, then what stands around them."""
    numbers = {id(claim): number for number, claim in enumerate(proved.chosen, 1)}
    for place, verdict in enumerate(proved.judgement.verdicts):
        yield _claim_row(place, verdict, numbers.get(id(verdict.claim)), proved.record)
    for place, item in enumerate(proved.refused, len(proved.judgement.verdicts)):
        outcome, reason = item.reason.outcome, item.reason
        wrong = reason if item.part == "reference" else None
        refs = [(key, wrong) for key in item.article_ids]
        yield ClaimRow(place, item.part, None, storable(item.text), None, None, False, outcome, reason, refs)


def _claim_row(place: int, verdict: Verdict, insight: int | None, record: Record) -> ClaimRow:
    claim, reason = verdict.claim, verdict.reason
    return ClaimRow(
        place=place,
        part="insight",
        insight=insight,
        text=storable(claim.statement.text),
        type=claim.type,
        basis=claim.basis,
        written=claim.written,
        outcome=verdict.outcome,
        reason=reason,
        refs=[_judged(ref, record) for ref in claim.refs],
        said=storable(verdict.said),
        found=storable(verdict.found),
    )


def _judged(ref: EvidenceRef, record: Record) -> tuple[int | None, str | None]:
    """An article that is cited, and what is wrong with the reference by itself."""
    return int(ref.article_id) if ref.article_id else None, check_reference(ref, record)


def storable(text: str) -> str:
    """A text without anybody's data and without what PostgreSQL's texts cannot hold."""
    return masked(text.encode("utf-8", "replace").decode("utf-8").replace("\x00", ""))
