"""`tidings` as a process, in an environment where it finds nothing of the machine it runs on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-c", "import sys; from tidings.cli import main; sys.exit(main())"]


@dataclass(frozen=True)
class Tidings:
    """The command with its environment."""

    environment: dict[str, str]

    def __call__(self, *args: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run to the end."""
        return subprocess.run(
            [*COMMAND, *args],
            env={**self.environment, **extra},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *args: str, **extra: str) -> subprocess.Popen[str]:
        """Run beside the test, as the leader of a process group of its own."""
        return subprocess.Popen(
            [*COMMAND, *args],
            env={**self.environment, **extra},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def json(self, *args: str) -> Any:
        """Run with --json, expect success, and read what was printed."""
        done = self(*args, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TIDINGS_", "LC_", "LANG"))
    }
    config = folder / "tidings.toml"
    config.touch()
    own = {
        "TIDINGS_CONFIG": str(config),
        "TIDINGS_DATA_DIR": str(folder / "data"),
        "TIDINGS_LANG": "en",
        "TIDINGS_PROCESSES": "1",
        "PYTHONUTF8": "1",
    }
    return kept | own | settings
