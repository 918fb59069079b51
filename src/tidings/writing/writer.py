"""The writer: asks the agents of a mode, side by side, and makes what they wrote part of the answer."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import structlog
from pydantic import BaseModel

from tidings.agents.prompts.keyphrase_mining import KeyphrasesDraft
from tidings.agents.prompts.sentiment_emotion import SentimentDraft
from tidings.agents.prompts.topic_modeler import TopicsDraft
from tidings.asking import Asked
from tidings.findings import Findings, Found
from tidings.llm.task import Reply, Task
from tidings.observability import metrics
from tidings.policy.claims import Claim
from tidings.schemas.results import SentimentResult, TrendsResult
from tidings.writing import requests
from tidings.writing.composition import (
    given_articles,
    with_aspects,
    with_expansion,
    with_keyphrases,
    with_topic_aspects,
    with_topics,
)
from tidings.writing.sentences import apart, written_claims

log = structlog.get_logger(__name__)

T = TypeVar("T", bound=BaseModel)
One = TypeVar("One")
Other = TypeVar("Other")


class Desk(Protocol):
    """What one command has of models."""

    async def ask(self, task: Task[T]) -> Reply[T] | None:
        """What a model wrote; None where the local analyst's word is to stand."""


@dataclass(frozen=True, slots=True)
class Written:
    """The findings with what models made of them, and the sentences they wrote, not yet proved."""

    findings: Findings
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """What a writer works from; why a part of a draft was not used is counted in `skipped`."""

    asked: Asked
    found: Found
    findings: Findings
    skipped: Counter[str]

    def claims(
        self, reply: Reply[TopicsDraft] | Reply[SentimentDraft] | Reply[KeyphrasesDraft] | None
    ) -> tuple[Claim, ...]:
        """The reply's sentences as claims."""
        if reply is None:
            return ()
        given = given_articles(reply.documents, self.findings.articles)
        return tuple(written_claims(reply.draft.insights, given, self.asked.words, self.skipped))


async def write(asked: Asked, found: Found, findings: Findings, desk: Desk) -> Written:
    """Let the models of the mode write about the findings; where none replies these stay as they are."""
    brief = Brief(asked, found, findings, Counter())
    written = await _WRITERS[asked.mode](brief, desk)
    written = replace(written, claims=apart(written.claims, brief.skipped))
    for reason, count in (+brief.skipped).items():
        metrics.policy_checks.labels(reason, "drop").inc(count)
        log.info("draft_part_skipped", command=asked.command, reason=reason, count=count)
    return written


async def _ask(desk: Desk, task: Task[T]) -> Reply[T] | None:
    """The desk's reply; without a document to cite there is nothing to ask about."""
    return await desk.ask(task) if task.documents else None


async def _trends(brief: Brief, desk: Desk) -> Written:
    findings, view, result = brief.findings, brief.findings.view, brief.findings.result
    if view is None or not isinstance(result, TrendsResult):
        return Written(findings)
    topics, tone = await both(
        _ask(desk, requests.for_topics(brief.asked, brief.found, findings, view)),
        _ask(desk, requests.for_tone(brief.asked, brief.found, findings, result.sentiment)),
    )
    if topics is not None:
        findings = with_topics(findings, topics.draft, brief.asked.words, brief.skipped)
    if tone is not None:
        findings = with_topic_aspects(findings, view, tone, brief.skipped)
    return Written(findings, (*brief.claims(topics), *brief.claims(tone)))


async def _topics(brief: Brief, desk: Desk) -> Written:
    if brief.findings.view is None:
        return Written(brief.findings)
    reply = await _ask(
        desk, requests.for_topics(brief.asked, brief.found, brief.findings, brief.findings.view)
    )
    if reply is None:
        return Written(brief.findings)
    return Written(
        with_topics(brief.findings, reply.draft, brief.asked.words, brief.skipped), brief.claims(reply)
    )


async def _sentiment(brief: Brief, desk: Desk) -> Written:
    if not isinstance(brief.findings.result, SentimentResult):
        return Written(brief.findings)
    reply = await _ask(
        desk, requests.for_tone(brief.asked, brief.found, brief.findings, brief.findings.result)
    )
    if reply is None:
        return Written(brief.findings)
    return Written(with_aspects(brief.findings, reply, brief.skipped), brief.claims(reply))


async def _keywords(brief: Brief, desk: Desk) -> Written:
    asked, found, findings, query = brief.asked, brief.found, brief.findings, brief.asked.query
    asking = _ask(desk, requests.for_keyphrases(asked, found, findings))
    if query is None:
        mined, other = await asking, None
    else:
        mined, other = await both(asking, _ask(desk, requests.for_expansion(asked, found, findings, query)))
    if mined is not None:
        findings = with_keyphrases(findings, found.ranked, mined.draft, brief.skipped)
    if other is not None and query is not None:
        findings = with_expansion(findings, query, asked.words, other, brief.skipped)
    return Written(findings, brief.claims(mined))


_WRITERS: Mapping[str, Callable[[Brief, Desk], Awaitable[Written]]] = {
    "trends": _trends,
    "keywords": _keywords,
    "sentiment": _sentiment,
    "topics": _topics,
}


async def both(one: Coroutine[Any, Any, One], other: Coroutine[Any, Any, Other]) -> tuple[One, Other]:
    """Both at once; when one fails the other is given up."""
    tasks = asyncio.create_task(one), asyncio.create_task(other)
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        # Until they have ended: what they spent is still to be booked.
        await asyncio.gather(*tasks, return_exceptions=True)
