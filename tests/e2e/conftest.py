"""The command on databases of its own: an empty one, and one with the invented sample in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from command import Tidings, environment

from tidings.sample import articles


@pytest.fixture
def tidings(tmp_path: Path, database_url: str) -> Tidings:
    """The command on an empty database."""
    return Tidings(environment(tmp_path, TIDINGS_DATABASE_URL=database_url))


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented sample as a file to import."""
    path = tmp_path_factory.mktemp("sample") / "sample.jsonl"
    rows = articles(datetime.now(UTC))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def imported(
    tmp_path_factory: pytest.TempPathFactory,
    create_database: Callable[[str], AbstractContextManager[str]],
    migrated_template: str,
    sample_file: Path,
) -> Iterator[tuple[Tidings, Any]]:
    """The command on a database with the invented sample in it, and what its import reported."""
    folder = tmp_path_factory.mktemp("news")
    with create_database(migrated_template) as url:
        command = Tidings(environment(folder, TIDINGS_DATABASE_URL=url))
        yield command, command.json("import", str(sample_file))


@pytest.fixture
def news(imported: tuple[Tidings, Any]) -> Tidings:
    """The command on a database with the sample; for tests that only read."""
    return imported[0]
