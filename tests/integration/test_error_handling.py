"""How commands fail: a typed error with its code, never a traceback, and counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from prometheus_client import REGISTRY
from tests.integration.conftest import Open

from tidings import findings
from tidings.agents.material import Texts, read_articles
from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.errors import (
    AnswerUnproved,
    BudgetExceeded,
    DatabaseUnavailable,
    ErrorCode,
    InternalError,
    InvalidRequest,
    ModelUnavailable,
    NoData,
)
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.policy.personal import pii
from tidings.settings import Settings


def errors(command: str, code: ErrorCode) -> float:
    labels = {"command": command, "code": code.value, "track": "stable"}
    return REGISTRY.get_sample_value("orchestrator_errors_total", labels) or 0.0


async def test_error_no_data(empty_engine: Engine) -> None:
    before = errors("trends", ErrorCode.NO_DATA)
    with pytest.raises(NoData) as caught:
        await execute_trends(engine=empty_engine)
    assert caught.value.retryable
    assert errors("trends", ErrorCode.NO_DATA) == before + 1


@pytest.mark.parametrize("mode", ["keywords", "sentiment", "topics"])
async def test_an_empty_store_has_no_answer_in_any_mode(empty_engine: Engine, mode: str) -> None:
    for query in (None, "anything"):
        with pytest.raises(NoData):
            await execute_analyze(mode=mode, query=query, engine=empty_engine)


async def test_a_query_that_matches_nothing_is_no_data(engine: Engine, moment: datetime) -> None:
    with pytest.raises(NoData):
        await execute_analyze(mode="topics", query="zxqv wkjh", window="1w", as_of=moment, engine=engine)


async def test_an_unknown_source_is_no_data(engine: Engine, moment: datetime) -> None:
    with pytest.raises(NoData) as caught:
        await execute_trends(sources=["Nobody's Gazette"], as_of=moment, engine=engine)
    assert caught.value.message == "unknown_source"
    assert caught.value.params["source"] == "Nobody's Gazette"


async def test_error_model_unavailable(opened: Open, servers: ProviderServers, moment: datetime) -> None:
    servers.behave("all", Behaviour("overloaded"))
    before = errors("trends", ErrorCode.MODEL_UNAVAILABLE)
    async with opened(local_analyst=False) as engine:
        with pytest.raises(ModelUnavailable) as caught:
            await execute_trends(as_of=moment, engine=engine)
    assert caught.value.retryable
    assert "overloaded" in caught.value.tech_message
    assert errors("trends", ErrorCode.MODEL_UNAVAILABLE) == before + 1


async def test_error_budget_exceeded(opened: Open, servers: ProviderServers, moment: datetime) -> None:
    before = errors("analyze_topics", ErrorCode.BUDGET_EXCEEDED)
    async with opened(local_analyst=False, command_tokens=500) as engine:
        with pytest.raises(BudgetExceeded) as caught:
            await execute_analyze(mode="topics", as_of=moment, engine=engine)
    assert not caught.value.retryable
    assert servers.requests == []
    assert errors("analyze_topics", ErrorCode.BUDGET_EXCEEDED) == before + 1


async def test_error_validation_failed(
    engine: Engine, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When every quote is somebody's data, nothing is proved and nothing is said."""
    monkeypatch.setattr(pii, "is_point", lambda _quote: True)
    with pytest.raises(AnswerUnproved) as caught:
        await execute_trends(as_of=moment, engine=engine)
    assert caught.value.code is ErrorCode.VALIDATION_FAILED
    assert not caught.value.retryable


async def test_what_analysts_were_given_beside_the_store_is_not_said(
    engine: Engine, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their quotes fail; what the store has takes their place."""

    async def altered(*args: Any) -> Texts:
        read = await read_articles(*args)
        lies = {key: replace(item, text=f"So {item.text}") for key, item in read.articles.items()}
        return replace(read, articles=lies)

    monkeypatch.setattr(findings, "read_articles", altered)
    answer = await execute_trends(as_of=moment, engine=engine)
    assert len(answer.insights) >= 3
    assert "claims_dropped" in {notice.code for notice in answer.warnings}
    quotes = [ref.quote for insight in answer.insights for ref in insight.evidence_refs]
    assert not any(quote.startswith("So ") for quote in quotes)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"mode": "moods"}, "unknown_mode"),
        ({"mode": "trends"}, "unknown_mode"),
        ({"mode": "topics", "window": "5 minutes"}, "unknown_window"),
        ({"mode": "topics", "lang": "xx"}, "unknown_language"),
        ({"mode": "topics", "words": "xx"}, "unknown_language"),
        ({"mode": "topics", "as_of": datetime(2025, 3, 8, tzinfo=UTC).replace(tzinfo=None)}, "bad_moment"),
        ({"mode": "topics", "query": "long " * 200}, "query_too_long"),
    ],
)
async def test_a_wrong_question_says_what_is_wrong(
    engine: Engine, question: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        await execute_analyze(**question, engine=engine)
    assert caught.value.message == message
    assert caught.value.code is ErrorCode.VALIDATION_FAILED


async def test_an_unreachable_database_is_said_to_be_unreachable() -> None:
    nowhere = Settings(database_url="postgresql://tidings@127.0.0.1:1/none")
    with pytest.raises(DatabaseUnavailable):
        async with Engine.open(nowhere):
            pass


async def test_a_database_that_goes_away_is_said_to_be_unavailable(engine: Engine, moment: datetime) -> None:
    await engine.db.close()
    with pytest.raises(DatabaseUnavailable) as caught:
        await execute_trends(as_of=moment, engine=engine)
    assert caught.value.retryable


async def test_a_fault_of_ours_leaves_as_an_internal_error(
    engine: Engine, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*args: Any, **options: Any) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(findings, "compute_trends", broken)
    before = errors("trends", ErrorCode.INTERNAL)
    with pytest.raises(InternalError) as caught:
        await execute_trends(as_of=moment, engine=engine)
    assert "secret detail" not in str(caught.value)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert errors("trends", ErrorCode.INTERNAL) == before + 1
