"""Judging: every proposed claim through the gate, more of them where few passed, and words above them all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tidings.asking import Asked
from tidings.engine import Engine
from tidings.findings import Findings, Found
from tidings.policy import gate
from tidings.policy.claims import Claim, Statement
from tidings.policy.gate import Judgement, Refused
from tidings.policy.proof import Record
from tidings.prose.drafts import further_quotes
from tidings.prose.facts import ledger
from tidings.prose.headlines import headers, summaries
from tidings.proving.settling import Settled, may_be_shown, record_of
from tidings.schemas.answer import HEADER_LIMIT, TLDR_LIMIT

# Articles read again for further quotes: no more than three insights are missing, and one of these seldom has
# fewer sentences.
_FURTHER = 12


@dataclass(frozen=True, slots=True)
class Proved:
    """What was held against the store, and what came of it; no header or summary where none holds."""

    record: Record
    judgement: Judgement
    header: Statement | None
    summary: Statement | None
    refused: tuple[Refused, ...] = ()

    @property
    def chosen(self) -> tuple[Claim, ...]:
        """The insights of the answer."""
        return gate.choose(self.judgement.passed)


async def prove(
    engine: Engine, asked: Asked, found: Found, settled: Settled, claims: Sequence[Claim]
) -> Proved:
    """Hold every claim, the header and the summary against the store and against what was computed."""
    record = record_of(engine, asked, found, settled.texts, ledger(settled.findings.facts))
    cited = {int(ref.article_id) for claim in claims for ref in claim.refs if ref.article_id}
    record = await _with_texts(engine, record, cited)
    judgement = await _judged(claims, record)
    if gate.missing(judgement.passed):
        judgement, record = await _topped_up(engine, asked, settled, judgement, record)
    proved = _with_headlines(asked, settled, judgement, record)
    gate.report(judgement, proved.refused, asked.command)
    return proved


async def _with_texts(engine: Engine, record: Record, ids: Iterable[int]) -> Record:
    """The record with these articles, too, read from the store."""
    wanted = set(ids) - record.articles.keys()
    fresh = await gate.stored_texts(engine.db, wanted, record.window.until)
    return replace(record, articles={**record.articles, **fresh}) if fresh else record


async def _judged(claims: Sequence[Claim], record: Record) -> Judgement:
    """The judgement; sentences to be read for what they mean are read beside the event loop."""
    if any(claim.written or claim.type == "conflict" for claim in claims):
        return await asyncio.to_thread(gate.judge, claims, record)
    return gate.judge(claims, record)


async def _topped_up(
    engine: Engine, asked: Asked, settled: Settled, judgement: Judgement, record: Record
) -> tuple[Judgement, Record]:
    """The judgement with as many more quotes as are missing, as far as the sources say so much."""
    spare = citable(settled.findings, record)[:_FURTHER]
    record = await _with_texts(engine, record, spare)
    stored = [record.articles[key] for key in spare if key in record.articles]
    verdicts = judgement.verdicts
    for claim in _unsaid(further_quotes(stored, asked.words), judgement):
        if not gate.missing(Judgement(verdicts).passed):
            break
        verdicts += gate.judge([claim], record).verdicts
    return Judgement(verdicts), record


def citable(findings: Findings, record: Record) -> list[int]:
    """The articles that may be quoted, the best first."""
    once = {article.id: article for article in (*findings.voices, *findings.articles.values())}
    return [
        key
        for key, article in once.items()
        if (record.scope is None or key in record.scope) and may_be_shown(article, record)
    ]


def _unsaid(spare: Iterable[Claim], judgement: Judgement) -> Iterator[Claim]:
    """The spare quotes that do not stand in the answer, or were not refused for it, already."""
    said = {
        (ref.article_id, ref.start)
        for verdict in judgement.verdicts
        if verdict.reason is None or not verdict.claim.written
        for ref in verdict.claim.refs
    }
    return (claim for claim in spare if {(ref.article_id, ref.start) for ref in claim.refs} - said)


def _with_headlines(asked: Asked, settled: Settled, judgement: Judgement, record: Record) -> Proved:
    """The first header and the first summary that hold."""
    facts, words = settled.findings.facts, asked.words
    header, bad_headers = gate.first_holding(
        "header",
        headers(asked.mode, asked.query, asked.window, facts, words),
        record,
        lang=words,
        limit=HEADER_LIMIT,
    )
    summary, bad_summaries = gate.first_holding(
        "summary", summaries(asked.mode, facts, words), record, lang=words, limit=TLDR_LIMIT
    )
    refused = (*settled.refused, *bad_headers, *bad_summaries)
    return Proved(record, judgement, header, summary, refused)
