"""The model manager on the providers' real wire formats, under the names the first plan gave these tests."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import pytest
import structlog
from prometheus_client import REGISTRY
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.errors import BudgetExceeded, ModelUnavailable
from tidings.flags import Flags
from tidings.llm.desk import Desk
from tidings.llm.manager import ModelManager
from tidings.llm.models import parse_model
from tidings.llm.outcomes import Usage
from tidings.llm.prices import Prices
from tidings.llm.task import Document, Part, Task
from tidings.settings import Settings
from tidings.store.pool import Database

# In seconds; the test's own deadline leaves a slow machine time to compute.
PROMISED = Settings.model_fields["deadline_enhanced"].default


class Note(BaseModel):
    """A sentence about documents."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, StringConstraints(max_length=180)]
    doc_ids: Annotated[list[str], Field(max_length=3)]


DOCUMENTS = tuple(
    Document(
        f"D{place}", place, f"Ferry {place} sails", "Harbour Post", "2031-03-08", "It left at dawn. " * 20
    )
    for place in range(1, 9)
)


def task(agent: str = "topic_modeler", **changes: Any) -> Task[Note]:
    options: dict[str, Any] = {
        "agent": agent,
        "version": "1",
        "contract": Note,
        "instructions": "Say in one sentence what the documents tell.",
        "parts": (Part("topics", "T1 | 12 articles"), Part("gaps", "nothing else " * 50, essential=False)),
        "documents": DOCUMENTS,
        "max_output": 300,
        "question": "What is told? Answer in English.",
    }
    return Task(**options | changes)


@pytest.fixture
def servers() -> Iterator[ProviderServers]:
    with ProviderServers() as running:
        yield running


@asynccontextmanager
async def managed(db: Database, servers: ProviderServers, **options: Any) -> AsyncIterator[ModelManager]:
    settings = Settings(**{"deadline_enhanced": 6.0} | servers.settings() | options)
    manager = ModelManager(settings, db, Flags.from_settings(settings))
    manager.load()  # the SDKs, which takes seconds once
    try:
        yield manager
    finally:
        await manager.aclose()


@asynccontextmanager
async def a_desk(db: Database, servers: ProviderServers, **options: Any) -> AsyncIterator[Desk]:
    async with managed(db, servers, **options) as manager:
        yield manager.desk(user="reader")


async def test_model_routing_keyphrase_mining(db: Database, servers: ProviderServers) -> None:
    async with a_desk(db, servers) as desk:
        reply = await desk.ask(task("keyphrase_mining"))
    assert reply is not None
    assert reply.model == "gemini-3.8-flash"
    assert [entry.provider for entry in servers.requests] == ["google"]


async def test_model_routing_sentiment(db: Database, servers: ProviderServers) -> None:
    async with a_desk(db, servers) as desk:
        reply = await desk.ask(task("sentiment_emotion"))
    assert reply is not None
    assert reply.model == "gpt-6.1-terra"
    assert [entry.provider for entry in servers.requests] == ["openai"]


async def test_model_routing_topics(db: Database, servers: ProviderServers) -> None:
    async with a_desk(db, servers) as desk:
        reply = await desk.ask(task("topic_modeler"))
    assert reply is not None
    assert reply.model == "claude-sonnet-5-5"
    assert reply.draft.doc_ids[0] in {document.id for document in reply.documents}
    assert [entry.provider for entry in servers.requests] == ["anthropic"]


async def test_primary_timeout_triggers_fallback(db: Database, servers: ProviderServers) -> None:
    servers.behave("anthropic", Behaviour("no_answer"))
    async with a_desk(db, servers, deadline_enhanced=3.0) as desk:
        started = time.monotonic()
        reply = await desk.ask(task())
        taken = time.monotonic() - started
    assert reply is not None
    assert reply.model == "gpt-6.1-terra"
    assert taken < PROMISED
    assert [(step.code, step.reason) for step in desk.account.steps] == [("model_fallback", "timeout")]


async def test_budget_cap_enforcement(db: Database, servers: ProviderServers) -> None:
    """A pot that holds one call lets one through; then the local analyst answers, or nobody."""
    async with a_desk(db, servers, command_tokens=3000, model_cache_hours=0) as desk:
        assert await desk.ask(task()) is not None
        used = desk.account.tokens
        assert await desk.ask(task(max_output=3000 - used)) is None
    assert len(servers.requests) == 1
    assert [(step.code, step.reason) for step in desk.account.steps] == [("local", "command_tokens")]
    async with a_desk(db, servers, user_usd=0, local_analyst=False) as desk:
        with pytest.raises(BudgetExceeded) as caught:
            await desk.ask(task("sentiment_emotion"))
    assert caught.value.message == "budget_of_day"
    assert len(servers.requests) == 1


async def test_budget_degradation_reduces_context(db: Database, servers: ProviderServers) -> None:
    async with a_desk(db, servers) as desk:
        whole = await desk.ask(task())
    async with a_desk(db, servers, command_tokens=1100, model_cache_hours=0) as desk:
        reply = await desk.ask(task())
    assert whole is not None
    assert reply is not None
    assert 3 <= len(reply.documents) < len(whole.documents)
    assert desk.account.steps[0].code == "fewer_documents"
    sent = [str(entry.body) for entry in servers.requests]
    assert len(sent[1]) < len(sent[0])
    assert desk.account.tokens <= 1100


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_telemetry_tracking(db: Database, servers: ProviderServers) -> None:
    model = "claude-sonnet-5-5"

    def figures() -> list[float]:
        return [
            counted("model_requests_total", model=model, outcome="overloaded"),
            counted("model_requests_total", model=model, outcome="ok"),
            counted("model_tokens_total", model=model, direction="sent"),
            counted("model_cost_usd_total", model=model),
            counted("model_latency_seconds_count", model=model),
        ]

    before = figures()
    servers.behave("anthropic", Behaviour("overloaded"), times=1)
    with structlog.testing.capture_logs() as lines:
        async with a_desk(db, servers) as desk:
            await desk.ask(task())
    failed, worked, sent, dollars, timed = (after - was for was, after in zip(before, figures(), strict=True))
    assert (failed, worked, timed) == (1, 1, 2)
    assert 0 < sent < desk.account.tokens
    assert dollars == pytest.approx(desk.account.cost_usd)
    called = [line for line in lines if line["event"] == "model_called"]
    assert [line["outcome"] for line in called] == ["overloaded", "ok"]
    assert all({"model", "agent", "cost_usd", "latency_ms"} <= line.keys() for line in called)
    booked = await db.fetch_all(
        "SELECT outcome, tokens_sent, tokens_received, nanos_paid FROM model_calls ORDER BY started_at"
    )
    assert [row[0] for row in booked] == ["overloaded", "ok"]
    assert booked[0][3] == 0
    assert booked[1][3] == round(desk.account.cost_usd * 1e9)


async def test_cost_estimation(db: Database, servers: ProviderServers) -> None:
    """What is reserved is never less than what is paid, at list prices."""
    price = Prices(Settings()).of(parse_model("claude-sonnet-5-5"))
    assert price is not None
    assert price.nanos(Usage(100_000, 100_000)) == 12 * 10**8
    async with a_desk(db, servers) as desk:
        await desk.ask(task())
    [(held, held_tokens, paid, used)] = await db.fetch_all(
        "SELECT nanos_reserved, tokens_reserved, nanos_paid, tokens_used FROM model_calls"
    )
    assert held >= paid > 0
    assert held_tokens >= used > 0
    assert paid == round(desk.account.cost_usd * 1e9)


async def test_multiple_fallbacks(db: Database, servers: ProviderServers) -> None:
    servers.behave("anthropic", Behaviour("bad_key"))
    servers.behave("openai", Behaviour("truncated_json"))
    async with a_desk(db, servers) as desk:
        reply = await desk.ask(task())
    assert reply is not None
    assert reply.model == "gemini-3.8-flash"
    assert [(step.code, step.reason) for step in desk.account.steps] == [("model_fallback", "refused_key")]
    assert desk.account.models == ("gemini-3.8-flash",)


async def test_all_models_fail_raises_error(db: Database, servers: ProviderServers) -> None:
    servers.behave("all", Behaviour("overloaded"))
    async with a_desk(db, servers, local_analyst=False) as desk:
        with pytest.raises(ModelUnavailable) as caught:
            await desk.ask(task())
    assert "overloaded" in caught.value.tech_message
    assert caught.value.retryable
    async with a_desk(db, servers) as desk:
        assert await desk.ask(task()) is None
    assert [step.code for step in desk.account.steps] == ["local"]


async def test_time_is_kept_back_only_for_models_that_could_still_be_paid(
    db: Database, servers: ProviderServers
) -> None:
    """A first choice that takes most of the time is waited for, where the budget allows no second."""
    servers.behave("anthropic", Behaviour(seconds=4.0))
    async with a_desk(db, servers, deadline_enhanced=6.0, command_tokens=2000) as desk:
        reply = await desk.ask(task())
    assert reply is not None
    assert reply.model == "claude-sonnet-5-5"


async def test_another_key_is_another_model_s_health_and_words(
    db: Database, servers: ProviderServers
) -> None:
    servers.behave("anthropic", Behaviour("bad_key"), times=1)
    async with a_desk(db, servers) as desk:
        refused = await desk.ask(task())
    async with a_desk(db, servers, anthropic_api_key="another-key") as desk:
        reply = await desk.ask(task())
        again = await desk.ask(task())
    assert refused is not None
    assert reply is not None
    assert again is not None
    assert (refused.model, reply.model) == ("gpt-6.1-terra", "claude-sonnet-5-5")
    assert [entry.provider for entry in servers.requests] == ["anthropic", "openai", "anthropic"]


async def test_without_any_model_or_analyst_the_settings_are_named(
    db: Database, servers: ProviderServers
) -> None:
    async with a_desk(db, servers, models=False, local_analyst=False) as desk:
        with pytest.raises(ModelUnavailable) as caught:
            await desk.ask(task())
    assert caught.value.message == "no_models"
