"""Whole commands with models, through the providers' own SDKs, against servers of their wire formats."""

from __future__ import annotations

import re
import time
from datetime import datetime

import pytest
from prometheus_client import REGISTRY
from tests.integration.conftest import Open
from tests.integration.test_command_flows import assert_proved

from tidings.dev.behaviour import Behaviour, Kind
from tidings.dev.servers import ProviderServers
from tidings.errors import BudgetExceeded, ModelUnavailable
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.schemas import Answer
from tidings.settings import Settings

pytestmark = pytest.mark.untraced  # whole commands, over and over

MODELS = {"google": "gemini-3.8-flash", "anthropic": "claude-sonnet-5-5", "openai": "gpt-6.1-terra"}
# In seconds; the tests' own deadlines leave a slow machine time to compute.
PROMISED = Settings.model_fields["deadline_enhanced"].default


def codes(answer: Answer) -> set[str]:
    return {notice.code for notice in answer.warnings}


def fallbacks(agent: str, reason: str) -> float:
    labels = {"agent": agent, "reason": reason}
    return REGISTRY.get_sample_value("orchestrator_fallback_total", labels) or 0.0


@pytest.mark.parametrize("provider", MODELS)
@pytest.mark.parametrize("mode", ["keywords", "sentiment", "topics"])
async def test_a_whole_analysis_through_each_provider(
    opened: Open, servers: ProviderServers, moment: datetime, provider: str, mode: str
) -> None:
    route = f"{MODELS[provider]}, local"
    routes = {f"route_{agent}": route for agent in ("keyphrase_mining", "query_expansion")}
    routes |= {f"route_{agent}": route for agent in ("sentiment_emotion", "topic_modeler")}
    async with opened(provider, **routes) as engine:
        answer = await execute_analyze(
            mode=mode, query="Aurelia ferry", window="1w", as_of=moment, engine=engine
        )
        await assert_proved(engine, answer)
    assert answer.meta.model == MODELS[provider]
    assert answer.meta.cost_usd > 0
    assert 0 < answer.meta.tokens <= 8000
    assert answer.meta.degradations == ()
    assert {entry.provider for entry in servers.requests} == {provider}


async def test_trends_ask_two_agents_at_once(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    servers.behave("all", Behaviour(seconds=0.3))
    async with opened() as engine:
        answer = await execute_trends(window="1w", as_of=moment, engine=engine)
        await assert_proved(engine, answer)
    assert answer.meta.model == "claude-sonnet-5-5+gpt-6.1-terra"
    assert max(entry.concurrent for entry in servers.requests) == 2
    assert answer.result.mode == "trends"


async def test_simple_trends_ask_nobody(opened: Open, servers: ProviderServers, moment: datetime) -> None:
    async with opened() as engine:
        answer = await execute_trends(window="1w", as_of=moment, simple=True, engine=engine)
    assert servers.requests == []
    assert (answer.meta.model, answer.meta.cost_usd) == ("local", 0.0)


async def test_figures_are_the_same_with_models_as_without(opened: Open, moment: datetime) -> None:
    async with opened() as engine:
        with_models = await execute_analyze(
            mode="sentiment", query="Aurelia ferry", window="1w", as_of=moment, engine=engine
        )
    async with opened(models=False) as engine:
        without = await execute_analyze(
            mode="sentiment", query="Aurelia ferry", window="1w", as_of=moment, engine=engine
        )
    assert with_models.meta.model == "gpt-6.1-terra"
    assert without.meta.model == "local"
    one, other = with_models.result, without.result
    assert one.mode == other.mode == "sentiment"
    assert (one.overall, one.emotions, one.timeline) == (other.overall, other.emotions, other.timeline)
    assert {(aspect.name, aspect.score) for aspect in one.aspects} <= {
        (aspect.name, aspect.score) for aspect in other.aspects
    }


FAULTS: list[tuple[Kind, str]] = [
    ("no_answer", "timeout"),
    ("overloaded", "overloaded"),
    ("cut", "connection"),
    ("bad_key", "refused_key"),
    ("truncated_json", "wrong_shape"),
    ("wrong_schema", "wrong_shape"),
    ("thinking_only", "empty"),
    ("refusal", "refusal"),
    ("huge", "wrong_shape"),
]


@pytest.mark.parametrize(("kind", "reason"), FAULTS)
async def test_a_failing_first_choice_is_answered_for_by_the_next(
    opened: Open, servers: ProviderServers, moment: datetime, kind: Kind, reason: str
) -> None:
    servers.behave("openai", Behaviour(kind))
    before = fallbacks("sentiment_emotion", reason)
    async with opened(deadline_enhanced=6.0) as engine:
        started = time.monotonic()
        answer = await execute_analyze(
            mode="sentiment", query="Aurelia ferry", window="1w", as_of=moment, engine=engine
        )
        taken = time.monotonic() - started
        await assert_proved(engine, answer)
    assert taken < PROMISED
    assert answer.meta.model == "claude-sonnet-5-5"
    assert f"model_fallback:sentiment_emotion:{reason}" in answer.meta.degradations
    assert "model_fallback" in codes(answer)
    assert fallbacks("sentiment_emotion", reason) == before + 1


@pytest.mark.parametrize("kind", ["no_answer", "overloaded", "truncated_json"])
async def test_with_all_providers_down_the_local_analysts_answer_in_time(
    opened: Open, servers: ProviderServers, moment: datetime, kind: Kind
) -> None:
    servers.behave("all", Behaviour(kind))
    async with opened(deadline_enhanced=5.0) as engine:
        started = time.monotonic()
        answer = await execute_trends(window="1w", as_of=moment, engine=engine)
        taken = time.monotonic() - started
    async with opened(models=False) as engine:
        plain = await execute_trends(window="1w", as_of=moment, engine=engine)
    assert taken < PROMISED
    assert answer.meta.model == "local"
    assert "local" in codes(answer)
    assert (answer.insights, answer.result, answer.tldr) == (plain.insights, plain.result, plain.tldr)


async def test_without_local_analysts_nobody_answers(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    servers.behave("all", Behaviour("overloaded"))
    async with opened(local_analyst=False) as engine:
        with pytest.raises(ModelUnavailable):
            await execute_trends(window="1w", as_of=moment, engine=engine)
    async with opened(local_analyst=False, models=False) as engine:
        with pytest.raises(ModelUnavailable):
            await execute_analyze(mode="topics", window="1w", as_of=moment, engine=engine)
        simple = await execute_trends(window="1w", as_of=moment, simple=True, engine=engine)
    assert simple.meta.model == "local"


async def test_repeated_failures_open_the_circuit_and_cost_no_more_time(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    servers.behave("openai", Behaviour("overloaded"))
    async with opened(model_cache_hours=0) as engine:
        reasons = []
        for _ in range(4):
            answer = await execute_analyze(mode="sentiment", window="1w", as_of=moment, engine=engine)
            reasons.append(answer.meta.degradations[0].rpartition(":")[2])
        asked = [entry for entry in servers.requests if entry.provider == "openai"]
    assert reasons == ["overloaded", "overloaded", "circuit_open", "circuit_open"]
    assert len(asked) == 4


async def test_the_same_question_is_paid_for_once(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    async with opened() as engine:
        first = await execute_trends(window="1w", as_of=moment, engine=engine)
        asked = len(servers.requests)
    async with opened() as engine:
        second = await execute_trends(window="1w", as_of=moment, engine=engine)
    assert asked == len(servers.requests) == 2
    assert first.meta.cost_usd > 0
    assert second.meta.cost_usd == 0
    assert second.meta.model == first.meta.model
    assert (second.insights, second.result) == (first.insights, first.result)


async def test_a_spent_budget_degrades_and_says_so(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    async with opened(user_usd=0.0) as engine:
        answer = await execute_analyze(mode="topics", window="1w", as_of=moment, engine=engine)
        await assert_proved(engine, answer)
    assert servers.requests == []
    assert answer.meta.degradations == ("local:topic_modeler:user_usd",)
    async with opened(user_usd=0.0, local_analyst=False) as engine:
        with pytest.raises(BudgetExceeded) as caught:
            await execute_analyze(mode="topics", window="1w", as_of=moment, engine=engine)
    assert not caught.value.retryable


@pytest.mark.parametrize("limit", ["command_usd", "user_usd", "daily_usd"])
async def test_a_limit_that_leaves_too_little_is_named(
    opened: Open, servers: ProviderServers, moment: datetime, limit: str
) -> None:
    async with opened(**{limit: 0.0001}) as engine:
        answer = await execute_analyze(mode="topics", window="1w", as_of=moment, engine=engine)
    assert servers.requests == []
    assert answer.meta.degradations == (f"local:topic_modeler:{limit}",)


async def test_when_money_is_short_a_cheaper_model_answers(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    async with opened(command_usd=0.008) as engine:
        answer = await execute_analyze(mode="topics", window="1w", as_of=moment, engine=engine)
    steps = [step.partition(":")[0] for step in answer.meta.degradations]
    assert steps
    assert set(steps) <= {"fewer_documents", "fewer_parts", "cheaper_model", "model_fallback"}
    assert 0 < answer.meta.cost_usd <= 0.008


async def test_a_switched_off_agent_is_local_and_no_degradation(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    async with opened(flag_topic_modeler=False) as engine:
        answer = await execute_trends(window="1w", as_of=moment, engine=engine)
    assert [entry.model for entry in servers.requests] == ["gpt-6.1-terra"]
    assert answer.meta.degradations == ()


def texts_in(answer: str) -> list[str]:
    """The sentences a model wrote, wherever in its provider's answer."""
    return re.findall(r'\\*"text\\*": *\\*"(.*?)\\*"', answer)


async def test_without_query_expansion_no_other_query_is_suggested(opened: Open, moment: datetime) -> None:
    async with opened(flag_query_expansion=False) as engine:
        answer = await execute_analyze(
            mode="keywords", query="Aurelia ferry", window="1w", as_of=moment, engine=engine
        )
    assert answer.result.mode == "keywords"
    assert answer.result.expansion_hint is None


async def test_with_the_rerank_flag_the_best_articles_are_ranked_again(
    opened: Open, moment: datetime
) -> None:
    def ranked_again() -> float:
        labels = {"kind": "rerank"}
        return REGISTRY.get_sample_value("retrieval_latency_seconds_count", labels) or 0.0

    before = ranked_again()
    for on in (False, True):
        async with opened(models=False, flag_rerank=on) as engine:
            await execute_analyze(mode="topics", query="ferry", window="1w", as_of=moment, engine=engine)
        assert ranked_again() == before + on


async def test_invented_sources_and_facts_are_not_shown(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    for kind in ("invented_ids", "invented_facts", "wrong_language"):
        servers.behave("all", Behaviour(kind))
        async with opened(model_cache_hours=0) as engine:
            answer = await execute_trends(window="1w", as_of=moment, engine=engine)
            await assert_proved(engine, answer)
        written = [text for entry in servers.requests for text in texts_in(entry.answer)]
        assert written
        assert {insight.text for insight in answer.insights}.isdisjoint(written), kind
