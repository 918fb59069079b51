"""The gate: reads what claims cite from the store itself, lets the proved ones through, counts the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import structlog

from tidings.observability import metrics
from tidings.policy.claims import Claim, Statement
from tidings.policy.proof import Record, bearing_refs, check_reference, fault_of
from tidings.policy.reasons import Reason
from tidings.policy.statements import check_headline
from tidings.schemas.evidence import EvidenceRef
from tidings.schemas.results import KeywordsResult, Result, SentimentResult, TrendsResult
from tidings.store import articles
from tidings.store.articles import StoredArticle
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

INSIGHTS = 5
# An answer with fewer is topped up with what its sources say, where they say so much.
LEAST_INSIGHTS = 3

# What an answer says beside its insights.
Part = Literal["header", "summary", "label", "reference"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a proposed claim; `reason` is None where it is proved.

    `said` are the words of it at fault, `found` what the article has instead, each where it can be told.
    """

    claim: Claim
    reason: Reason | None
    # References it was proposed with that bear nothing of it out; it is shown without them.
    beside_the_point: tuple[EvidenceRef, ...] = ()
    said: str = ""
    found: str = ""

    @property
    def outcome(self) -> str:
        """How it is counted and kept: pass, drop, or abstain where the gate cannot tell."""
        return "pass" if self.reason is None else self.reason.outcome


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that was not let through, and why."""

    claim: Claim
    reason: Reason


@dataclass(frozen=True, slots=True)
class Refused:
    """Something beside the insights that was not let through, and why; something plainer took its place."""

    part: Part
    text: str
    reason: Reason
    article_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of the proposed claims, in the order they were proposed."""

    verdicts: tuple[Verdict, ...]

    @property
    def passed(self) -> tuple[Claim, ...]:
        """The claims that are proved."""
        return tuple(verdict.claim for verdict in self.verdicts if verdict.reason is None)

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """Those that are not, with their reasons."""
        return tuple(Dropped(item.claim, item.reason) for item in self.verdicts if item.reason is not None)

    @property
    def coverage(self) -> float:
        """Share of the claims that were proved; 1 when none was proposed."""
        return len(self.passed) / len(self.verdicts) if self.verdicts else 1.0


async def stored_texts(db: Database, ids: Iterable[int], as_of: datetime | None) -> dict[int, StoredArticle]:
    """The cited articles as the store has them at the answer's moment, whatever an author carried along."""
    wanted = sorted(set(ids))
    return await db.read(lambda conn: articles.texts(conn, wanted, as_of)) if wanted else {}


def judge(claims: Iterable[Claim], record: Record) -> Judgement:
    """Each claim on its own: proved, or dropped with its reason; one that fails takes no other with it."""
    return Judgement(tuple(_judged(claim, record) for claim in claims))


def _judged(claim: Claim, record: Record) -> Verdict:
    fault = fault_of(claim, record)
    if fault is None:
        return Verdict(claim, None)
    kept = bearing_refs(claim, record)
    if not kept:
        return Verdict(claim, fault.reason, said=fault.said, found=fault.found)
    return Verdict(replace(claim, refs=kept), None, tuple(ref for ref in claim.refs if ref not in kept))


def choose(passed: Sequence[Claim]) -> tuple[Claim, ...]:
    """The insights of the answer: the first proved ones, each text once.

    Words that already stand as another insight's quote are said again only when nothing else is left; what a
    model made of them is no repetition.
    """
    fresh, repeated = _told_apart(passed)
    return tuple([*fresh, *repeated][:INSIGHTS])


def missing(passed: Sequence[Claim]) -> int:
    """How many insights with something of their own to say are wanted yet."""
    return max(LEAST_INSIGHTS - len(_told_apart(passed)[0]), 0)


def _told_apart(passed: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Claims that say something new, and those that only repeat what stands under another."""
    once = list({claim.statement.text: claim for claim in passed}.values())
    shown: set[tuple[str | None, int]] = set()
    fresh: list[Claim] = []
    repeated: list[Claim] = []
    for claim in once:
        places = {(ref.article_id, ref.start) for ref in claim.refs}
        again = claim.basis == "quoted" and not claim.written and places <= shown
        (repeated if again else fresh).append(claim)
        shown |= places
    return fresh, repeated


def first_holding(
    part: Part, choices: Sequence[Statement], record: Record, *, lang: str, limit: int
) -> tuple[Statement | None, tuple[Refused, ...]]:
    """The first wording that may be shown, and those before it that may not."""
    refused: list[Refused] = []
    for statement in choices:
        reason = check_headline(statement, record.ledger, lang, limit)
        if reason is None:
            return statement, tuple(refused)
        refused.append(Refused(part, statement.text, reason))
    return None, tuple(refused)


def proven_result(result: Result, record: Record) -> tuple[Result, tuple[Refused, ...]]:
    """The result without references that do not hold, nor what only these showed; and the reasons."""
    refused: list[Refused] = []
    if isinstance(result, KeywordsResult):
        phrases = []
        for phrase in result.keyphrases:
            examples = _holding(phrase.examples, record, refused)
            if examples:
                phrases.append(phrase.model_copy(update={"examples": examples}))
            else:
                cited = tuple(int(ref.article_id) for ref in phrase.examples if ref.article_id)
                refused.append(Refused("label", phrase.phrase, Reason.LABEL_UNPROVED, cited))
        return result.model_copy(update={"keyphrases": tuple(phrases)}), tuple(refused)
    if isinstance(result, TrendsResult):
        tone = _proven_aspects(result.sentiment, record, refused)
        return result.model_copy(update={"sentiment": tone}), tuple(refused)
    if isinstance(result, SentimentResult):
        return _proven_aspects(result, record, refused), tuple(refused)
    return result, ()


def _proven_aspects(result: SentimentResult, record: Record, refused: list[Refused]) -> SentimentResult:
    kept = tuple(item for item in result.aspects if _holding([item.evidence_ref], record, refused))
    return result.model_copy(update={"aspects": kept})


def _holding(refs: Iterable[EvidenceRef], record: Record, refused: list[Refused]) -> tuple[EvidenceRef, ...]:
    kept = []
    for ref in refs:
        reason = check_reference(ref, record)
        if reason is None:
            kept.append(ref)
        else:
            cited = (int(ref.article_id),) if ref.article_id else ()
            refused.append(Refused("reference", ref.quote, reason, cited))
    metrics.policy_checks.labels("reference", "pass").inc(len(kept))
    return tuple(kept)


def references(result: Result) -> list[EvidenceRef]:
    """Every reference a result carries."""
    if isinstance(result, KeywordsResult):
        return [ref for phrase in result.keyphrases for ref in phrase.examples]
    tone = result.sentiment if isinstance(result, TrendsResult) else result
    return [aspect.evidence_ref for aspect in tone.aspects] if isinstance(tone, SentimentResult) else []


def report(judgement: Judgement, refused: Iterable[Refused], command: str) -> None:
    """Count the outcome and log everything that was not let through with its reason."""
    metrics.evidence_coverage.labels(command).set(judgement.coverage)
    metrics.policy_checks.labels("evidence", "pass").inc(len(judgement.passed))
    for verdict in judgement.verdicts:
        for _ in verdict.beside_the_point:
            metrics.policy_checks.labels(Reason.NOT_SUPPORTED, Reason.NOT_SUPPORTED.outcome).inc()
            log.warning("reference_dropped", command=command, reason=Reason.NOT_SUPPORTED)
    for dropped in judgement.dropped:
        metrics.policy_checks.labels(dropped.reason, dropped.reason.outcome).inc()
        log.warning(
            "claim_dropped",
            command=command,
            reason=dropped.reason,
            basis=dropped.claim.basis,
            written=dropped.claim.written,
        )
    for item in refused:
        metrics.policy_checks.labels(item.reason, item.reason.outcome).inc()
        log.warning("part_dropped", command=command, part=item.part, reason=item.reason)
