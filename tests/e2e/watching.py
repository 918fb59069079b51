"""Tidings as operators watch it: Prometheus with our rules, Alertmanager with our receivers, and who is told.

Rules wait for minutes and look back for hours. Here every duration in them is divided by HASTE, and nothing
else is changed: thresholds, expressions, routes and inhibitions are those of monitoring/.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml
from fastapi import FastAPI, Request
from tests.programs import binary, free_port, running
from tests.waiting import eventually

from tidings.dev.loopback import Loopback

MONITORING = Path(__file__).resolve().parents[2] / "monitoring"
# An hour is a minute, ten minutes are 10 seconds.
HASTE = 60

_UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_DURATION = re.compile(r"^(\d+)(ms|s|m|h|d)$")
_RANGE = re.compile(r"\[(\d+(?:ms|s|m|h|d))\]")
# Settings of Alertmanager and Prometheus that are durations.
_WAITS = frozenset({"for", "interval", "group_wait", "group_interval", "repeat_interval"})


def hastened(value: Any, key: str = "") -> Any:
    """A configuration with every duration in it divided, those of expressions too."""
    if isinstance(value, dict):
        return {name: hastened(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [hastened(part, key) for part in value]
    if isinstance(value, str) and key == "expr":
        return _RANGE.sub(lambda found: f"[{_shorter(found[1])}]", value)
    if isinstance(value, str) and key in _WAITS:
        return _shorter(value)
    return value


def _shorter(duration: str) -> str:
    found = _DURATION.match(duration)
    assert found, duration
    return f"{max(int(found[1]) * _UNITS[found[2]] // HASTE, 100 if found[1] != '0' else 0)}ms"


class Told(Loopback):
    """Slack, PagerDuty and a dead man's switch on this machine: what each was told, in order."""

    def __init__(self) -> None:
        self._heard: list[tuple[str, str, str]] = []
        self._lock = threading.Lock()
        app = FastAPI()
        app.post("/slack")(self._slack)
        app.post("/pagerduty")(self._pagerduty)
        app.post("/watchdog")(self._watchdog)
        super().__init__(app)

    def was(self, receiver: str, alert: str, status: str = "firing") -> bool:
        """Whether a receiver was told that an alert fires, or is `resolved`."""
        with self._lock:
            return (receiver, alert, status) in self._heard

    def standing(self) -> set[str]:
        """Alerts of which the last that was said is that they fire."""
        with self._lock:
            last = {alert: status for _, alert, status in self._heard}
        return {alert for alert, status in last.items() if status == "firing"}

    def _hear(self, receiver: str, alert: str, status: str) -> None:
        with self._lock:
            self._heard.append((receiver, alert, status))

    async def _slack(self, request: Request) -> str:
        told = await request.json()
        status, alert = told["attachments"][0]["title"].split()
        self._hear("slack", alert, status.lower())
        return "ok"

    async def _pagerduty(self, request: Request) -> dict[str, str]:
        told = await request.json()
        alert = told["payload"]["summary"].partition(":")[0] if "payload" in told else ""
        status = "firing" if told["event_action"] == "trigger" else "resolved"
        self._hear("pagerduty", alert, status)
        return {"status": "success", "dedup_key": told.get("dedup_key", ""), "message": "Event processed"}

    async def _watchdog(self, request: Request) -> str:
        for alert in (await request.json())["alerts"]:
            self._hear("watchdog", alert["labels"]["alertname"], alert["status"])
        return "ok"


class Watch:
    """Prometheus and Alertmanager at work, and what came of it."""

    def __init__(self, folder: Path, told: Told) -> None:
        self.told = told
        self._folder = folder
        self._targets: dict[str, int] = {}
        self.prometheus = f"http://127.0.0.1:{free_port()}"
        self.alertmanager = f"http://127.0.0.1:{free_port()}"
        (folder / "targets").mkdir(parents=True)

    def target(self, role: str, port: int) -> None:
        """Have a process of Tidings scraped, as its file of targets would say."""
        self._targets[role] = port
        rows = [{"targets": [f"127.0.0.1:{at}" for at in self._targets.values()]}]
        unfinished = self._folder / "targets" / "unfinished"
        unfinished.write_text(json.dumps(rows))
        unfinished.replace(self._folder / "targets" / "tidings.json")

    def ask(self, query: str) -> list[Any]:
        """What Prometheus answers now."""
        reply = httpx.get(f"{self.prometheus}/api/v1/query", params={"query": query}, timeout=60)
        assert reply.status_code == 200, f"{query}: {reply.text}"
        return list(reply.json()["data"]["result"])

    def configure(self) -> None:
        """Write the configurations of monitoring/ with their durations divided and their addresses these."""
        for name in ("recording.yml", "alerts.yml"):
            self._write(name, hastened(_read(name)))
        prometheus = hastened(_read("prometheus.yml"))
        prometheus["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
        prometheus["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] = [self.alertmanager[7:]]
        for job in prometheus["scrape_configs"]:
            for files in job.get("file_sd_configs", ()):
                files["files"] = [str(self._folder / "targets" / "*.json")]
                files["refresh_interval"] = "1s"
        self._write("prometheus.yml", prometheus)
        self._write("alertmanager.yml", self._receivers(hastened(_read("alertmanager.yml"))))

    def _receivers(self, config: Any) -> Any:
        """The same receivers, each at its address here."""
        for name in ("slack_url", "pagerduty_key"):
            (self._folder / name).write_text(f"{self.told.url}/slack" if name == "slack_url" else "key")
        for receiver in config["receivers"]:
            for slack in receiver.get("slack_configs", ()):
                slack["api_url_file"] = str(self._folder / "slack_url")
            for pager in receiver.get("pagerduty_configs", ()):
                pager |= {
                    "routing_key_file": str(self._folder / "pagerduty_key"),
                    "url": f"{self.told.url}/pagerduty",
                }
            for hook in receiver.get("webhook_configs", ()):
                hook["url"] = f"{self.told.url}/watchdog"
        return config

    def _write(self, name: str, content: Any) -> None:
        (self._folder / name).write_text(yaml.safe_dump(content, sort_keys=False))

    def commands(self) -> Iterator[list[str]]:
        """How both are started."""
        yield [
            binary("prometheus"), f"--config.file={self._folder}/prometheus.yml",
            f"--storage.tsdb.path={self._folder}/tsdb", f"--web.listen-address={self.prometheus[7:]}",
        ]  # fmt: skip
        yield [
            binary("prometheus-alertmanager"), f"--config.file={self._folder}/alertmanager.yml",
            f"--storage.path={self._folder}/alerts", f"--web.listen-address={self.alertmanager[7:]}",
            "--cluster.listen-address=",
        ]  # fmt: skip


@contextmanager
def watch(folder: Path) -> Iterator[Watch]:
    """Prometheus and Alertmanager as long as the context lasts."""
    with ExitStack() as stack:
        watched = Watch(folder, stack.enter_context(Told()))
        watched.configure()
        for command in watched.commands():
            stack.enter_context(running(command, folder / f"{Path(command[0]).name}.log"))
        eventually(lambda: _ready(watched.prometheus), "Prometheus is ready")
        eventually(lambda: _ready(watched.alertmanager), "Alertmanager is ready")
        yield watched


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/-/ready", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def _read(name: str) -> Any:
    return yaml.safe_load((MONITORING / name).read_text(encoding="utf-8"))
