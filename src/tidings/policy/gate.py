"""The gate: reads what claims cite from the store itself, lets the proved ones through, counts the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from tidings.observability import metrics
from tidings.policy.claims import Claim, Statement
from tidings.policy.proof import Record, check_claim, check_reference
from tidings.policy.reasons import Reason
from tidings.policy.statements import check_statement
from tidings.schemas.evidence import EvidenceRef
from tidings.schemas.results import KeywordsResult, Result, SentimentResult, TrendsResult
from tidings.store import articles
from tidings.store.articles import StoredArticle
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

INSIGHTS = 5


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that was not let through, and why."""

    claim: Claim
    reason: Reason


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of the proposed claims, in the order they were proposed."""

    passed: tuple[Claim, ...]
    dropped: tuple[Dropped, ...]

    @property
    def coverage(self) -> float:
        """Share of the claims that were proved; 1 when none was proposed."""
        proposed = len(self.passed) + len(self.dropped)
        return len(self.passed) / proposed if proposed else 1.0


async def stored_texts(db: Database, ids: Iterable[int], as_of: datetime | None) -> dict[int, StoredArticle]:
    """The cited articles as the store has them at the answer's moment, whatever an author carried along."""
    wanted = sorted(set(ids))
    return await db.read(lambda conn: articles.texts(conn, wanted, as_of))


def judge(claims: Iterable[Claim], record: Record) -> Judgement:
    """Each claim on its own: proved, or dropped with its reason; one that fails takes no other with it."""
    passed: list[Claim] = []
    dropped: list[Dropped] = []
    for claim in claims:
        reason = check_claim(claim, record)
        if reason is None:
            passed.append(claim)
        else:
            dropped.append(Dropped(claim, reason))
    return Judgement(tuple(passed), tuple(dropped))


def choose(passed: Sequence[Claim]) -> tuple[Claim, ...]:
    """The insights of the answer: the first proved ones, each text once.

    Words that already stand as another insight's quote are said again only when nothing else is left; what a
    model made of them is no repetition.
    """
    once = list({claim.statement.text: claim for claim in passed}.values())
    shown: set[tuple[str | None, int]] = set()
    fresh: list[Claim] = []
    repeated: list[Claim] = []
    for claim in once:
        places = {(ref.article_id, ref.start) for ref in claim.refs}
        again = claim.basis == "quoted" and not claim.written and places <= shown
        (repeated if again else fresh).append(claim)
        shown |= places
    return tuple([*fresh, *repeated][:INSIGHTS])


def proven_statement(choices: Sequence[Statement], record: Record) -> Statement | None:
    """The first of several wordings whose numbers are the computed ones."""
    return next((said for said in choices if check_statement(said, record.ledger) is None), None)


def proven_result(result: Result, record: Record) -> Result:
    """The result without references that do not hold."""
    if isinstance(result, KeywordsResult):
        phrases = tuple(
            phrase.model_copy(update={"examples": _holding(phrase.examples, record)})
            for phrase in result.keyphrases
        )
        return result.model_copy(update={"keyphrases": phrases})
    if isinstance(result, TrendsResult):
        return result.model_copy(update={"sentiment": _proven_aspects(result.sentiment, record)})
    return _proven_aspects(result, record) if isinstance(result, SentimentResult) else result


def _proven_aspects(result: SentimentResult, record: Record) -> SentimentResult:
    kept = tuple(item for item in result.aspects if _holding([item.evidence_ref], record))
    return result.model_copy(update={"aspects": kept})


def references(result: Result) -> list[EvidenceRef]:
    """Every reference a result carries."""
    if isinstance(result, KeywordsResult):
        return [ref for phrase in result.keyphrases for ref in phrase.examples]
    tone = result.sentiment if isinstance(result, TrendsResult) else result
    return [aspect.evidence_ref for aspect in tone.aspects] if isinstance(tone, SentimentResult) else []


def report(judgement: Judgement, command: str) -> None:
    """Count the outcome and log every drop with its reason."""
    metrics.evidence_coverage.labels(command).set(judgement.coverage)
    metrics.policy_checks.labels("evidence", "pass").inc(len(judgement.passed))
    for item in judgement.dropped:
        metrics.policy_checks.labels(item.reason, item.reason.outcome).inc()
        log.warning(
            "claim_dropped",
            command=command,
            reason=item.reason,
            basis=item.claim.basis,
            written=item.claim.written,
        )


def _holding(refs: Iterable[EvidenceRef], record: Record) -> tuple[EvidenceRef, ...]:
    kept = []
    for ref in refs:
        reason = check_reference(ref, record)
        metrics.policy_checks.labels(reason or "reference", "drop" if reason else "pass").inc()
        if reason is None:
            kept.append(ref)
        else:
            log.warning("reference_dropped", reason=reason, article_id=ref.article_id)
    return tuple(kept)
