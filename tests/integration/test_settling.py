"""Names and references of findings, held against the real database before sentences are made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tidings.asking import Ask, Asked, understand
from tidings.engine import Engine
from tidings.errors import AnswerUnproved
from tidings.findings import Findings, Found
from tidings.formatting import Stamp, format_answer
from tidings.orchestrator import _FINDERS, proposals, question_of, retrieve, shown
from tidings.policy.domains import DomainRule
from tidings.policy.reasons import Reason
from tidings.proving import Proved, Settled, prove, settle
from tidings.proving.names import renamed_findings
from tidings.schemas import Answer, KeywordsResult, TopicsResult, TrendsResult
from tidings.writing import Written

LIE = "Greta Lind resigns after Aurelia disaster"


async def found_for(engine: Engine, moment: datetime, mode: str, words: str) -> tuple[Asked, Found, Findings]:
    asked = understand(Ask(mode, None, "1w", as_of=moment, words=words))
    found = await retrieve(engine, asked)
    return asked, found, await _FINDERS[mode](engine.db, asked, found, question_of(asked, found))


async def proved_of(engine: Engine, asked: Asked, found: Found, settled: Settled) -> Proved:
    claims = proposals(asked, settled, Written(settled.findings), ())
    return await prove(engine, asked, found, settled, claims)


def lied(findings: Findings) -> Findings:
    """The findings with their first topic called what no article says."""
    first = findings.facts.subjects[0].label
    return renamed_findings(findings, {first: LIE})


@pytest.mark.parametrize("words", ["en", "ru"])
@pytest.mark.parametrize("mode", ["trends", "topics", "keywords", "sentiment"])
async def test_what_is_computed_settles_as_it_is(
    engine: Engine, moment: datetime, mode: str, words: str
) -> None:
    asked, found, findings = await found_for(engine, moment, mode, words)
    settled = await settle(engine, asked, found, findings)
    assert settled.refused == ()
    assert (settled.findings.result, settled.findings.facts) == (findings.result, findings.facts)


@pytest.mark.parametrize("mode", ["trends", "topics"])
async def test_a_name_that_its_articles_do_not_bear_out_is_used_nowhere(
    engine: Engine, moment: datetime, mode: str
) -> None:
    asked, found, findings = await found_for(engine, moment, mode, "en")
    settled = await settle(engine, asked, found, lied(findings))
    assert [(item.part, item.text, item.reason) for item in settled.refused] == [
        ("label", LIE, Reason.LABEL_UNPROVED)
    ]
    proved = await proved_of(engine, asked, found, settled)
    answer = format_answer(asked, found, settled.findings, proved, Stamp("any", 1.0))
    assert LIE not in answer.model_dump_json()
    assert isinstance(answer.result, TrendsResult | TopicsResult)
    assert len(answer.result.topics) == len(findings.facts.subjects[:8])
    assert answer.tldr.startswith("Top story: “")


async def test_a_keyphrase_whose_quotes_do_not_hold_is_not_spoken_of(
    engine: Engine, moment: datetime
) -> None:
    asked, found, findings = await found_for(engine, moment, "keywords", "en")
    assert isinstance(findings.result, KeywordsResult)
    first, *others = findings.result.keyphrases
    moved = tuple(ref.model_copy(update={"date": "2001-01-01"}) for ref in first.examples)
    tampered = (first.model_copy(update={"examples": moved}), *others)
    result = findings.result.model_copy(update={"keyphrases": tampered})
    settled = await settle(engine, asked, found, replace(findings, result=result))
    assert {item.reason for item in settled.refused} == {Reason.WRONG_DATE, Reason.LABEL_UNPROVED}
    assert first.phrase not in {fact.label for fact in settled.findings.facts.subjects}
    proved = await proved_of(engine, asked, found, settled)
    assert proved.summary is not None
    assert f"“{first.phrase}”" not in proved.summary.text


async def whole(engine: Engine, moment: datetime) -> tuple[Answer, Proved]:
    asked, found, findings = await found_for(engine, moment, "topics", "en")
    settled = await settle(engine, asked, found, findings)
    proved = await proved_of(engine, asked, found, settled)
    return format_answer(asked, found, settled.findings, proved, Stamp("any", 1.0)), proved


@pytest.mark.parametrize("part", ["header", "tldr"])
async def test_an_answer_whose_headlines_are_in_another_language_is_refused(
    engine: Engine, moment: datetime, part: str
) -> None:
    answer, proved = await whole(engine, moment)
    assert shown(answer, proved, DomainRule())
    other = answer.model_copy(update={part: "Главное за неделю в новостях страны и мира"})
    with pytest.raises(AnswerUnproved):
        shown(other, proved, DomainRule())


async def test_an_answer_with_a_blocked_address_is_refused(engine: Engine, moment: datetime) -> None:
    answer, proved = await whole(engine, moment)
    with pytest.raises(AnswerUnproved):
        shown(answer, proved, DomainRule.of(blocked=["example"]))
