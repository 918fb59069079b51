"""Traces of real commands, as a collector gets them over OTLP/HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from prometheus_client import REGISTRY
from tests.integration.conftest import Open
from tests.integration.observability.receiver import Collector, collecting
from tests.waiting import eventually

from tidings.engine import Engine
from tidings.errors import InvalidRequest, NoData
from tidings.observability.tracing import span, tracing
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.settings import Settings

STAGES = {"retrieve", "find", "write", "settle", "prove", "format", "keep"}
USER = "telegram:55512345"
QUERY = "Aurelia ferry"


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as running:
        yield running


def settings(url: str | None) -> Settings:
    return Settings(otlp_url=url, database_url=None)


@pytest.mark.parametrize("url", ["localhost:4318", "ftp://host", "http://", "http://host:99999"])
def test_what_is_no_address_of_a_collector_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(InvalidRequest) as caught, tracing(settings(url), "bot"):
        pass
    assert caught.value.params == {"option": "TIDINGS_OTLP_URL"}


async def test_a_command_with_models_is_one_trace_down_to_each_request(
    opened: Open, moment: datetime, collector: Collector
) -> None:
    with tracing(settings(collector.url), "bot"):
        async with opened() as engine:
            answer = await execute_analyze(
                mode="sentiment", query=QUERY, window="1w", as_of=moment, user=USER, engine=engine
            )
    [command] = collector.named("command")
    assert collector.paths == {"/v1/traces"}
    assert {item.trace for item in collector.spans} == {command.trace}
    assert command.attributes == {
        "command": "analyze_sentiment",
        "correlation_id": answer.meta.correlation_id,
        "track": "stable",
        "path": "enhanced",
        "outcome": "ok",
    }
    assert {item.name for item in collector.children(command)} == STAGES
    [write] = collector.named("write")
    [asked] = collector.children(write)
    assert (asked.name, asked.attributes["agent"], asked.attributes["model"]) == (
        "agent",
        "sentiment_emotion",
        "gpt-6.1-terra",
    )
    [request] = collector.children(asked)
    assert request.attributes == {"agent": "sentiment_emotion", "model": "gpt-6.1-terra", "outcome": "ok"}
    resource = collector.resources[0]
    assert (resource["service.name"], resource["tidings.role"]) == ("tidings", "bot")
    assert resource["service.version"]


async def test_neither_question_nor_user_is_in_a_trace(
    opened: Open, moment: datetime, collector: Collector
) -> None:
    with tracing(settings(collector.url), "bot"):
        async with opened() as engine:
            await execute_analyze(
                mode="keywords", query=QUERY, window="1w", as_of=moment, user=USER, engine=engine
            )
            with pytest.raises(NoData):
                await execute_analyze(
                    mode="keywords", query="zzyzx", window="1w", as_of=moment, user=USER, engine=engine
                )
    assert collector.spans
    for word in ("Aurelia", "ferry", "zzyzx", "55512345", "telegram"):
        assert word.encode() not in collector.raw, word
    failed = [item for item in collector.named("command") if item.failed]
    assert [(item.attributes["outcome"], item.attributes["error.type"]) for item in failed] == [
        ("NO_DATA", "NoData")
    ]


async def test_without_a_collector_nothing_is_made(engine: Engine, moment: datetime) -> None:
    with tracing(settings(None), "bot"):
        assert span("command") is span("agent", agent="any")
        await execute_trends(window="24h", as_of=moment, engine=engine)


async def test_a_collector_that_takes_nothing_delays_the_end_and_no_answer(
    engine: Engine, moment: datetime
) -> None:
    """It accepts connections and never answers; what it did not take is counted or given up."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with tracing(settings(f"http://127.0.0.1:{silent.getsockname()[1]}"), "bot"):
            answer = await execute_trends(window="24h", as_of=moment, engine=engine)
        assert answer.insights
        assert "traces" in {thread.name for thread in threading.enumerate()}, "it was waited for"


async def test_spans_of_a_collector_that_is_away_are_counted(engine: Engine, moment: datetime) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    before = REGISTRY.get_sample_value("trace_spans_lost_total") or 0.0
    with tracing(settings(url), "bot"):
        answer = await execute_trends(window="24h", as_of=moment, engine=engine)
    assert answer.insights
    # Told by the thread that a slow machine left behind.
    eventually(lambda: (REGISTRY.get_sample_value("trace_spans_lost_total") or 0.0) > before, "they are lost")
