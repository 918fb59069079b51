"""The gauges that are read from a database: what they count, and that a real process shows all of them."""

from __future__ import annotations

import asyncio
from datetime import datetime

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.integration.conftest import Open

from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.errors import NoData
from tidings.health import serving
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.store import degradation, queue, vitals
from tidings.store.pool import Database
from tidings.store.vitals import Queue

USER = "telegram:55512345"
QUERY = "Aurelia ferry"

_FEED = """
INSERT INTO feeds (id, url, state, error_streak, interval_s, added_at, last_ok_at)
VALUES (%(id)s, %(id)s::text, %(state)s, %(streak)s, %(every)s, now() - %(added)s * interval '1 minute',
        now() - %(read)s * interval '1 minute')
"""
# State, failures in a row, seconds between polls, minutes since it was added and since it was last read.
_FEEDS = {
    "healthy": [("active", 0, 900, 9999, 0), ("active", 0, 7200, 9999, 300), ("active", 0, 900, 1, None)],
    "failing": [("backing_off", 2, 900, 9999, 50)],
    "stale": [
        ("active", 0, 900, 9999, 61),
        ("backing_off", 9, 900, 9999, 1440),
        ("active", 0, 900, 120, None),
    ],
    "paused": [("dead", 40, 900, 9999, None)],
}
_QUEUES = """
INSERT INTO inbox (update_id, lane, queue, body, received_at, due_at, taken_by) VALUES
  (1, 'command', 5, '{}', now() - interval '90 seconds', now() + interval '20 seconds', NULL),
  (2, 'command', 6, '{}', now(), now() + interval '1 hour', NULL),
  (3, 'command', 7, '{}', now() - interval '1 hour', now() - interval '1 hour', 12);
INSERT INTO outbox (key, chat_id, ready, wanted_at, due_at, held_by) VALUES
  ('a', 5, true, now() - interval '30 seconds', now() + interval '20 seconds', NULL),
  ('b', 5, false, now() - interval '1 hour', now() - interval '1 hour', NULL),
  ('c', 5, true, now() - interval '1 hour', now() - interval '1 hour', 12),
  ('d', 5, true, now() + interval '1 hour', now() + interval '1 hour', NULL);
INSERT INTO arrivals (article_id, arrived_at) VALUES (1, now() - interval '45 seconds');
INSERT INTO digests (reader, zone, day, due_at, told_to) VALUES
  (5, 'UTC', '2026-11-22', now() - interval '10 minutes', now()),
  (6, 'UTC', '2026-11-22', now() + interval '1 hour', now()),
  (7, 'UTC', '2026-11-22', NULL, now())
"""
_JOBS = """
INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) VALUES
  ('x', 'due', 'todo', now() - interval '20 seconds'), ('x', 'later', 'todo', now() + interval '1 hour'),
  ('x', 'doing', 'doing', now() - interval '1 hour')
"""


async def read(db: Database) -> vitals.Vitals:
    async with db.connection() as conn:
        return await vitals.read(conn)


async def test_an_empty_database_has_nothing_of_everything(db: Database) -> None:
    found = await read(db)
    assert (found.articles, found.newest_age, found.today, found.level) == (0, None, 0, 0)
    assert found.feeds == dict.fromkeys(vitals.FEED_STATES, 0)
    assert found.queues == dict.fromkeys(vitals.QUEUES, Queue())
    assert found.users == found.spent == {1: 0, 7: 0}
    assert found.size_bytes > 1_000_000


async def test_each_feed_is_in_one_state(db: Database) -> None:
    feeds = [feed for many in _FEEDS.values() for feed in many]
    async with db.connection() as conn:
        for number, feed in enumerate(feeds):
            names = ("state", "streak", "every", "added", "read")
            await conn.execute(_FEED, {"id": number} | dict(zip(names, feed, strict=True)))
    assert (await read(db)).feeds == {state: len(many) for state, many in _FEEDS.items()}


async def test_what_waits_is_as_old_as_it_is_late_however_often_it_was_tried(db: Database) -> None:
    async with db.connection() as conn:
        await queue.prepare(conn)
        for statement in (*_QUEUES.split(";"), _JOBS):
            await conn.execute(statement.encode())
    found = (await read(db)).queues
    assert {name: item.waiting for name, item in found.items()} == {
        "inbox": 2,
        "outbox": 2,
        "jobs": 2,
        "arrivals": 1,
        "digests": 1,
    }
    late = {"inbox": 90, "outbox": 30, "jobs": 20, "arrivals": 45, "digests": 600}
    assert {name: item.age for name, item in found.items()} == pytest.approx(late, abs=15)


async def test_users_and_money_are_counted_over_a_day_and_over_a_week(opened: Open, moment: datetime) -> None:
    async with opened() as engine:
        for user in ("telegram:1", "telegram:2", "telegram:1"):
            await execute_trends(window="24h", as_of=moment, user=user, engine=engine)
        async with engine.db.connection() as conn:
            await conn.execute(
                "UPDATE answers SET asked_at = asked_at - interval '2 days' WHERE user_hash = "
                "(SELECT min(user_hash) FROM answers)"
            )
            await conn.execute("UPDATE model_calls SET started_at = started_at - interval '2 days'")
            await degradation.change(conn, 2, by_rule=False, who="test", why="to see it")
        found = await read(engine.db)
    assert found.users == {1: 1, 7: 2}
    assert found.spent[1] == 0 < found.spent[7] == found.today
    assert found.level == 2


async def samples(client: httpx.AsyncClient) -> dict[str, list[dict[str, str]]]:
    text = (await client.get("/metrics")).text
    found: dict[str, list[dict[str, str]]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append(dict(sample.labels))
    return found


# What commands and the look at the database count, wherever commands are answered.
OF_ANY_PROCESS = (
    "orchestrator_requests_total",
    "orchestrator_errors_total",
    "orchestrator_latency_seconds_count",
    "orchestrator_stage_seconds_count",
    "orchestrator_command_cost_usd_count",
    "orchestrator_fallback_commands_total",
    "orchestrator_fallback_total",
    "orchestrator_claims_total",
    "orchestrator_answers_validated_total",
    "orchestrator_evidence_coverage_ratio",
    "orchestrator_insights_count",
    "policy_checks_total",
    "policy_rejection_streak",
    "agent_latency_seconds_count",
    "retrieval_latency_seconds_count",
    "orchestrator_degradations_total",
    "orchestrator_cache_requests_total",
    "model_requests_total",
    "model_latency_seconds_count",
    "model_tokens_total",
    "model_cost_usd_total",
    "model_available",
    "orchestrator_budget_used_cents",
    "orchestrator_budget_limit_cents",
    "flag_share_ratio",
    "canary_share_ratio",
    "degradation_level",
    "tidings_build",
    "database_up",
    "database_size_bytes",
    "articles_stored",
    "newest_article_age_seconds",
    "feeds",
    "queue_waiting",
    "queue_age_seconds",
    "users_active",
    "spent_usd",
)


async def test_a_process_under_traffic_shows_every_metric_of_commands_and_of_its_database(
    opened: Open, servers: ProviderServers, moment: datetime
) -> None:
    """Asked over HTTP, after commands that went well, fell back and failed; nobody is named in a label."""
    async with opened(metrics_port=0) as engine:
        await _traffic(engine, servers, moment)
        said: dict[str, str] = {}

        def tell(_key: str, /, **params: str) -> None:
            said.update(params)

        async with (
            serving(engine, "bot", tell),
            httpx.AsyncClient(base_url=f"http://{said['address']}") as client,
        ):
            for _ in range(100):
                found = await samples(client)
                if {"flag_share_ratio", "feeds"} <= found.keys():
                    break
                await asyncio.sleep(0.05)
            ready = (await client.get("/health/ready")).json()
    assert [name for name in OF_ANY_PROCESS if name not in found] == []
    assert {"role": "bot", "version": found["tidings_build"][0]["version"]} in found["tidings_build"]
    assert {labels["stage"] for labels in found["orchestrator_stage_seconds_count"]} == {
        *("retrieve", "find", "write", "settle", "prove", "format", "keep"),
    }
    assert {labels["path"] for labels in found["orchestrator_latency_seconds_count"]} == {
        "simple",
        "enhanced",
    }
    assert {labels["model"] for labels in found["model_available"]} >= {"gpt-6.1-terra", "gemini-3.8-flash"}
    values = {value for many in found.values() for labels in many for value in labels.values()}
    assert not [
        value for value in values if any(word in value for word in ("5551", "Aurelia", "http", "zzyzx"))
    ]
    assert ready["checks"][3]["name"] == "models"


async def _traffic(engine: Engine, servers: ProviderServers, moment: datetime) -> None:
    ask = {"window": "1w", "as_of": moment, "user": USER, "engine": engine}
    for mode in ("keywords", "sentiment", "topics"):
        await execute_analyze(mode=mode, query=QUERY, **ask)
    await execute_trends(simple=True, **ask)
    with pytest.raises(NoData):
        await execute_analyze(mode="topics", query="zzyzx", **ask)
    servers.behave("anthropic", Behaviour("overloaded"))
    await execute_trends(**ask)
