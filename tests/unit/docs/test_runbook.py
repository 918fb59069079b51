"""The runbook has a section for every alert and nothing else, and says of each what is to be done."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from tests.unit.docs import runbook

from tidings.cli.app import program
from tidings.cli.invocation import read_invocation

ALERTS = runbook.ROOT / "monitoring" / "alerts.yml"
PARTS = ["Meaning", "Dashboards", "Diagnosis", "Resolution", "Escalation"]
_COMMAND = re.compile(r"(?:^|\s)(tidings .+)")


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"] if "alert" in rule]


def test_no_two_sections_have_one_name() -> None:
    titles = [section.title for section in runbook.sections()]
    assert len(titles) == len(set(titles))


def alert_sections() -> dict[str, str]:
    return {section.title: section.text for section in runbook.sections() if section.under == "Alerts"}


def test_every_alert_has_its_section_and_every_section_its_alert() -> None:
    assert sorted(alert_sections()) == sorted({rule["alert"] for rule in rules()})


def test_every_alert_links_to_its_section() -> None:
    for rule in rules():
        links = [text for name, text in rule["annotations"].items() if name.startswith("runbook")]
        assert links
        assert all(link.endswith(f"docs/RUNBOOK.md#{rule['alert'].lower()}") for link in links)


@pytest.mark.parametrize("alert", alert_sections())
def test_a_section_says_what_it_means_where_to_look_what_to_do_and_whom_to_call(alert: str) -> None:
    said = re.findall(r"^\*\*(\w+)\.\*\*", alert_sections()[alert], re.MULTILINE)
    assert said == PARTS


def test_dashboards_and_panels_are_named_as_they_stand_in_grafana() -> None:
    panels = {board["title"].removeprefix("Tidings: "): set(titles(board)) for board in dashboards()}
    for alert, text in alert_sections().items():
        line = re.search(r"^\*\*Dashboards\.\*\* (.+)$", text, re.MULTILINE)
        assert line is not None
        named = re.findall(r"\*([^*]+)\*: ((?:“[^”]+”(?:, )?)+)", line[1])
        assert named or alert == "Watchdog"
        for board, listed in named:
            assert set(re.findall(r"“([^”]+)”", listed)) <= panels[board], alert


def dashboards() -> list[dict[str, Any]]:
    folder = runbook.ROOT / "monitoring" / "grafana" / "dashboards"
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def titles(board: dict[str, Any]) -> Iterator[str]:
    """The titles of a dashboard's panels, also of those in its rows."""
    for panel in board["panels"]:
        yield panel.get("title", "")
        yield from (inner.get("title", "") for inner in panel.get("panels", []))


@pytest.mark.parametrize("alert", alert_sections())
def test_a_section_has_commands_to_look_with(alert: str) -> None:
    diagnosis = alert_sections()[alert].partition("**Diagnosis.**")[2].partition("**Resolution.**")[0]
    assert "```sh run\n" in diagnosis


def test_a_block_is_run_by_the_tests_or_says_why_it_is_not() -> None:
    for block in runbook.blocks():
        assert block.mark in {"sh run", "sh shown"}, block
        assert (block.mark == "sh shown") is block.before.startswith("Not tried by the tests, as "), block


def test_every_command_in_a_block_is_one_the_program_understands() -> None:
    shown = [line for block in runbook.blocks() for line in block.lines]
    found = [match[1] for line in shown if (match := _COMMAND.search(line))]
    assert len(found) > 20
    for line in found:
        _parse(shlex.split(line)[1:])


def _parse(args: list[str]) -> None:
    """Raises what the program would say of a line that it does not understand."""
    command, context = program("en"), None
    words = list(read_invocation(args).args)
    while words:
        context = command.make_context(command.name or "tidings", words, parent=context)
        if not hasattr(command, "commands"):
            return
        words = [*context._protected_args, *context.args]
        if words:
            _, command, words = command.resolve_command(context, words)


def test_contacts_are_placeholders_and_said_to_be() -> None:
    contacts = next(section for section in runbook.sections() if section.title == "Emergency contacts")
    assert "To be filled in" in contacts.text
    assert contacts.text.count("[") >= 5


@pytest.mark.parametrize(
    "title",
    [
        "Degradation",
        "Rollback",
        "Canary",
        "Before a rollout",
        "Restore from a backup",
        "Rotating keys",
        "Feed outage",
        "Provider outage",
        "Disk full",
        "Database away",
        "After an incident",
    ],
)
def test_what_goes_wrong_without_an_alert_has_its_section(title: str) -> None:
    assert title in {section.title for section in runbook.sections()}


def test_settings_named_in_the_runbook_are_settings() -> None:
    from tidings.settings import CONFIG_VARIABLE, Settings

    known = {f"TIDINGS_{name.upper()}" for name in Settings.model_fields} | {CONFIG_VARIABLE}
    for page in (runbook.RUNBOOK, runbook.ROOT / "docs" / "operations.md"):
        assert set(re.findall(r"TIDINGS_[A-Z_]+[A-Z]", page.read_text(encoding="utf-8"))) <= known
