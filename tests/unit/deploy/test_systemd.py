"""The units for systemd: understood by it, closed, and in agreement with Tidings."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from tests.unit.deploy.deployed import DEPLOY, assert_command, tool, unknown_settings, variables

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
PROGRAM = "/opt/tidings/bin/tidings"
# Of ten; 1.3 now. A service that talks to the web and to a database cannot come to nought.
EXPOSED_AT_MOST = 1.5

each_unit = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)


def options(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", unit.read_text(), re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def installed(unit: Path, folder: Path) -> Path:
    """The unit as on a machine where its program is installed."""
    there = folder / unit.name
    there.write_text(unit.read_text().replace(PROGRAM, "/bin/true"))
    return there


def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    analyze = tool("systemd-analyze")
    units = [installed(unit, tmp_path) for unit in (*UNITS, *(DEPLOY / "systemd").glob("*.timer"))]
    done = subprocess.run(
        [analyze, "verify", *map(str, units)], check=False, capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")


@each_unit
def test_a_service_is_hardly_exposed(unit: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [tool("systemd-analyze"), "security", "--offline=true", str(installed(unit, tmp_path))],
        check=False,
        capture_output=True,
        text=True,
    )
    level = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert level, done.stderr
    assert float(level[1]) <= EXPOSED_AT_MOST


@each_unit
def test_its_command_and_settings_exist(unit: Path) -> None:
    found = options(unit)
    program, *args = found["ExecStart"][0].split()
    assert program == PROGRAM
    assert_command(args)
    set_here = [value.partition("=")[0] for value in found["Environment"]]
    shared = variables((DEPLOY / "systemd" / "tidings.env").read_text())
    assert unknown_settings([*set_here, *shared]) == set()


def test_no_two_of_them_listen_on_one_port() -> None:
    ports = re.findall(r"TIDINGS_METRICS_PORT=(\d+)", "".join(unit.read_text() for unit in UNITS))
    assert len(ports) == len(set(ports)) == 2


def test_all_services_are_closed_in_the_same_way() -> None:
    closed = {
        unit.stem: {
            line
            for line in unit.read_text().splitlines()
            if re.match(r"(Protect|Restrict|Private|System)", line)
        }
        for unit in UNITS
    }
    assert len({frozenset(lines) for lines in closed.values()}) == 1
