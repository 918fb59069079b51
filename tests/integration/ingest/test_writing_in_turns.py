"""Several writers on one database, in turns: what each holds in memory is kept in step with the others'."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

import pytest

from tidings.ingest.candidate import Candidate, prepare
from tidings.ingest.intake import Batch, Intake
from tidings.ingest.items import RawItem
from tidings.ingest.readers import item_from
from tidings.sample.corpus import articles
from tidings.store import stories
from tidings.store.pool import Database
from tidings.text.analyzer import TextAnalyzer
from tidings.text.embeddings import DEFAULT_EMBEDDER
from tidings.text.pool import AnalyzerPool

MOMENT = datetime(2025, 3, 8, 18, tzinfo=UTC)
BATCH, BATCHES = 12, 8
STORIES = "SELECT id, story_id FROM article_index UNION ALL SELECT story_id, into_id FROM story_merges"
STATES = "SELECT id, size, first_seen_at, last_seen_at, vector_sum, weights FROM stories"


@pytest.fixture(scope="session")
def analyzer() -> TextAnalyzer:
    return TextAnalyzer(DEFAULT_EMBEDDER)


def batches() -> list[list[Candidate]]:
    """Articles of the sample in the order in which they appeared."""
    rows = (item_from(dict(row), number) for number, row in enumerate(articles(MOMENT), 1))
    items = (prepare(row, MOMENT) for row in rows if isinstance(row, RawItem))
    ordered = sorted(items, key=lambda candidate: (candidate.published_at, candidate.id))
    return [ordered[start : start + BATCH] for start in range(0, BATCH * BATCHES, BATCH)]


async def written(url: str, analyzer: TextAnalyzer, writers: int) -> tuple[set[Any], list[Any]]:
    """The stories that so many writers make of the batches, each writing when its turn comes."""
    async with (
        Database(url=url) as db,
        AnalyzerPool(0, factory=lambda _embedder: analyzer) as pool,
    ):
        intakes = [Intake(db, pool) for _ in range(writers)]
        for intake, batch in zip(cycle(intakes), batches(), strict=False):
            await intake.take(Batch(batch))
        return set(await db.fetch_all(STORIES)), sorted(await db.fetch_all(STATES))


async def test_writers_in_turns_make_the_stories_that_one_makes(
    create_database: Callable[[str], AbstractContextManager[str]],
    migrated_template: str,
    analyzer: TextAnalyzer,
) -> None:
    with create_database(migrated_template) as one, create_database(migrated_template) as three:
        alone = await written(one, analyzer, 1)
        together = await written(three, analyzer, 3)
    assert len({story for _, story in alone[0]}) < len(alone[0]), "no story has two articles"
    assert together == alone


async def test_a_writer_reads_no_more_than_what_others_changed(
    db: Database, analyzer: TextAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: list[int] = []
    read = stories.live_between

    async def counted(*args: Any) -> list[stories.StoryRow]:
        rows = await read(*args)
        whole.append(len(rows))
        return rows

    monkeypatch.setattr(stories, "live_between", counted)
    async with AnalyzerPool(0, factory=lambda _embedder: analyzer) as pool:
        first, second = Intake(db, pool), Intake(db, pool)
        # Of the same hours, so that nobody has to read what lies before or after them.
        same = [candidate for batch in batches()[-4:] for candidate in batch]
        for turn, intake in enumerate((first, second, first, second)):
            await intake.take(Batch(same[turn::4]))
    assert len(whole) == 2, "each reads all of them once, at its beginning"
