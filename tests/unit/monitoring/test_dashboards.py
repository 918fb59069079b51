"""The dashboards: what Grafana reads is what the code says, and all of it is there to be read."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from monitoring.dashboards.__main__ import FOLDER
from monitoring.dashboards.board import Board
from monitoring.dashboards.every import BOARDS
from monitoring.dashboards.panels import Kind, Panel
from prometheus_client import Histogram
from prometheus_client.metrics import MetricWrapperBase

from tidings.observability import metrics

MONITORING = Path(__file__).resolve().parents[3] / "monitoring"
PROVISIONING = MONITORING / "grafana" / "provisioning"
# What Prometheus itself knows of targets and alerts.
OF_PROMETHEUS = {"up", "ALERTS"}
# A name that no bracket follows, as a function's would, with its labels.
_SERIES = re.compile(r"\b([a-zA-Z_:][\w:]*)\b(?!\s*\()(\{[^}]*\})?")
_BESIDES = re.compile(r"\b(by|on|group_left) \([^)]*\)|\[[^\]]*\]")
_WORDS = {"sum", "max", "min", "or"}
_PANEL = re.compile(r"/d/([\w-]+)\?viewPanel=(\d+)")

each_board = pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.uid)


def rules() -> dict[str, dict[str, Any]]:
    groups = yaml.safe_load((MONITORING / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"]}


def recorded() -> set[str]:
    groups = yaml.safe_load((MONITORING / "recording.yml").read_text(encoding="utf-8"))["groups"]
    return {rule["record"] for group in groups for rule in group["rules"]}


def emitted() -> dict[str, set[str]]:
    """Every series that processes serve, by the labels it has."""
    found: dict[str, set[str]] = {}
    for metric in vars(metrics).values():
        if isinstance(metric, MetricWrapperBase):
            labels = set(metric._labelnames)
            name = metric._name
            suffixes = {"counter": ["_total"], "gauge": [""]}.get(metric._type, ["_sum", "_count"])
            found |= {name + suffix: labels for suffix in suffixes}
            if isinstance(metric, Histogram):
                found[f"{name}_bucket"] = labels | {"le"}
    return found


def panels() -> list[tuple[Board, Panel]]:
    return [(board, panel) for board in BOARDS for panel in board.panels]


def written(board: Board) -> dict[str, Any]:
    return json.loads(board.json())


def drawn(board: Board) -> list[dict[str, Any]]:
    return [panel for panel in written(board)["panels"] if panel["type"] != "row"]


@each_board
def test_what_grafana_reads_is_what_the_code_says(board: Board) -> None:
    assert (FOLDER / f"{board.uid}.json").read_text(encoding="utf-8") == board.json()


def test_there_is_no_dashboard_that_no_code_writes() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(board.uid for board in BOARDS)


@each_board
def test_panels_lie_beside_each_other_and_have_numbers_of_their_own(board: Board) -> None:
    shown = written(board)["panels"]
    assert len({panel["id"] for panel in shown}) == len(shown)
    places = [panel["gridPos"] for panel in shown]
    assert all(place["x"] + place["w"] <= 24 for place in places)
    for one, other in itertools.combinations(places, 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or above, (one, other)


@each_board
def test_a_panel_says_what_it_shows_in_which_unit_and_asks_the_datasource_that_is_chosen(
    board: Board,
) -> None:
    for panel in drawn(board):
        assert panel["description"].endswith(".")
        assert panel["fieldConfig"]["defaults"]["unit"]
        assert panel["targets"]
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"])
        assert {target["datasource"]["uid"] for target in panel["targets"]} == {"${datasource}"}


def test_every_series_asked_for_is_one_that_is_counted_with_the_labels_it_is_asked_by() -> None:
    known = emitted()
    for board, panel in panels():
        for query in panel.queries:
            for name, matchers in _SERIES.findall(_BESIDES.sub("", query.expr)):
                if name in _WORDS | OF_PROMETHEUS | recorded():
                    continue
                assert name in known, (board.uid, panel.title, name)
                asked = set(re.findall(r"(\w+)(?:=~|!~|!=|=)", matchers))
                assert asked <= known[name], (board.uid, panel.title, name)
            labels = {
                label for group in re.findall(r"by \(([^)]+)\)", query.expr) for label in group.split(", ")
            }
            assert set(re.findall(r"\{\{(\w+)\}\}", query.legend)) <= labels | {"role", "instance"}


def test_nothing_is_divided_by_what_may_be_zero() -> None:
    for board, panel in panels():
        for query in panel.queries:
            divisors = re.findall(r" / (?:on \(\) group_left \(\) )?(\(.+ > 0\))?", query.expr)
            assert all(divisors), (board.uid, panel.title, query.expr)
            assert ("histogram_quantile" in query.expr) == query.expr.endswith(">= 0")


@pytest.mark.parametrize("alert", sorted(set(rules()) - {"Watchdog"}))
def test_an_alert_leads_to_a_panel_and_the_panel_to_its_section_of_the_runbook(alert: str) -> None:
    link = _PANEL.fullmatch(rules()[alert]["annotations"]["dashboard"])
    assert link is not None
    (board,) = [board for board in BOARDS if board.uid == link[1]]
    (panel,) = [panel for panel in drawn(board) if panel["id"] == int(link[2])]
    assert [link["url"] for link in panel["links"]] == [f"${{runbook}}#{alert.lower()}"]


def test_the_limit_that_a_panel_draws_is_that_of_its_alert() -> None:
    held = 0
    for _, panel in panels():
        if panel.alert is None or panel.limit is None or panel.kind is Kind.STATES:
            continue
        if panel.alert == "ModelUnavailable":  # a share of the last hour; the alert asks about now
            continue
        expression = rules()[panel.alert]["expr"].replace("6 * 3600", "21600")
        limits = {float(found) for found in re.findall(r"[<>]=? ([\d.]+)", expression)}
        assert panel.limit.value in limits, (panel.title, limits)
        held += 1
    assert held >= 8


def test_the_address_of_the_runbook_can_be_given() -> None:
    variables = json.loads(BOARDS[0].json("https://wiki.example/runbook"))["templating"]["list"]
    assert [item["query"] for item in variables if item["name"] == "runbook"] == [
        "https://wiki.example/runbook"
    ]


def test_grafana_is_told_of_the_datasource_and_of_where_the_dashboards_are() -> None:
    (source,) = yaml.safe_load((PROVISIONING / "datasources" / "prometheus.yml").read_text())["datasources"]
    assert (source["type"], source["url"], source["isDefault"]) == ("prometheus", "$PROMETHEUS_URL", True)
    (provider,) = yaml.safe_load((PROVISIONING / "dashboards" / "tidings.yml").read_text())["providers"]
    assert provider["type"] == "file"
    compose = (MONITORING.parent / "deploy" / "compose.yaml").read_text()
    assert f"../monitoring/grafana/dashboards:{provider['options']['path']}:ro" in compose
