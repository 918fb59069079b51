"""Whole commands at each level: what they do without, whom they ask, and what their readers are told."""

from __future__ import annotations

import json
import re
from contextlib import AsyncExitStack
from datetime import datetime

import pytest
from prometheus_client import REGISTRY
from tests.integration.conftest import Open
from tests.integration.test_command_flows import assert_proved

from tidings.dev.behaviour import Behaviour
from tidings.dev.journal import Entry
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.errors import ErrorCode, ModelUnavailable
from tidings.messages import LANGUAGES, say
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.schemas import Answer
from tidings.store import degradation
from tidings.windows import parse_window

pytestmark = pytest.mark.untraced  # whole commands, over and over

FERRY = "Aurelia ferry"
# The second models of the routes of each mode's own agent.
SECOND = {"keywords": "claude-sonnet-5-5", "sentiment": "claude-sonnet-5-5", "topics": "gpt-6.1-terra"}


async def set_level(engine: Engine, level: int) -> None:
    async with engine.db.connection() as conn:
        await degradation.change(conn, level, who="vera", why="drill")


async def analyze(engine: Engine, mode: str, moment: datetime, query: str | None = FERRY) -> Answer:
    return await execute_analyze(mode=mode, query=query, window="1w", as_of=moment, engine=engine)


def sample(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def reranked() -> float:
    return sample("retrieval_latency_seconds_count", kind="rerank")


def articles_shown(entry: Entry) -> int:
    return len(set(re.findall(r'<document id=\\"(\w+)', json.dumps(entry.body))))


def said_of_level(answer: Answer) -> list[str]:
    return [notice.text for notice in answer.warnings if notice.code == "service_level"]


async def test_at_full_service_nothing_is_said(opened: Open, moment: datetime) -> None:
    async with opened(models=False) as engine:
        assert said_of_level(await analyze(engine, "topics", moment)) == []
        await set_level(engine, 1)
        await set_level(engine, 0)
        answer = await analyze(engine, "topics", moment)
        assert said_of_level(answer) == []
        assert answer.meta.degradations == ()


async def test_a_change_by_one_process_acts_on_the_next_command_of_another(
    opened: Open, moment: datetime
) -> None:
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(opened(models=False))
        other = await stack.enter_async_context(opened(models=False))
        for level, said in [(1, 1), (0, 0), (2, 1), (0, 0)]:
            await set_level(one, level)
            answer = await execute_trends(window="1w", as_of=moment, engine=other)
            assert len(said_of_level(answer)) == said
        await set_level(other, 3)
        with pytest.raises(ModelUnavailable):
            await analyze(one, "topics", moment)


async def test_level_1_leaves_out_reranking_other_queries_and_all_but_five_articles(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    async with opened(flag_rerank=True, model_cache_hours=0) as engine:
        before = reranked()
        full = await analyze(engine, "keywords", moment)
        assert reranked() == before + 1
        shown_before = max(map(articles_shown, servers.requests))
        servers.reset()
        await set_level(engine, 1)
        answer = await analyze(engine, "keywords", moment)
        await assert_proved(engine, answer)
        assert reranked() == before + 1
    assert full.result.mode == answer.result.mode == "keywords"
    assert full.result.expansion_hint is not None
    assert answer.result.expansion_hint is None
    assert shown_before > 5
    assert [entry.model for entry in servers.requests] == ["gemini-3.8-flash"], "for keyphrases alone"
    assert articles_shown(servers.requests[0]) == 5
    assert answer.meta.degradations[0] == "service_level:1"


async def test_a_ranking_made_with_less_is_not_taken_for_the_whole(opened: Open, moment: datetime) -> None:
    async with opened(models=False) as engine:
        window = parse_window("1w", moment)
        short = await engine.retriever.retrieve_for_analysis(None, window, as_of=moment, k_final=5)
        whole = await engine.retriever.retrieve_for_analysis(None, window, as_of=moment)
    assert (len(short.hits), len(whole.hits)) == (5, 8)


@pytest.mark.parametrize("mode", ["keywords", "sentiment", "topics"])
async def test_level_2_skips_the_first_model_and_spends_less(
    opened: Open, servers: ProviderServers, moment: datetime, mode: str
) -> None:
    async with opened() as engine:
        await set_level(engine, 2)
        answer = await analyze(engine, mode, moment)
        await assert_proved(engine, answer)
    assert [entry.model for entry in servers.requests] == [SECOND[mode]]
    assert answer.meta.model == SECOND[mode]
    assert 0 < answer.meta.tokens <= 5000
    assert "model_fallback" not in {notice.code for notice in answer.warnings}


async def test_at_level_2_a_command_may_not_use_more_than_its_tokens(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    """The second model fails after it was paid for, so little is left: no request may go beyond."""
    servers.behave("openai", Behaviour("wrong_schema"))
    async with opened() as engine:
        await set_level(engine, 2)
        answer = await analyze(engine, "topics", moment)
        rows = await engine.db.fetch_all("SELECT sum(tokens_used) FROM model_calls")
    assert rows[0][0] <= 5000
    assert "claude-sonnet-5-5" not in {entry.model for entry in servers.requests}
    assert answer.meta.degradations[0] == "service_level:2"


async def test_a_route_of_one_model_is_answered_locally_at_level_2(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    async with opened(route_topic_modeler="claude-sonnet-5-5, local") as engine:
        await set_level(engine, 2)
        answer = await analyze(engine, "topics", moment)
    assert servers.requests == []
    assert answer.meta.model == "local"
    assert "local:topic_modeler:service_reduced" in answer.meta.degradations


async def test_without_local_analysts_a_route_of_one_model_is_refused_at_level_2(
    opened: Open, moment: datetime
) -> None:
    async with opened(local_analyst=False, route_topic_modeler="claude-sonnet-5-5") as engine:
        await set_level(engine, 2)
        with pytest.raises(ModelUnavailable) as refused:
            await analyze(engine, "topics", moment)
    assert refused.value.message == "model_unavailable"
    assert refused.value.retryable


async def test_trends_ask_no_model_at_level_2(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    async with opened() as engine:
        await set_level(engine, 2)
        answer = await execute_trends(window="1w", as_of=moment, engine=engine)
        simple = await execute_trends(window="1w", as_of=moment, simple=True, engine=engine)
    assert servers.requests == []
    assert answer.insights == simple.insights
    assert len(said_of_level(answer)) == 1
    assert said_of_level(simple) == [], "who asked for simple trends has all of them"


@pytest.mark.parametrize("mode", ["keywords", "sentiment", "topics"])
async def test_level_3_refuses_analyses_and_still_gives_trends(
    opened: Open, servers: ProviderServers, moment: datetime, mode: str
) -> None:
    command = f"analyze_{mode}"
    async with opened() as engine:
        await set_level(engine, 3)
        refusals = sample("degraded_commands_total", command=command, level="3")
        refused_of_track = sample("refused_commands_total", track="stable")
        with pytest.raises(ModelUnavailable) as refused:
            await analyze(engine, mode, moment)
        assert sample("degraded_commands_total", command=command, level="3") == refusals + 1
        assert sample("refused_commands_total", track="stable") == refused_of_track + 1
        trends = await execute_trends(window="1w", as_of=moment, engine=engine)
        await assert_proved(engine, trends)
    error = refused.value
    assert (error.code, error.retryable) == (ErrorCode.MODEL_UNAVAILABLE, True)
    for lang, words in zip(LANGUAGES, ("доступны только тренды", "only trends"), strict=True):
        assert words in say(error.message, lang, **error.params)
    assert servers.requests == []


@pytest.mark.parametrize(("words", "said"), [("ru", "уровень 3"), ("en", "level 3")])
async def test_readers_are_told_in_their_language_since_when(
    opened: Open, moment: datetime, words: str, said: str
) -> None:
    async with opened(models=False) as engine:
        await set_level(engine, 3)
        answer = await execute_trends(window="1w", as_of=moment, words=words, engine=engine)
    [line] = said_of_level(answer)
    assert said in line
    assert re.search(r"\d\d:\d\d UTC", line)
    assert answer.warnings[0].text == line
    assert json.loads(answer.model_dump_json())["meta"]["degradations"][0] == "service_level:3"
