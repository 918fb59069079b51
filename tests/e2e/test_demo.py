from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import Tidings, environment

from tidings.store.server import EmbeddedServer


@pytest.fixture
def embedded(open_folder: Path) -> Iterator[Tidings]:
    """The command with the embedded server, in a folder that its account may enter."""
    folder = open_folder / "demo-test"
    folder.mkdir()
    folder.chmod(0o755)
    yield Tidings(environment(folder))
    EmbeddedServer(folder / "data" / "demo").stop()


def test_without_a_network_the_demo_answers_from_a_sample_it_calls_invented(
    embedded: Tidings,
) -> None:
    done = embedded("demo", "--offline")
    assert done.returncode == 0, done.stderr
    assert "INVENTED" in done.stdout
    for part in ("$ tidings --data-dir", "TRENDS  24h", "SENTIMENT", "INSIGHTS", "EVIDENCE", "confidence"):
        assert part in done.stdout
    first, second = re.findall(r"tidings --data-dir \S+ explain (\w+)", done.stdout)
    assert first != second
