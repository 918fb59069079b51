"""Forty answers of every mode, ten of them with providers that lie, looked up by the bench's own reader."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from bench import _delivered_sample
from bench._delivered_check import Check, checked
from bench._questions import Kind, Question
from bench._watch import listening
from bench.delivered import Bench, Plan, deliver, shares
from tests.integration.conftest import Open

from tidings.dev.servers import ProviderServers
from tidings.schemas import Answer

pytestmark = pytest.mark.untraced  # whole commands, over and over

PLAN = Plan(local=30, lying=10, real=0)


async def test_all_that_is_delivered_holds_whoever_wrote_it(opened: Open, servers: ProviderServers) -> None:
    async with opened(models=False) as engine:
        with listening() as listener:
            bench = Bench(listener, servers, None)
            came = await deliver(engine, _delivered_sample.questions(), PLAN, bench)
    faults = [(one.origin, one.how, item) for one in came for item in one.findings if not item.held]
    assert faults == []
    assert Counter(one.origin for one in came) == {"local": 30, "lying": 10}
    assert all(one.answered for one in came)
    assert set(shares(came).values()) == {1.0}
    lies = [one for one in came if one.origin == "lying"]
    assert sum(one.dropped.total() for one in lies) > 0
    assert {one.answer.result.mode for one in came if one.answer} == {
        "trends",
        "keywords",
        "sentiment",
        "topics",
    }


@pytest.mark.parametrize(
    ("check", "changed"),
    [
        (Check.QUOTE, {"start": 1}),
        (Check.DATE, {"date": "2025-03-01"}),
        (Check.SOURCE, {"url": "https://elsewhere.example/"}),
    ],
)
async def test_an_answer_that_was_tampered_with_is_found_out(
    opened: Open, moment: datetime, check: Check, changed: dict[str, object]
) -> None:
    question = Question(Kind("topics", "1w"), "en", None, moment)
    async with opened(models=False) as engine:
        answer = await question.put(engine)
        assert all(item.held for item in await checked(engine.db, question, answer))
        shown = answer.model_dump(mode="json")
        ref = shown["insights"][0]["evidence_refs"][0]
        ref |= changed
        ref["end"] = ref["start"] + len(ref["quote"])
        found = await checked(engine.db, question, Answer.model_validate(shown))
    failed = {item.check for item in found if not item.held}
    assert failed == {check}
