"""Settling: the findings with only those names, quotes and articles that the store bears out."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from tidings.asking import Asked
from tidings.engine import Engine
from tidings.findings import Findings, Found
from tidings.policy import gate
from tidings.policy.claims import Ledger
from tidings.policy.gate import Refused
from tidings.policy.proof import Record
from tidings.policy.reasons import Reason
from tidings.prose.facts import Facts
from tidings.proving import names
from tidings.proving.keeping_out import without_kept_out
from tidings.schemas.results import KeywordsResult, Result, SentimentResult
from tidings.store.articles import StoredArticle


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings that hold, the stored texts read for it, and what did not hold."""

    findings: Findings
    texts: Mapping[int, StoredArticle]
    refused: tuple[Refused, ...] = ()


async def settle(engine: Engine, asked: Asked, found: Found, findings: Findings) -> Settled:
    """Hold what the findings cite and name against the store, before sentences are made of them."""
    cited = {int(ref.article_id) for ref in gate.references(findings.result) if ref.article_id}
    texts = await gate.stored_texts(engine.db, cited | set(findings.cards), asked.window.until)
    record = record_of(engine, asked, found, texts, {})
    result, refused = gate.proven_result(findings.result, record)
    kept = replace(findings, result=result, facts=_spoken(findings.facts, result))
    named = await _named(engine, asked, await without_kept_out(engine, asked, kept), texts, record)
    cards, hidden = _shown_cards(named.findings.cards, named.texts, record)
    return Settled(replace(named.findings, cards=cards), named.texts, (*refused, *named.refused, *hidden))


def record_of(
    engine: Engine, asked: Asked, found: Found, texts: Mapping[int, StoredArticle], ledger: Ledger
) -> Record:
    """What claims are held against."""
    return Record(
        texts, asked.window, ledger, found.scope, asked.words, likeness=engine.likeness, rule=engine.domains
    )


def _spoken(facts: Facts, result: Result) -> Facts:
    """The facts about subjects that are still in the result."""
    if isinstance(result, KeywordsResult):
        phrases = {phrase.phrase for phrase in result.keyphrases}
        return replace(facts, subjects=tuple(fact for fact in facts.subjects if fact.label in phrases))
    if isinstance(result, SentimentResult):
        aspects = {aspect.name for aspect in result.aspects}
        return replace(facts, aspects=tuple(fact for fact in facts.aspects if fact.label in aspects))
    return facts


async def _named(
    engine: Engine, asked: Asked, findings: Findings, texts: Mapping[int, StoredArticle], record: Record
) -> Settled:
    """The findings with names their articles bear out; where a title is the name nothing more is read."""
    if findings.view is None:
        return Settled(findings, texts)
    all_names = names.namings(findings.view)
    doubtful = [naming for naming in all_names if not naming.holds_at_once(shown_texts(texts, record))]
    if not doubtful:
        return Settled(findings, texts)
    wanted = {key for naming in doubtful for key in naming.article_ids} - texts.keys()
    texts = {**texts, **await gate.stored_texts(engine.db, wanted, asked.window.until)}
    may, taken = shown_texts(texts, record), [naming.label for naming in all_names]
    may_not = {key: article for key, article in texts.items() if key not in may}
    renamed = await asyncio.to_thread(names.other_names, doubtful, taken, may, asked.words, may_not)
    if not renamed:
        return Settled(findings, texts)
    labels = {naming.label: name for naming, name in renamed.items()}
    refused = tuple(names.refusals(renamed, may_not))
    return Settled(names.renamed_findings(findings, labels), texts, refused)


def _shown_cards(
    cards: Collection[int], texts: Mapping[int, StoredArticle], record: Record
) -> tuple[tuple[int, ...], tuple[Refused, ...]]:
    """The articles that stand for topics, without those whose address may not be shown."""
    hidden = [key for key in cards if key in texts and not may_be_shown(texts[key], record)]
    kept = tuple(key for key in cards if key not in hidden)
    reason = Reason.ADDRESS_REFUSED
    return kept, tuple(Refused("reference", texts[key].title, reason, (key,)) for key in hidden)


def shown_texts(texts: Mapping[int, StoredArticle], record: Record) -> dict[int, StoredArticle]:
    """Those of the articles that may be shown."""
    return {key: article for key, article in texts.items() if may_be_shown(article, record)}


def may_be_shown(article: StoredArticle, record: Record) -> bool:
    """Whether the rule of domains allows the article's address."""
    return record.rule is None or record.rule.lets(article.url)
