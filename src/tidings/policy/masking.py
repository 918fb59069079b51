"""Masking: what an answer shows of its sources, without anybody's number or key in it."""

from __future__ import annotations

from tidings.policy.pii import masked
from tidings.schemas import Answer, Evidence, EvidenceRef, Insight
from tidings.schemas.results import KeywordsResult, Result, SentimentResult, TrendsResult


def without_personal_data(answer: Answer) -> Answer:
    """The answer with personal data masked wherever sources are quoted.

    A mask is as long as what it hides: offsets still tell where in the stored text a quote stands.
    """
    return answer.model_copy(
        update={
            "header": masked(answer.header),
            "tldr": masked(answer.tldr),
            "insights": tuple(map(_insight, answer.insights)),
            "evidence": tuple(map(_card, answer.evidence)),
            "result": _result(answer.result),
        }
    )


def _insight(insight: Insight) -> Insight:
    refs = tuple(map(_reference, insight.evidence_refs))
    return insight.model_copy(update={"text": masked(insight.text), "evidence_refs": refs})


def _reference(ref: EvidenceRef) -> EvidenceRef:
    return ref.model_copy(update={"quote": masked(ref.quote)})


def _card(card: Evidence) -> Evidence:
    return card.model_copy(update={"title": masked(card.title), "snippet": masked(card.snippet)})


def _result(result: Result) -> Result:
    if isinstance(result, KeywordsResult):
        phrases = tuple(
            phrase.model_copy(update={"examples": tuple(map(_reference, phrase.examples))})
            for phrase in result.keyphrases
        )
        return result.model_copy(update={"keyphrases": phrases})
    if isinstance(result, SentimentResult):
        return _sentiment(result)
    if isinstance(result, TrendsResult):
        return result.model_copy(update={"sentiment": _sentiment(result.sentiment)})
    return result


def _sentiment(result: SentimentResult) -> SentimentResult:
    aspects = tuple(
        aspect.model_copy(update={"evidence_ref": _reference(aspect.evidence_ref)})
        for aspect in result.aspects
    )
    return result.model_copy(update={"aspects": aspects})
