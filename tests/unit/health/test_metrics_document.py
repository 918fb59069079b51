"""Metrics: all are counted somewhere, all are documented as they are, and none can name anybody."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from prometheus_client import Counter, Gauge, Histogram

from tidings.observability import metrics

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "tidings"
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
COUNTING = {"labels", "inc", "set", "observe", "time"}
Metric = Counter | Gauge | Histogram

# What a label may tell apart; each has a handful of values, all of them written in the code or the settings.
FEW = {
    *("action", "agent", "by", "cache", "check", "code", "command", "days", "decision", "direction", "flag"),
    *(
        "kind",
        "lane",
        "level",
        "method",
        "model",
        "outcome",
        "path",
        "queue",
        "rating",
        "reason",
        "role",
        "rung",
    ),
    *("stage", "state", "status", "task", "track", "verdict", "version", "words"),
}


def named() -> dict[str, Metric]:
    """The metrics by what they are called in the code."""
    return {
        name: item for name, item in vars(metrics).items() if isinstance(item, Counter | Gauge | Histogram)
    }


def public(metric: Metric) -> str:
    name = metric.describe()[0].name
    return f"{name}_total" if isinstance(metric, Counter) else name


@cache
def counted_in() -> dict[str, set[str]]:
    """The modules that count each metric; who only reads them does not."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in COUNTING and (name := _metric(node.value)):
                found.setdefault(name, set()).add(path.relative_to(PACKAGE).as_posix())
    return found


def _metric(node: ast.expr) -> str | None:
    """What stands after `metrics.`, if the expression is that."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "metrics":
        return node.attr
    return None


def documented() -> dict[str, tuple[str, ...]]:
    text = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    return {name: rest for name, *rest in ROW.findall(text)}


def test_every_metric_is_counted_somewhere() -> None:
    assert set(named()) - set(counted_in()) == set()


def test_every_metric_is_documented_as_it_is() -> None:
    for name, metric in named().items():
        labels, meaning, modules = documented()[public(metric)]
        assert re.findall(r"`(\w+)`", labels) == list(metric._labelnames), name
        assert meaning == metric.describe()[0].documentation, name
        assert set(re.findall(r"`([\w/.]+)`", modules)) == counted_in()[name], name


def test_nothing_is_documented_that_is_not_there() -> None:
    assert set(documented()) == set(map(public, named().values()))


def test_labels_are_few_and_name_nobody() -> None:
    assert {label for metric in named().values() for label in metric._labelnames} <= FEW


def test_what_runs_in_processes_without_a_port_counts_nothing() -> None:
    """Text is analysed and feeds are parsed in child processes, whose counts nobody would ever see."""
    children = ("text/", "ingest/parse.py", "ingest/extract.py", "ingest/clean.py", "ingest/dates.py")
    counting = {module for modules in counted_in().values() for module in modules}
    assert [module for module in counting if module.startswith(children)] == []
