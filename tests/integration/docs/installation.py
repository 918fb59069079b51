"""An installation as the runbook means it: articles, an answer, a worker that serves, and what watches it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from tests.waiting import PATIENCE

from tidings.engine import Engine
from tidings.ingest.importing import import_file
from tidings.orchestrator import execute_trends
from tidings.sample.corpus import articles
from tidings.settings import Settings
from tidings.store import feeds
from tidings.store.binaries import installed_binaries
from tidings.store.pool import Database

# Nobody answers there: what cannot be polled is a case the runbook is for.
FEED = "https://news.example/rss.xml"


@contextmanager
def running(url: str, folder: Path) -> Iterator[dict[str, str]]:
    """The environment of its shell, while it runs."""
    asyncio.run(_fill(url, folder))
    (folder / "tidings.toml").touch()
    programs = [str(Path(sys.executable).parent), str(installed_binaries().bin), os.environ["PATH"]]
    env = {name: value for name, value in os.environ.items() if not name.startswith("TIDINGS_")} | {
        "PATH": os.pathsep.join(programs),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "TIDINGS_CONFIG": str(folder / "tidings.toml"),
        "TIDINGS_DATA_DIR": str(folder),
        "TIDINGS_DATABASE_URL": url,
        "TIDINGS_LANG": "en",
        "TIDINGS_PROCESSES": "0",
        "DB": url,
        "SCRATCH": str(folder),
    }
    with ExitStack() as stack:
        env |= stack.enter_context(_worker(env, folder))
        env |= stack.enter_context(_watched(env, folder))
        yield env


async def _fill(url: str, folder: Path) -> None:
    """A week of news up to now, an answer about it, and a feed."""
    rows = folder / "sample.jsonl"
    now = datetime.now(UTC)
    rows.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in articles(now)))
    settings = Settings(database_url=url, processes=0, lang="en")
    async with Database(url=url) as db:
        await import_file(db, settings, rows)
        async with db.connection() as conn:
            await feeds.add(conn, FEED)
    async with Engine.open(settings) as engine:
        await execute_trends(window="24h", engine=engine)


@contextmanager
def _worker(env: dict[str, str], folder: Path) -> Iterator[dict[str, str]]:
    port = _free_port()
    serving = env | {"TIDINGS_METRICS_PORT": str(port), "TIDINGS_WORKER_POLLS": "false"}
    served = f"http://127.0.0.1:{port}"
    with _process([sys.executable, "-m", "tidings", "worker"], f"{served}/health/live", folder, env=serving):
        yield {"SERVED": served}


@contextmanager
def _watched(env: dict[str, str], folder: Path) -> Iterator[dict[str, str]]:
    """Prometheus and Alertmanager, where the machine has them."""
    if not (shutil.which("prometheus") and shutil.which("prometheus-alertmanager")):
        yield {}
        return
    watching, alerting = f"127.0.0.1:{_free_port()}", f"127.0.0.1:{_free_port()}"
    route, scrape = folder / "alertmanager.yml", folder / "prometheus.yml"
    route.write_text("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")
    scrape.write_text(
        "global: {scrape_interval: 1s}\n"
        f"alerting: {{alertmanagers: [{{static_configs: [{{targets: ['{alerting}']}}]}}]}}\n"
        "scrape_configs:\n"
        f"- {{job_name: tidings, static_configs: [{{targets: ['{env['SERVED'].removeprefix('http://')}']}}]}}\n"
    )
    prometheus = [f"--config.file={scrape}", f"--storage.tsdb.path={folder / 'samples'}"]
    alertmanager = [
        f"--config.file={route}",
        f"--storage.path={folder / 'alerts'}",
        "--cluster.listen-address=",
    ]
    with (
        _process(
            ["prometheus-alertmanager", *alertmanager, f"--web.listen-address={alerting}"],
            f"http://{alerting}/-/ready",
            folder,
        ),
        _process(
            ["prometheus", *prometheus, f"--web.listen-address={watching}"],
            f"http://{watching}/-/ready",
            folder,
        ),
    ):
        yield {
            "PROMETHEUS": f"http://{watching}",
            "TIDINGS_PROMETHEUS_URL": f"http://{watching}",
            "ALERTMANAGER": f"http://{alerting}",
            "TIDINGS_ALERTMANAGER_URL": f"http://{alerting}",
        }


@contextmanager
def _process(
    command: Sequence[str], ready: str, folder: Path, env: dict[str, str] | None = None
) -> Iterator[None]:
    """A process that answers at an address, ended in order."""
    log = folder / f"{Path(command[0]).name}-{_free_port()}.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=env)
        try:
            _wait_until(ready, process, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _wait_until(ready: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(ready, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"nothing answers at {ready}:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
