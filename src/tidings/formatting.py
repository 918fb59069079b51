"""Formatting: the proved parts of an answer as the public contract has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC

from tidings import __version__
from tidings.asking import Asked
from tidings.errors import AnswerUnproved
from tidings.findings import KEPT_OUT, Findings, Found
from tidings.llm.desk import Account
from tidings.policy import gate, lengths
from tidings.policy.claims import Claim
from tidings.policy.confidence import Grounds, agreement_of_legs, confidence
from tidings.policy.reasons import Reason
from tidings.prose.degradations import degradation_notices, level_notice
from tidings.prose.phrasebook import notice
from tidings.proving import Proved
from tidings.quotes import leading_quote
from tidings.schemas import Answer, Evidence, EvidenceRef, Meta, Notice
from tidings.store.articles import StoredArticle
from tidings.terms import Terms

LOCAL_MODEL = "local"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose answer it is, how long it took so far, its models and what they used, the terms where reduced."""

    correlation_id: str
    latency_ms: float
    account: Account = field(default_factory=Account)
    reduced: Terms | None = None


def format_answer(asked: Asked, found: Found, findings: Findings, proved: Proved, stamp: Stamp) -> Answer:
    """The answer; AnswerUnproved when nothing of what was proposed is proved."""
    chosen = proved.chosen
    if not chosen:
        proposed = len(proved.judgement.verdicts)
        raise AnswerUnproved(f"none of {proposed} proposed insights is proved by a stored article")
    if proved.header is None or proved.summary is None:
        raise AnswerUnproved("no wording of the header or of the summary agrees with what was computed")
    cited = [*(ref for claim in chosen for ref in claim.refs), *gate.references(findings.result)]
    return Answer(
        header=lengths.header(proved.header.text),
        tldr=lengths.tldr(proved.summary.text),
        insights=tuple(claim.insight() for claim in chosen),
        evidence=evidence(chosen, findings.cards, cited, proved.record.articles),
        result=findings.result,
        meta=_meta(asked, found, findings, stamp),
        warnings=_warnings(asked, found, findings, proved, stamp),
    )


def evidence(
    chosen: Iterable[Claim],
    cards: Iterable[int],
    cited: Iterable[EvidenceRef],
    articles: Mapping[int, StoredArticle],
) -> tuple[Evidence, ...]:
    """A card for each article cited by insights, then for the face of each topic, then for the result's."""
    snippets: dict[int, str] = {}
    for claim in chosen:
        snippets.update({_key(ref): ref.quote for ref in claim.refs if _key(ref) not in snippets})
    for key in cards:
        if key in articles and key not in snippets:
            snippets[key] = leading_quote(articles[key]).text
    snippets |= {_key(ref): ref.quote for ref in cited if _key(ref) not in snippets}
    return tuple(_card(articles[key], snippet) for key, snippet in snippets.items())


def _key(ref: EvidenceRef) -> int:
    return int(ref.article_id or 0)


def _card(article: StoredArticle, snippet: str) -> Evidence:
    return Evidence(
        article_id=str(article.id),
        title=lengths.title(article.title) or article.source,
        url=article.url,
        date=article.published_at.astimezone(UTC).date().isoformat(),
        source=article.source,
        snippet=lengths.snippet(snippet),
    )


def grounds(asked: Asked, found: Found, findings: Findings) -> Grounds:
    """What the answer's confidence rests on; nothing was ranked where nothing was searched for."""
    facts = findings.facts
    spoken = facts.subjects[:3] or facts.aspects[:3]
    ranks = [(hit.lexical_rank, hit.dense_rank) for hit in found.hits]
    return Grounds(
        articles=facts.articles,
        outlets=[fact.sources for fact in spoken] or [facts.sources],
        ranking=agreement_of_legs(ranks) if asked.query else 1.0,
    )


def _meta(asked: Asked, found: Found, findings: Findings, stamp: Stamp) -> Meta:
    return Meta(
        confidence=confidence(grounds(asked, found, findings)),
        model="+".join(stamp.account.models) or LOCAL_MODEL,
        version=__version__,
        correlation_id=stamp.correlation_id,
        cost_usd=stamp.account.cost_usd,
        latency_ms=round(stamp.latency_ms, 1),
        tokens=stamp.account.tokens,
        degradations=(*_level(stamp.reduced), *found.warnings, *_steps(stamp.account)),
        command=asked.command,
        query=asked.query,
        window=asked.window.name,
        since=asked.window.since,
        until=asked.window.until,
        lang=asked.words,
        articles=findings.facts.articles,
        sources=findings.facts.sources,
    )


def _level(reduced: Terms | None) -> tuple[str, ...]:
    return (f"service_level:{reduced.level.value}",) if reduced else ()


def _steps(account: Account) -> tuple[str, ...]:
    """Each kind of step down once, with the agent and the reason."""
    return tuple(f"{step.code}:{step.agent}:{step.reason}" for step in account.steps)


def _warnings(
    asked: Asked, found: Found, findings: Findings, proved: Proved, stamp: Stamp
) -> tuple[Notice, ...]:
    params: dict[str, Mapping[str, object]] = {code: {} for code in found.warnings}
    params.update(findings.notices)
    unproved = [item for item in proved.judgement.dropped if item.reason is not Reason.ADDRESS_REFUSED]
    if len(unproved) < len(proved.judgement.dropped):
        params[KEPT_OUT] = {}
    if unproved:
        params["claims_dropped"] = {"dropped": len(unproved)}
    said = [(code, notice(code, asked.words, **gaps)) for code, gaps in params.items()]
    said += degradation_notices(stamp.account.steps, asked.words)
    if stamp.reduced and stamp.reduced.since:
        said.insert(0, level_notice(stamp.reduced.level, stamp.reduced.since, asked.words))
    return tuple(Notice(code=code, text=text) for code, text in said)
