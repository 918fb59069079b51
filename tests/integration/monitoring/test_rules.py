"""The rules as Prometheus' and Alertmanager's own tools read and try them: fires, stays quiet, ends."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.programs import binary

MONITORING = Path(__file__).resolve().parents[3] / "monitoring"
TRIALS = sorted((MONITORING / "tests").glob("*.yml"))


def tool(name: str, *arguments: str) -> None:
    done = subprocess.run(
        [binary(name), *arguments], cwd=MONITORING, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rules() -> list[dict[str, Any]]:
    return [rule for group in loaded(MONITORING / "alerts.yml")["groups"] for rule in group["rules"]]


def outcomes(alert: str) -> list[bool]:
    """Whether it is expected to fire, at every moment at which a trial looks at it."""
    return [
        bool(look["exp_samples"])
        for path in TRIALS
        for trial in loaded(path)["tests"]
        for look in trial["promql_expr_test"]
        if f'alertname="{alert}"' in look["expr"]
    ]


def test_prometheus_accepts_its_configuration_and_its_rules() -> None:
    tool("promtool", "check", "config", "prometheus.yml")


def test_alertmanager_accepts_its_configuration() -> None:
    tool("amtool", "check-config", "alertmanager.yml")


@pytest.mark.parametrize("trial", TRIALS, ids=lambda path: path.stem)
def test_rules_fire_stay_quiet_and_end_when_they_should(trial: Path) -> None:
    tool("promtool", "test", "rules", f"tests/{trial.name}")


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_is_tried_both_ways(rule: dict[str, Any]) -> None:
    assert set(outcomes(rule["alert"])) == ({True} if rule["alert"] == "Watchdog" else {True, False})


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_says_how_urgent_it_is_what_is_wrong_and_where_to_read_on(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"critical", "warning", "none"}
    assert {"summary", "description", "runbook"} <= set(rule["annotations"])


@pytest.mark.parametrize(
    ("labels", "receivers"),
    [
        ({"alertname": "HighErrorRate", "severity": "critical"}, "pagerduty,slack"),
        ({"alertname": "FeedsStale", "severity": "warning"}, "slack"),
        ({"alertname": "Watchdog", "severity": "none"}, "watchdog"),
        ({"alertname": "Unheard"}, "slack"),
    ],
)
def test_alerts_reach_whom_they_concern(labels: dict[str, str], receivers: str) -> None:
    named = [f"{name}={value}" for name, value in labels.items()]
    tool(
        "amtool", "config", "routes", "test", "--config.file=alertmanager.yml",
        f"--verify.receivers={receivers}", *named,
    )  # fmt: skip
