"""What is counted and logged of a real command when it ends, however it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
import structlog
from prometheus_client import REGISTRY
from tests.integration.conftest import Open

from tidings import orchestrator
from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.errors import AnswerUnproved, InternalError, NoData
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.policy.answers import Check, Violation
from tidings.store import degradation

USER = "telegram:55512345"


@pytest.fixture
def lines() -> Iterator[list[Mapping[str, Any]]]:
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as captured:
        yield captured


def ended(lines: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [line for line in lines if line["event"] == "command_ended"]


class Counted:
    """By how much a metric has grown since this was made."""

    def __init__(self) -> None:
        self._before = self._now()

    def of(self, name: str, **labels: str) -> float:
        key = (name, frozenset(labels.items()))
        return self._now().get(key, 0.0) - self._before.get(key, 0.0)

    @staticmethod
    def _now() -> dict[Any, float]:
        samples = (sample for family in REGISTRY.collect() for sample in family.samples)
        return {(sample.name, frozenset(sample.labels.items())): sample.value for sample in samples}


async def test_an_answer_is_one_line_with_its_cost_and_what_it_did_without(
    opened: Open, servers: ProviderServers, moment: datetime, lines: list[Mapping[str, Any]]
) -> None:
    counted = Counted()
    servers.behave("openai", Behaviour("overloaded"))
    async with opened() as engine:
        answer = await execute_analyze(
            mode="sentiment", query="Aurelia ferry", window="1w", as_of=moment, user=USER, engine=engine
        )
    [line] = ended(lines)
    assert (line["log_level"], line["outcome"], line["path"], line["track"]) == (
        "info",
        "ok",
        "enhanced",
        "stable",
    )
    assert line["correlation_id"] == answer.meta.correlation_id
    assert line["cost_usd"] == answer.meta.cost_usd > 0
    assert line["degradations"] == ["model_fallback"]
    assert line["latency_ms"] >= answer.meta.latency_ms
    assert "ferry" not in str(line)
    of = {"command": "analyze_sentiment", "track": "stable"}
    assert counted.of("orchestrator_fallback_commands_total", **of) == 1
    assert counted.of("orchestrator_command_cost_usd_sum", **of) == pytest.approx(answer.meta.cost_usd)
    assert counted.of("orchestrator_latency_seconds_count", path="enhanced", **of) == 1
    assert counted.of("orchestrator_answers_validated_total", outcome="pass", **of) == 1


async def test_a_user_has_a_pseudonym_that_only_the_database_can_make(
    opened: Open, moment: datetime, lines: list[Mapping[str, Any]]
) -> None:
    from tidings.llm.budget import user_hash

    async with opened() as engine:
        for user in (USER, USER, "telegram:1"):
            await execute_trends(window="24h", as_of=moment, simple=True, user=user, engine=engine)
    one, again, other = [line["user"] for line in ended(lines)]
    assert one == again != other
    assert one != user_hash(USER), "anybody could make it of the number"
    assert "5551" not in str(lines)


async def test_what_is_proved_and_what_is_not_is_counted_by_claim(
    engine: Engine, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Counted()
    of = {"command": "analyze_topics", "track": "stable"}
    await execute_analyze(mode="topics", window="1w", as_of=moment, engine=engine)
    proved = counted.of("orchestrator_claims_total", outcome="pass", **of)
    assert proved >= 5
    assert counted.of("orchestrator_claims_total", outcome="drop", **of) == 0
    bare = orchestrator.proposals

    def without_proof(*args: Any) -> list[Any]:
        from dataclasses import replace

        return [replace(claim, refs=()) for claim in bare(*args)]

    monkeypatch.setattr(orchestrator, "proposals", without_proof)
    await execute_analyze(mode="topics", window="1w", as_of=moment, engine=engine)
    assert counted.of("orchestrator_claims_total", outcome="drop", **of) > 0


async def test_an_answer_that_may_not_be_shown_fails_its_validation(
    engine: Engine, moment: datetime, monkeypatch: pytest.MonkeyPatch, lines: list[Mapping[str, Any]]
) -> None:
    counted = Counted()
    monkeypatch.setattr(orchestrator, "check_answer", lambda *_: [Violation(next(iter(Check)), "tldr")])
    with pytest.raises(AnswerUnproved):
        await execute_trends(window="24h", as_of=moment, engine=engine)
    of = {"command": "trends", "track": "stable"}
    assert counted.of("orchestrator_answers_validated_total", outcome="fail", **of) == 1
    assert counted.of("orchestrator_answers_validated_total", outcome="pass", **of) == 0
    [line] = ended(lines)
    assert (line["log_level"], line["outcome"]) == ("warning", "VALIDATION_FAILED")


async def test_nothing_found_is_a_refusal_with_its_reason(
    engine: Engine, moment: datetime, lines: list[Mapping[str, Any]]
) -> None:
    with pytest.raises(NoData):
        await execute_analyze(mode="topics", query="zzyzx", window="1w", as_of=moment, engine=engine)
    [line] = ended(lines)
    assert (line["log_level"], line["outcome"], line["path"]) == ("warning", "NO_DATA", "simple")
    assert line["reason"] == "no article of the window matches the query"


async def test_a_fault_of_ours_is_counted_and_told_with_where_it_was(
    engine: Engine, moment: datetime, monkeypatch: pytest.MonkeyPatch, lines: list[Mapping[str, Any]]
) -> None:
    counted = Counted()

    def broken(*_: Any) -> None:
        raise ZeroDivisionError("made on purpose")

    monkeypatch.setattr(orchestrator, "format_answer", broken)
    with pytest.raises(InternalError):
        await execute_trends(window="24h", as_of=moment, engine=engine)
    [line] = ended(lines)
    assert (line["log_level"], line["outcome"]) == ("error", "INTERNAL")
    assert isinstance(line["exc_info"], ZeroDivisionError)
    of = {"command": "trends", "code": "INTERNAL", "track": "stable"}
    assert counted.of("orchestrator_errors_total", **of) == 1


async def test_the_level_of_service_is_among_what_was_done_without(
    opened: Open, moment: datetime, lines: list[Mapping[str, Any]]
) -> None:
    async with opened() as engine:
        async with engine.db.connection() as conn:
            await degradation.change(conn, 2, by_rule=False, who="test", why="to see it")
        await execute_trends(window="24h", as_of=moment, engine=engine)
    [line] = ended(lines)
    assert "level_2" in line["degradations"]
    assert line["path"] == "simple"
