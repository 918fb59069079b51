"""Rollouts over real processes and a real Prometheus: the bad are taken back, the good reach everybody."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from psycopg.conninfo import conninfo_to_dict
from tests.programs import binary, free_port, running
from tests.waiting import PATIENCE, eventually

from tidings.store import rollouts
from tidings.store.pool import Connection
from tidings.store.rollouts import Decision, Rollout

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[3]
# Commands of the drill "slow" take this much longer, and the limit they break is well below.
SLOW_SECONDS = 2.0
CONFIGURATION = """
global: {{scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}}
scrape_configs: [{{job_name: tidings, static_configs: [{{targets: ["127.0.0.1:{port}"]}}]}}]
"""


@dataclass(frozen=True)
class World:
    """A process under traffic, the Prometheus that scrapes it, and the settings of both."""

    environment: dict[str, str]
    metrics_url: str

    def start(self, *options: str) -> subprocess.Popen[str]:
        """A controller that prints its decisions, with pauses that a test has time for."""
        return self.process("canary", "start", "--every", "1", "--recent", "10", *options)

    def process(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tidings", "--lang", "en", *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def read(self, query: Callable[[Connection], Awaitable[T]]) -> T:
        """What the database says."""

        async def ask() -> T:
            async with await Connection.connect(self.environment["TIDINGS_DATABASE_URL"]) as conn:
                return await query(conn)

        return asyncio.run(ask())

    def rollout(self) -> Rollout:
        """The one that began last."""
        found = self.read(rollouts.latest)
        assert found is not None
        return found

    def log(self) -> list[Decision]:
        """What was decided about it."""
        number = self.rollout().id
        return [line for line in self.read(rollouts.decisions) if line.rollout == number]

    def json(self, *arguments: str) -> Any:
        """What a command says in JSON."""
        command = [sys.executable, "-m", "tidings", *arguments, "--json"]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, check=False)
        return json.loads(done.stdout)

    def sum(self, name: str, **labels: str) -> float:
        """A metric as the process under traffic serves it, over all labels but these."""
        text = httpx.get(self.metrics_url).text
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )


def answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.HTTPError:
        return False


def lines_until(process: subprocess.Popen[str], word: str) -> list[str]:
    """What it prints, up to the line with that word."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if word in line:
            return lines
    raise AssertionError(f"it ended without {word!r}: {lines}")


def kill_9(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


@pytest.fixture(scope="module")
def world(
    create_database: Callable[[str], AbstractContextManager[str]],
    sample_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("rollout")
    document = json.loads(files("tidings").joinpath("flags.json").read_text())
    document["flags"]["drill"]["metadata"]["slow_seconds"] = SLOW_SECONDS
    (folder / "flags.json").write_text(json.dumps(document))
    traffic_port, prometheus_port = free_port(), free_port()
    (folder / "prometheus.yml").write_text(CONFIGURATION.format(port=traffic_port))
    prometheus_url = f"http://127.0.0.1:{prometheus_port}"
    with ExitStack() as stack:
        url = stack.enter_context(create_database(str(conninfo_to_dict(sample_url)["dbname"])))
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TIDINGS_")}
        environment = inherited | {
            "TIDINGS_DATABASE_URL": url,
            "TIDINGS_DATA_DIR": str(folder / "data"),
            "TIDINGS_FLAGS_FILE": str(folder / "flags.json"),
            "TIDINGS_PROMETHEUS_URL": prometheus_url,
            "OMP_NUM_THREADS": "1",
        }
        prometheus = [
            binary("prometheus"),
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'prometheus'}",
            f"--web.listen-address=127.0.0.1:{prometheus_port}",
        ]
        stack.enter_context(running(prometheus, folder / "prometheus.log"))
        traffic = [sys.executable, "-m", "tests.integration.rollout.traffic", str(traffic_port)]
        options: dict[str, Any] = {"env": environment, "cwd": ROOT, "stdout": subprocess.PIPE, "text": True}
        process = stack.enter_context(running(traffic, folder / "traffic.log", **options))
        lines_until(process, "answering")
        eventually(lambda: answers(f"{prometheus_url}/-/ready"), "Prometheus is ready")
        yield World(environment, f"http://127.0.0.1:{traffic_port}/metrics")


@pytest.mark.parametrize(
    ("fault", "reasons"),
    [
        ("fail", {"beyond_errors"}),
        ("slow", {"beyond_p95"}),
        ("unproven", {"beyond_coverage"}),
    ],
)
def test_a_bad_canary_is_taken_back_by_itself_though_its_controller_was_killed(
    world: World, fault: str, reasons: set[str]
) -> None:
    options = ["--stage", "10=10m", "--stage", "30=10m", "--why", "a drill"]
    limit = ["--limit", "p95=1.5s"] if fault == "slow" else []
    first = world.start("--flag", "drill", "--to", fault, *options, *limit)
    lines_until(first, "begun")
    kill_9(first)
    assert world.rollout().state == "running"

    second = world.process("canary", "resume")
    assert second.wait(PATIENCE) == 1
    log = world.log()
    assert {line.percent for line in log[:-1]} == {10}
    assert (log[-1].decision, log[-1].percent) == ("roll_back", 0)
    assert log[-1].reason in reasons
    assert world.sum("orchestrator_errors_total", track="stable") == 0

    eventually(lambda: world.sum("canary_share_ratio") == 0, "nobody has it any more")
    time.sleep(SLOW_SECONDS if fault == "slow" else 0.5)  # commands that had begun may end
    ended = world.sum("orchestrator_requests_total", track="canary")
    went_on = world.sum("orchestrator_requests_total", track="stable")
    eventually(
        lambda: world.sum("orchestrator_requests_total", track="stable") > went_on + 5, "traffic goes on"
    )
    assert world.sum("orchestrator_requests_total", track="canary") == ended


def test_a_good_canary_reaches_everybody_though_its_controller_was_killed(world: World) -> None:
    options = ["--stage", "10=2s", "--stage", "30=2s", "--enough", "10", "--why", "better order"]
    first = world.start("--flag", "rerank", "--to", "on", *options)
    lines_until(first, "goes on")
    kill_9(first)
    assert world.rollout().percent == 30

    second = world.process("canary", "resume")
    assert second.wait(PATIENCE) == 0
    assert world.rollout().state == "complete"
    forward = [(line.decision, line.percent) for line in world.log() if line.decision not in ("wait", "hold")]
    assert forward == [("start", 10), ("promote", 30), ("complete", 100)]
    eventually(lambda: world.sum("flag_share_ratio", flag="rerank") == 1, "everybody has it")
    assert world.sum("orchestrator_errors_total", track="stable") == 0


def test_before_a_rollout_it_is_known_that_roll_back_was_tried(world: World) -> None:
    """After the drills above: what they left in the log is what the checklist asks for."""
    found = world.json("canary", "preflight")
    checks = {check["name"]: check["ok"] for check in found["checks"]}
    held = ["database", "prometheus", "firing", "metrics", "degradation", "budget", "drill", "rollback"]
    assert [name for name in held if not checks[name]] == []
    missing = ["alerts", "runbook", "alertmanager", "backup"]
    assert [name for name in missing if checks[name]] == []
    assert found["ready"] is False
