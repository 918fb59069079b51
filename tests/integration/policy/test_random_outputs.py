"""Whatever a model writes, a reader gets a valid answer or an error with a code, and nobody's number."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from bench.random_outputs import giving_away, measure
from tests.integration.conftest import SETTINGS

from tidings.engine import Engine
from tidings.ingest.importing import import_file
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

pytestmark = pytest.mark.untraced  # whole commands, over and over

OUTPUTS, SEED = 500, 20310530


@pytest.fixture(scope="module")
def giving_url(
    create_database: Callable[[str], AbstractContextManager[str]],
    migrated_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The sample, with somebody's data in every seventh article."""
    rows = tmp_path_factory.mktemp("giving") / "sample.jsonl"
    rows.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in giving_away()))
    with create_database(migrated_template) as url:
        asyncio.run(_load(url, rows))
        yield url


async def _load(url: str, rows: Path) -> None:
    async with Database(url=url) as database:
        await import_file(database, SETTINGS, rows)


@pytest.fixture
async def giving_engine(giving_url: str) -> AsyncIterator[Engine]:
    async with Database(url=giving_url) as database:
        yield Engine.over(SETTINGS, database, load_embedder())


async def test_every_output_ends_in_a_valid_answer_or_a_code(giving_engine: Engine) -> None:
    read, ended = await measure(giving_engine, OUTPUTS, SEED)
    assert read.total() >= OUTPUTS
    assert {"read", "wrong_shape", "truncated"} <= set(read), "outputs of every sort were tried"
    assert {end for end in ended if end.startswith("invalid")} == set()
    assert ended["answered"] > OUTPUTS / 4, "most of what could be read was answered"
