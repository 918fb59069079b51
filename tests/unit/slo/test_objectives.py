"""Each promise is held against the counts that it is about."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tidings.errors import ErrorCode
from tidings.observability import metrics
from tidings.slo import OBJECTIVES, Objective
from tidings.slo.objectives import Events
from tidings.slo.traffic import quantile, within

ROOT = Path(__file__).resolve().parents[3]
BY_NAME = {objective.name: objective for objective in OBJECTIVES}

# 100 commands: 60 simple ones, of which one took longer than 5 s; 40 enhanced ones, of which three took
# longer than 12 s.
TALLY = {
    "commands trends": 70.0,
    "commands analyze_topics": 30.0,
    "errors INTERNAL": 2.0,
    "errors MODEL_UNAVAILABLE": 1.0,
    "errors NO_DATA": 4.0,
    "errors VALIDATION_FAILED": 1.0,
    "within simple 0.5": 40.0,
    "within simple 5.0": 59.0,
    "within simple 12.0": 60.0,
    "within simple +Inf": 60.0,
    "within enhanced 5.0": 20.0,
    "within enhanced 12.0": 37.0,
    "within enhanced +Inf": 40.0,
    "spent": 8.0,
    "priced": 100.0,
    "fallbacks": 6.0,
    "claims pass": 190.0,
    "claims drop": 7.0,
    "claims abstain": 3.0,
    "lookups retrieval": 30.0,
    "lookups replies": 20.0,
    "lookups query_vector": 70.0,
    "hits retrieval": 20.0,
    "hits query_vector": 69.0,
}


@pytest.mark.parametrize(
    ("name", "events", "figure"),
    [
        ("p95_simple", Events(1, 60), 0.5 + 4.5 * (57 - 40) / 19),
        ("p95_enhanced", Events(3, 40), 12.0),
        ("error_rate", Events(3, 100), 0.03),
        ("evidence_coverage", Events(10, 200), 0.95),
        ("command_cost", Events(8, 100), 0.08),
        ("fallback_rate", Events(6, 40), 0.15),
        ("cache_hit_rate", Events(30, 50), 0.4),
        ("command_success", Events(8, 100), 0.92),
    ],
)
def test_a_promise_is_held_against_its_counts(name: str, events: Events, figure: float) -> None:
    objective = BY_NAME[name]
    assert objective.events(TALLY) == events
    assert objective.figure(TALLY) == pytest.approx(figure)


def test_what_counts_as_a_fault_is_what_alerts_count() -> None:
    rules = yaml.safe_load((ROOT / "monitoring" / "recording.yml").read_text(encoding="utf-8"))["groups"][0]
    counted = next(rule["expr"] for rule in rules["rules"] if rule["record"] == "tidings:errors:rate10m")
    left_out = re.search(r'code!~"([^"]+)"', counted)
    assert left_out is not None
    codes = {code: {"commands trends": 1.0, f"errors {code}": 1.0} for code in ErrorCode}
    faults = {code for code, tally in codes.items() if BY_NAME["error_rate"].figure(tally)}
    assert faults == set(ErrorCode) - set(left_out[1].split("|"))


def test_a_subject_nothing_is_stored_about_is_no_fault_but_no_success_either() -> None:
    tally = {"commands trends": 10.0, "errors NO_DATA": 4.0}
    assert BY_NAME["error_rate"].figure(tally) == 0
    assert BY_NAME["command_success"].figure(tally) == pytest.approx(0.6)


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: objective.name)
def test_where_nothing_was_counted_there_is_no_figure(objective: Objective) -> None:
    assert objective.figure({}) is None
    assert objective.events({}) == Events(0, 0)


def test_the_promised_times_are_bounds_of_the_histogram() -> None:
    bounds = {sample.labels["le"] for sample in histogram_samples()}
    assert {"5.0", "12.0"} <= bounds


def histogram_samples() -> list[Any]:
    metrics.latency.labels("slo_bounds", "stable", "simple")
    samples = [sample for family in metrics.latency.collect() for sample in family.samples]
    return [sample for sample in samples if "le" in sample.labels]


def test_a_quantile_past_the_last_bound_is_that_bound() -> None:
    assert quantile([(1.0, 0.0), (30.0, 1.0), (float("inf"), 10.0)], 0.95) == 30.0


def test_a_path_has_only_its_own_times() -> None:
    assert within(TALLY, "simple")[-1] == (float("inf"), 60.0)
    assert within(TALLY, "simplest") == []
