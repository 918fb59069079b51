"""Twenty commands at once: all answered, whatever becomes of the providers, and the same computed once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Sequence
from itertools import cycle, islice
from typing import Any

import pytest
from prometheus_client import REGISTRY
from tests.integration.conftest import MOMENT, SETTINGS, Open

from tidings.asking import Ask, understand
from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.errors import NoData
from tidings.orchestrator import compute, execute_analyze, execute_trends
from tidings.schemas import Answer
from tidings.store import corpus
from tidings.terms import terms_of

pytestmark = pytest.mark.untraced  # whole commands, over and over

AT_ONCE = 20
MIXED = (
    ("trends", None, "24h"),
    ("keywords", "Pinefold", "1w"),
    ("trends", None, "1w"),
    ("sentiment", "Валмер", "1w"),
    ("topics", None, "3d"),
    ("trends", None, "24h"),
    ("topics", "Pinefold", "1w"),
)


def asked(
    engine: Engine, mode: str, query: str | None, window: str, words: str, number: int
) -> Awaitable[Answer]:
    common: dict[str, Any] = {
        "window": window,
        "words": words,
        "as_of": MOMENT,
        "engine": engine,
        "correlation_id": f"load-{number}",
    }
    if mode == "trends":
        return execute_trends(**common)
    return execute_analyze(mode=mode, query=query, **common)


async def crowd(engine: Engine) -> list[Answer]:
    """Twenty mixed commands in both languages, all at the same moment."""
    kinds = islice(cycle(MIXED), AT_ONCE)
    return await asyncio.gather(
        *(asked(engine, *kind, ("ru", "en")[number // 7 % 2], number) for number, kind in enumerate(kinds))
    )


def told(answer: Answer) -> tuple[object, ...]:
    """What an answer says, without how it was made."""
    return (answer.header, answer.tldr, answer.insights, answer.evidence, answer.result, answer.warnings)


def hits(cache: str = "findings") -> float:
    return REGISTRY.get_sample_value("orchestrator_cache_hits_total", {"cache": cache}) or 0.0


async def test_twenty_at_once_are_all_answered_and_the_same_is_computed_once(engine: Engine) -> None:
    before = hits()
    answers = await crowd(engine)
    assert [answer.meta.correlation_id for answer in answers] == [
        f"load-{number}" for number in range(AT_ONCE)
    ]
    # Six kinds in two languages: of twenty, eight are asked for the second or third time.
    assert hits() - before == 8
    alone = await asked(Engine.over(SETTINGS, engine.db, engine.embedder), *MIXED[0], "ru", 99)
    assert told(answers[0]) == told(answers[5]) == told(alone)
    assert answers[0].header != answers[7].header


async def test_news_that_come_in_end_what_is_shared(opened: Open) -> None:
    async with opened(models=False) as engine:
        await asked(engine, *MIXED[0], "en", 1)
        before = hits()
        async with engine.db.transaction() as conn:
            await corpus.advance(conn, MOMENT)
        await asked(engine, *MIXED[0], "en", 2)
        assert hits() == before
        await asked(engine, *MIXED[0], "en", 3)
        assert hits() == before + 1


async def test_both_modes_and_both_languages_share_what_is_counted(opened: Open) -> None:
    kinds = (("trends", None, "1w"), ("topics", None, "1w"), ("topics", "Pinefold", "1w"))
    async with opened(models=False) as engine:
        before = hits("counts")
        orders = [(kind, words) for kind in kinds for words in ("ru", "en")]
        answers = [await asked(engine, *kind, words, number) for number, (kind, words) in enumerate(orders)]
        # Four answers share the week's counts, two of each language its names, two a query's counts; and the
        # conflicts of either.
        assert hits("counts") - before == 3 + 2 + 1 + 3 + 1
        for (kind, words), answer in zip(orders, answers, strict=True):
            alone = await asked(Engine.over(SETTINGS, engine.db, engine.embedder), *kind, words, 99)
            assert told(answer) == told(alone)
        async with engine.db.transaction() as conn:
            await corpus.advance(conn, MOMENT)
        before = hits("counts")
        await asked(engine, *kinds[0], "en", 100)
        assert hits("counts") == before


async def test_what_is_counted_up_to_now_is_shared_within_the_same_edges(opened: Open) -> None:
    async with opened(models=False) as engine:
        before = hits("counts")
        windows = []
        for words in ("ru", "en"):
            state = await engine.db.read(corpus.state)
            question = understand(Ask("trends", window="1y", words=words))
            with contextlib.suppress(NoData):
                await compute(engine, question, await terms_of(engine, "local"))
            windows.append(engine.edges.of(question.window, state.epoch))
        assert windows[0] == windows[1]
        # Its counts, and its conflicts.
        assert hits("counts") - before == 2


async def test_phrases_and_moods_are_found_in_the_same_material(opened: Open) -> None:
    kinds = (("keywords", "ferry", "1w"), ("sentiment", "ferry", "1w"))
    async with opened(models=False) as engine:
        before = hits("counts")
        answers = [await asked(engine, *kind, "en", number) for number, kind in enumerate(kinds)]
        # What the set says, and what its sources contradict each other about.
        assert hits("counts") - before == 2
        for kind, answer in zip(kinds, answers, strict=True):
            alone = await asked(Engine.over(SETTINGS, engine.db, engine.embedder), *kind, "en", 99)
            assert told(answer) == told(alone)


FAULTS = {
    "none": None,
    "503": Behaviour("overloaded", status=503),
    "cut": Behaviour("cut"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_twenty_at_once_are_all_answered_whatever_the_providers_do(
    fault: str, opened: Open, servers: ProviderServers
) -> None:
    behaviour = FAULTS[fault]
    if behaviour is not None:
        servers.behave("all", behaviour)
    async with opened() as engine:
        answers = await crowd(engine)
    assert all(answer.insights for answer in answers)
    assert servers.requests
    assert are_local(answers) == (behaviour is not None)
    if behaviour is not None:
        assert all(any(step.startswith("local") for step in answer.meta.degradations) for answer in answers)


async def test_twenty_at_once_are_all_answered_where_the_providers_are_gone(opened: Open) -> None:
    with ProviderServers() as gone:
        addresses = gone.settings()
    async with opened(**addresses) as engine:
        answers = await crowd(engine)
    assert all(answer.insights for answer in answers)
    assert are_local(answers)


def are_local(answers: Sequence[Answer]) -> bool:
    """Whether no model had a part in any answer; on a slow machine there may be no time for one in some."""
    return all(answer.meta.model == "local" for answer in answers)
