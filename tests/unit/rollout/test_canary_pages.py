"""What is shown of rollouts: every reason, decision and check in both languages, with its figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console, Group, RenderableType

from tidings.cli.app import main
from tidings.cli.canary_page import (
    decision_line,
    findings_page,
    idle_page,
    said,
    standing_document,
    standing_page,
)
from tidings.cli.words import Words
from tidings.messages import CATALOGUE, LANGUAGES, Lang
from tidings.rollout import options, stages
from tidings.rollout.criteria import Evidence, Options, Ruling, Verdict
from tidings.rollout.measures import Measures, Sight
from tidings.rollout.preflight import Finding
from tidings.rollout.stages import STAGES
from tidings.rollout.standing import Standing
from tidings.store.rollouts import Decision, Rollout

MOMENT = datetime(2026, 3, 8, 18, tzinfo=UTC)
PARAMS: dict[str, Any] = {
    "why": "better order",
    "commands": 1234,
    "enough": 50,
    "level": 2,
    "alerts": "HighErrorRate",
    "percent": 30,
    "value": 0.0712,
    "limit": 0.05,
    "stable": 0.011,
}
REASONS = sorted(key.removeprefix("canary.reason.") for key in CATALOGUE if key.startswith("canary.reason."))


def words(lang: Lang) -> Words:
    return Words(lang, ZoneInfo("UTC"))


def printed(*parts: RenderableType) -> str:
    out = StringIO()
    Console(file=out, width=100, no_color=True).print(Group(*parts))
    return out.getvalue()


def rollout(state: Any = "running", **change: Any) -> Rollout:
    values: dict[str, Any] = {
        "id": 7,
        "flag": "rerank",
        "variant": "on",
        "state": state,
        "stages": stages.stored(STAGES),
        "stage": 0,
        "percent": 10,
        "options": options.stored(Options()),
        "why": "better order",
        "started_at": MOMENT,
        "stage_since": MOMENT,
        "ended_at": None if state == "running" else MOMENT,
        "in_stage": timedelta(hours=1),
    }
    return Rollout(**values | change)


def standing() -> Standing:
    within = ((1.0, 90.0), (2.0, 100.0))
    canary = Measures(commands=100, faults=7, within=within, proposed=500, proved=480, dollars=12)
    sight = Sight(canary, Measures(commands=900))
    ruling = Ruling(Verdict.ROLL_BACK, "beyond_errors", {"value": 0.07, "limit": 0.05, "commands": 100})
    return Standing(rollout(), (), Evidence(sight, sight), ruling)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_said_with_its_figures(reason: str, lang: Lang) -> None:
    text = said(reason, PARAMS, words(lang))
    assert text
    assert "{" not in text
    if reason.startswith("beyond_errors"):
        assert ("7.1%" if lang == "en" else "7,1 %") in text.replace("\N{NO-BREAK SPACE}", " ")


def test_how_it_stands_is_shown_side_by_side() -> None:
    found = standing()
    assert found.rollout
    assert found.ruling
    page = printed(*standing_page(found, found.rollout, found.ruling, words("en")))
    assert "rerank → on: 10 % of users, stage 1 of 2" in page
    assert "At least 3 hours to go" in page
    row = next(line for line in page.splitlines() if line.startswith("errors"))
    assert row.split() == ["errors", "7%", "0%", ">", "5%", "≤", "2%"]
    row = next(line for line in page.splitlines() if line.startswith("claims proved"))
    assert row.split()[2:] == ["96%", "–", "<", "90%", "≥", "95%"]
    assert "taken back: 7% of 100 commands of the canary failed, above 5%" in page


def test_taking_it_back_wants_a_reason(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TIDINGS_DATA_DIR", str(tmp_path))
    assert main(["--lang", "en", "canary", "abort", "--why", "\x1b[2J "]) == 2
    assert capsys.readouterr().err == "Say why, for the log: --why TEXT.\n"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("controlled", [True, False])
def test_that_nobody_controls_it_is_told(controlled: bool, lang: Lang) -> None:
    found = replace(standing(), controlled=controlled)
    assert found.rollout
    assert found.ruling
    page = printed(*standing_page(found, found.rollout, found.ruling, words(lang)))
    assert ("tidings canary resume" in page) == (not controlled)
    assert standing_document(found)["controlled"] is controlled


def test_the_same_is_there_for_programs() -> None:
    document = standing_document(standing())
    assert document["running"] is True
    assert document["rollout"]["seconds_left"] == 3 * 3600
    assert document["measures"]["whole"]["canary"]["errors"] == 0.07
    assert document["ruling"]["verdict"] == "roll_back"
    assert standing_document(Standing(None, ()))["rollout"] is None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", ["complete", "rolled_back", None])
def test_where_nothing_runs_the_last_one_is_told(state: str | None, lang: Lang) -> None:
    last = rollout(state) if state else None
    page = printed(*idle_page(Standing(last, ()), words(lang)))
    assert ("rerank" in page) == (last is not None)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("decision", [*Verdict, "start", "abort"])
def test_every_decision_is_a_line_of_the_log(decision: str, lang: Lang) -> None:
    line = Decision(1, 7, "rerank", "on", MOMENT, decision, 10, "said", {"why": "better order"}, None)
    assert "better order" in printed(decision_line(line, words(lang)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_check_that_fails_says_what_to_do(lang: Lang) -> None:
    findings = [
        Finding("database", True, "database_ok"),
        Finding("backup", False, "backup_age", {"age": 3 * 86_400.0}),
        Finding("budget", False, "budget_fail", {"left": 1.5, "daily": 20.0}),
        Finding("firing", False, "no_url", {"option": "TIDINGS_PROMETHEUS_URL"}),
    ]
    page = printed(findings_page(findings, words(lang)))
    assert page.count("→") == 2  # nothing is known of alerts, so there is nothing to do about them
    assert "tidings backup" in page
    assert ("3 days" if lang == "en" else "3 дня") in page


def test_every_check_has_a_name_and_advice_in_the_catalogue() -> None:
    checks = {key.rpartition(".")[2] for key in CATALOGUE if key.startswith("canary.check.")}
    advice = {key.rpartition(".")[2] for key in CATALOGUE if key.startswith("canary.advice.")}
    assert checks == advice
