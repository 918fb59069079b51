"""The rule at work: alerts of a server that speaks Prometheus' API, the level in a real database."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from prometheus_client import REGISTRY

from tidings.degrading import obey
from tidings.degrading.obeying import Outcome, address, look
from tidings.engine import Engine
from tidings.prometheus import Prometheus
from tidings.settings import Settings
from tidings.store import degradation
from tidings.store.pool import Database


class Alerts:
    """What a Prometheus on loopback says: the alerts that fire since when, and one value for any query."""

    def __init__(self) -> None:
        self.firing: dict[tuple[str, str], datetime] = {}
        self.value: float | None = None
        self.broken = False
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({"alerts": outer.alerts()})

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                values = [] if outer.value is None else [{"metric": {}, "value": [0, str(outer.value)]}]
                self._answer({"resultType": "vector", "result": values})

            def _answer(self, data: object) -> None:
                body = json.dumps({"status": "success", "data": data}).encode()
                self.send_response(503 if outer.broken else 200)
                self.end_headers()
                self.wfile.write(b"away" if outer.broken else body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def alerts(self) -> list[dict[str, object]]:
        return [
            {
                "labels": {"alertname": name, "product": product},
                "state": "firing",
                "activeAt": since.isoformat(),
            }
            for (name, product), since in self.firing.items()
        ]

    def fire(self, name: str, *, minutes: float = 0, product: str = "tidings") -> None:
        self.firing[name, product] = datetime.now(UTC) - timedelta(minutes=minutes)


@contextmanager
def serving() -> Iterator[Alerts]:
    alerts = Alerts()
    thread = threading.Thread(target=alerts.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield alerts
    finally:
        alerts.server.shutdown()
        thread.join()
        alerts.server.server_close()


@pytest.fixture
def alerts() -> Iterator[Alerts]:
    with serving() as running:
        yield running


@pytest.fixture
async def prometheus(alerts: Alerts) -> AsyncIterator[Prometheus]:
    async with Prometheus(alerts.url) as client:
        yield client


async def level(db: Database) -> tuple[int, str]:
    change = await db.read(degradation.current)
    return (change.level, change.why) if change else (0, "")


async def since_minutes(db: Database, minutes: float) -> None:
    """Let so much time have passed, by moving what happened into the past."""
    ago = f"interval '{minutes} minutes'"
    async with db.transaction() as conn:
        await conn.execute("ALTER TABLE degradations DISABLE TRIGGER degradations_last")
        await conn.execute(f"UPDATE degradations SET at = at - {ago}, since = since - {ago}")
        await conn.execute("ALTER TABLE degradations ENABLE TRIGGER degradations_last")
        await conn.execute(f"UPDATE degradation_rule SET quiet_since = quiet_since - {ago}")


def counted(by: str) -> float:
    return REGISTRY.get_sample_value("degradation_changes_total", {"by": by}) or 0.0


async def test_an_alert_of_another_program_is_none_of_ours(
    db: Database, alerts: Alerts, prometheus: Prometheus
) -> None:
    alerts.fire("HighErrorRate", minutes=20, product="webshop")
    assert await look(db, prometheus) is Outcome.STAYED
    assert await level(db) == (0, "")


async def test_a_fault_is_answered_level_by_level_and_its_end_as_well(
    db: Database, alerts: Alerts, prometheus: Prometheus
) -> None:
    assert await look(db, prometheus) is Outcome.STAYED
    alerts.fire("HighErrorRate", minutes=5)
    assert await look(db, prometheus) is Outcome.CHANGED
    assert await level(db) == (1, "firing HighErrorRate")
    assert await look(db, prometheus) is Outcome.STAYED
    await since_minutes(db, 11)
    assert await look(db, prometheus) is Outcome.STAYED, "its condition began five minutes ago"
    alerts.fire("HighErrorRate", minutes=16)
    assert await look(db, prometheus) is Outcome.CHANGED
    assert await level(db) == (2, "still_firing HighErrorRate")
    alerts.firing.clear()
    assert await look(db, prometheus) is Outcome.STAYED
    await since_minutes(db, 16)
    assert await look(db, prometheus) is Outcome.CHANGED
    assert await look(db, prometheus) is Outcome.STAYED, "one level at a time"
    assert await level(db) == (1, "quiet")
    await since_minutes(db, 16)
    assert await look(db, prometheus) is Outcome.CHANGED
    assert await level(db) == (0, "quiet")


async def test_the_budget_is_read_where_its_alert_fires(
    db: Database, alerts: Alerts, prometheus: Prometheus
) -> None:
    alerts.value = 0.97
    assert await look(db, prometheus) is Outcome.STAYED
    alerts.fire("BudgetWarning")
    assert await look(db, prometheus) is Outcome.CHANGED
    assert await level(db) == (2, "nearly_spent BudgetWarning")


async def test_an_operator_is_never_overruled(db: Database, alerts: Alerts, prometheus: Prometheus) -> None:
    alerts.fire("HighErrorRate", minutes=60)
    async with db.connection() as conn:
        await degradation.change(conn, 1, who="vera", why="I look after it")
    await since_minutes(db, 60)
    assert await look(db, prometheus) is Outcome.STAYED
    assert await level(db) == (1, "I look after it")


async def test_an_operator_who_is_changing_the_level_is_not_raced(
    db: Database, alerts: Alerts, prometheus: Prometheus
) -> None:
    alerts.fire("HighErrorRate")
    async with db.transaction() as conn:
        await degradation.change(conn, 3, who="vera", why="stop")
        assert await look(db, prometheus) is Outcome.ELSEWHERE
    assert await look(db, prometheus) is Outcome.STAYED
    assert (await level(db))[0] == 3


async def test_of_many_workers_one_at_a_time_decides(db: Database, alerts: Alerts) -> None:
    alerts.fire("HighLatency")
    before = counted("rule")

    async def worker() -> list[Outcome]:
        async with Prometheus(alerts.url) as own:
            return [await look(db, own) for _ in range(5)]

    outcomes = [outcome for one in await asyncio.gather(*(worker() for _ in range(4))) for outcome in one]
    assert outcomes.count(Outcome.CHANGED) == 1
    assert set(outcomes) <= {Outcome.CHANGED, Outcome.STAYED, Outcome.ELSEWHERE}
    assert len(await db.read(lambda conn: degradation.history(conn, 10))) == 1
    assert counted("rule") == before + 1


async def test_a_prometheus_that_is_away_changes_nothing_and_is_told(
    db: Database, alerts: Alerts, prometheus: Prometheus
) -> None:
    alerts.fire("HighErrorRate")
    await look(db, prometheus)
    alerts.firing.clear()
    alerts.broken = True
    await since_minutes(db, 60)
    assert await look(db, prometheus) is Outcome.NO_PROMETHEUS
    assert (await level(db))[0] == 1
    alerts.broken = False
    assert await look(db, prometheus) is Outcome.STAYED, "quiet begins now"


async def test_a_worker_that_dies_in_between_leaves_everything_as_it_was(
    db: Database, alerts: Alerts, prometheus: Prometheus
) -> None:
    alerts.fire("HighErrorRate")
    for moments in range(1, 30):
        task = asyncio.create_task(look(db, prometheus))
        await asyncio.sleep(moments / 5000)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await look(db, prometheus)
    assert await level(db) == (1, "firing HighErrorRate")
    assert len(await db.read(lambda conn: degradation.history(conn, 10))) == 1


async def test_changes_by_operators_are_counted_where_there_is_no_prometheus(db: Database) -> None:
    before = counted("operator")
    async with db.connection() as conn:
        await degradation.change(conn, 1, who="vera", why="drill")
    assert await look(db, None) is Outcome.OFF
    assert await look(db, None) is Outcome.OFF
    assert counted("operator") == before + 1


async def test_the_task_obeys_until_it_is_cancelled(empty_engine: Engine, alerts: Alerts) -> None:
    alerts.fire("HighLatency")
    settings = empty_engine.settings.model_copy(update={"prometheus_url": alerts.url})
    task = asyncio.create_task(obey(_with(empty_engine, settings)))
    for _ in range(500):
        if (await level(empty_engine.db))[0]:
            break
        await asyncio.sleep(0.02)
    assert (await level(empty_engine.db))[0] == 1
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()


def _with(engine: Engine, settings: Settings) -> Engine:
    return Engine.over(settings, engine.db, engine.embedder)


@pytest.mark.parametrize(
    ("by_rule", "url", "asked"),
    [(True, "http://p:9090", "http://p:9090"), (False, "http://p:9090", None), (True, None, None)],
)
def test_the_rule_can_be_turned_off(by_rule: bool, url: str | None, asked: str | None) -> None:
    assert address(Settings(degrade_by_rule=by_rule, prometheus_url=url)) == asked
