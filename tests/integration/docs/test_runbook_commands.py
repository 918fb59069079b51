"""Every command of the runbook that can be run anywhere is run, as it stands there, and does what it should.

The installation has the bundled sample in a real database, a worker that serves its health, and a real
Prometheus and Alertmanager.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
import structlog
from tests.integration.docs import installation
from tests.unit.docs import runbook

from tidings.cli import main

# What they look for is amiss here: no rules are loaded, no drill was ever made, the feed is nobody's.
FINDS_FAULT = ("tidings canary preflight", "tidings ingest --all")
UNWATCHED = ('curl -s "$PROMETHEUS', 'curl -s "$ALERTMANAGER', "tidings canary start", "tidings canary abort")
# What an address answers with, as `curl` is content with any page.
ANSWERS = {
    "$SERVED/health/live": "live",
    "$SERVED/health/ready": "migrations",
    "$SERVED/metrics": "orchestrator_stage_seconds",
    "$PROMETHEUS/api/v1/targets": "activeTargets",
    "$PROMETHEUS/api/v1/alertmanagers": "activeAlertmanagers",
    "$PROMETHEUS/-/ready": "Ready",
    "$ALERTMANAGER/-/ready": "OK",
}


def runnable() -> list[str]:
    """Every line that is marked to be run, in the order of the page: some need those before them."""
    return [line for block in runbook.blocks() if block.mark == "sh run" for line in block.lines]


@pytest.fixture(scope="module")
def installed(
    create_database: Callable[[str], AbstractContextManager[str]],
    migrated_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, str]]:
    """The environment of an installation's shell."""
    folder = tmp_path_factory.mktemp("installation")
    with create_database(migrated_template) as url, installation.running(url, folder) as environment:
        yield environment


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Loggers write to the stream of the test that set them up, which is closed after it."""
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize("number", range(len(runnable())))
def test_a_command_of_the_runbook_does_what_it_should(
    number: int,
    installed: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    line = runnable()[number]
    if line.startswith(UNWATCHED) and "PROMETHEUS" not in installed and not os.environ.get("CI"):
        pytest.skip("needs the Debian packages prometheus and prometheus-alertmanager")
    if line.startswith("tidings "):
        for name, value in installed.items():
            monkeypatch.setenv(name, value)
        code = main([os.path.expandvars(word) for word in shlex.split(line)[1:]])
    else:
        code = subprocess.run(["bash", "-ceu", line], env=installed, check=False).returncode
    said = capfd.readouterr()
    assert code == 0 or (code == 1 and line in FINDS_FAULT), (line, said.err)
    assert said.out.strip() or said.err.strip(), line
    assert "Traceback" not in said.err
    assert all(answer in said.out for address, answer in ANSWERS.items() if address in line), said.out[:500]
