"""What a process counts reaches the database: real commands, those that fail, and those while it was away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.waiting import PATIENCE

from tidings import tallies
from tidings.engine import Engine
from tidings.errors import NoData
from tidings.observability import metrics
from tidings.observability.commands import Command
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.settings import Settings
from tidings.slo import report
from tidings.slo.from_database import read_database
from tidings.store import slo
from tidings.store.pool import Database
from tidings.tallies import Book, tallying, write_down


@pytest.fixture
async def asked(own_url: str, moment: datetime) -> AsyncIterator[Database]:
    """Two commands that were answered and one that found nothing, by an engine that is closed since."""
    settings = Settings(database_url=own_url, processes=0, lang="auto")
    async with Engine.open(settings) as engine:
        await execute_trends(window="1w", as_of=moment, engine=engine)
        await execute_analyze(mode="topics", window="1w", as_of=moment, engine=engine)
        with pytest.raises(NoData):
            await execute_analyze(mode="keywords", query="qqqq", window="1w", as_of=moment, engine=engine)
    async with Database(url=own_url) as db:
        yield db


async def test_commands_of_an_engine_are_in_the_report_also_those_that_failed(asked: Database) -> None:
    found = report(await read_database(asked, 7, keep_answers_days=30))
    measures = {measure.objective.name: measure for measure in found.measures}
    assert found.use.commands == {"analyze_keywords": 1, "analyze_topics": 1, "trends": 1}
    assert measures["command_success"].figure == pytest.approx(2 / 3)
    assert measures["error_rate"].figure == 0
    assert measures["p95_simple"].sample == 3
    assert found.use.users == 1


async def test_what_is_counted_is_written_every_while(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "_MINUTE", 0.01)
    async with tallying(db):
        with Command("tallied_soon"):
            pass
        async with asyncio.timeout(PATIENCE):
            while not (await counts(db)).get("commands tallied_soon"):  # noqa: ASYNC110 - only a row tells
                await asyncio.sleep(0.01)


async def test_what_was_counted_while_the_database_was_away_is_written_once_it_is_back(
    db: Database, database_url: str
) -> None:
    book, away = Book(), Database(url=database_url)  # never opened: nothing can be read from it or written
    before = unwritten()
    with Command("tallied_away"):
        pass
    await write_down(away, book)
    assert unwritten() == before + 1
    with Command("tallied_away"):
        pass
    await write_down(db, book)
    await write_down(db, book)
    assert (await counts(db))["commands tallied_away"] == 2


def unwritten() -> float:
    return sum(
        sample.value
        for family in metrics.tallies_unwritten.collect()
        for sample in family.samples
        if sample.name == "tallies_unwritten_total"
    )


async def test_a_page_written_twice_counts_once(db: Database) -> None:
    key, now = uuid4(), datetime.now(UTC)
    for _ in range(2):
        async with db.connection() as conn:
            await slo.write(conn, key, now - timedelta(minutes=1), now, {"commands trends": 3.0})
    assert await counts(db) == {"commands trends": 3.0}


async def test_rows_that_no_report_looks_back_on_are_removed_as_new_ones_come(db: Database) -> None:
    now = datetime.now(UTC)
    for age in (slo.KEPT_DAYS + 1, slo.KEPT_DAYS - 1, 0):
        until = now - timedelta(days=age)
        async with db.connection() as conn:
            await slo.write(conn, uuid4(), until - timedelta(minutes=1), until, {"commands trends": 1.0})
    assert await db.fetch_all("SELECT count(*) FROM tallies") == [(2,)]


async def counts(db: Database) -> dict[str, float]:
    async with db.connection() as conn:
        return await slo.sums(conn, datetime.now(UTC) + timedelta(minutes=1), 1)
