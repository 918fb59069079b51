"""By how much counters grew, as Prometheus itself works it out: promtool asks, over samples written here."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.programs import binary

from tidings.prometheus import grown

ERRORS = 'orchestrator_errors_total{track="canary",instance="a"}'
BUILD = 'tidings_build{instance="a"}'
STARTED = 'process_start_time_seconds{instance="a"}'

# (what happens to the counter, to the process, when it is looked at, over how many seconds) -> by how much.
TRIALS = {
    # An instant without a sample is a scrape that failed: what was there before it is as old as it was.
    "a scrape was missed where the span begins": (
        {ERRORS: "20x59 stale 20x29", BUILD: "1x59 stale 1x29", STARTED: "1x59 stale 1x29"},
        (70, 600),
        0,
    ),
    "Prometheus was put up a while ago": (
        {ERRORS: "_x60 20x40", BUILD: "_x60 1x40", STARTED: "_x60 1x40"},
        (65, 600),
        0,
    ),
    "the first error of a process that was watched": (
        {ERRORS: "_x60 7x40", BUILD: "1x100", STARTED: "1x100"},
        (65, 600),
        7,
    ),
    "a process that begins with errors": (
        {ERRORS: "_x60 7x40", BUILD: "_x60 1x40", STARTED: "_x60 3550x40"},
        (65, 600),
        7,
    ),
    # 31 before the process was started again and 3 after it.
    "a canary whose process was started again": (
        {ERRORS: "_x20 1+1x30 1 2 3x20", BUILD: "1x100", STARTED: "1x100"},
        (71, 3600),
        33,
    ),
    "what it had before is not counted": (
        {ERRORS: "20x50 23x50", BUILD: "1x100", STARTED: "1x100"},
        (90, 3600),
        3,
    ),
}


@pytest.mark.parametrize("what", TRIALS)
def test_a_counter_has_grown_by_what_was_counted(what: str, tmp_path: Path) -> None:
    samples, (minute, seconds), expected = TRIALS[what]
    series = [{"series": name, "values": values} for name, values in samples.items()]
    query = f"round(sum(({grown('orchestrator_errors_total', seconds)}) or vector(0)))"
    look = {"expr": query, "eval_time": f"{minute}m", "exp_samples": [{"labels": "{}", "value": expected}]}
    trial: dict[str, Any] = {"interval": "1m", "input_series": series, "promql_expr_test": [look]}
    path = tmp_path / "trial.yml"
    path.write_text(yaml.safe_dump({"rule_files": [], "evaluation_interval": "1m", "tests": [trial]}))
    command = [binary("promtool"), "test", "rules", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
