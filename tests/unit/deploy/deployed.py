"""What the tests of deploy/ share: where its files are, and what Tidings knows of what stands in them."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tidings.cli.app import program
from tidings.settings import CONFIG_VARIABLE, Settings

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
ACCOUNT = 10001
METRICS_PORT = 9464
SETTINGS = {f"TIDINGS_{name.upper()}" for name in Settings.model_fields} | {CONFIG_VARIABLE}


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def tool(name: str) -> str:
    """A program, of this environment or of the system; its test is skipped where there is none."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def assert_command(args: Sequence[str]) -> None:
    """That Tidings' own parser takes these arguments."""
    command = program("en").commands[args[0]]
    command.make_context(args[0], list(args[1:]))


def unknown_settings(names: Iterable[str]) -> set[str]:
    """Those that look like settings and are none."""
    return {name for name in names if name.startswith("TIDINGS_")} - SETTINGS - {"TIDINGS_IMAGE"}


def variables(text: str) -> dict[str, str]:
    """NAME=value lines, as in .env files."""
    return dict(re.findall(r"^([A-Z_0-9]+)=(.*)$", text, re.MULTILINE))
