"""Trends over the bundled sample in the real database: what is said holds, and nothing newer is used."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tidings.ingest.importing import import_file
from tidings.sample import articles as sample
from tidings.settings import Settings
from tidings.store.pool import Database
from tidings.trends.overview import compute_trends
from tidings.trends.view import TrendsView
from tidings.windows import parse_window

NOW = datetime(2021, 3, 5, 12, tzinfo=UTC)
SETTINGS = Settings(processes=0, database_url=None)


@pytest.fixture(scope="module")
def filled_url(
    create_database: Callable[[str], AbstractContextManager[str]],
    migrated_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    path = tmp_path_factory.mktemp("trends") / "sample.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in sample(NOW) if "published_at" in row))
    with create_database(migrated_template) as url:
        asyncio.run(_fill(url, path))
        yield url


async def _fill(url: str, path: Path) -> None:
    async with Database(url=url) as db:
        await import_file(db, SETTINGS, path)


@pytest.fixture
async def filled(filled_url: str) -> AsyncIterator[Database]:
    """The sample, for tests that only read."""
    async with Database(url=filled_url) as db:
        yield db


async def trends(db: Database, window: str = "24h", until: datetime = NOW, **more: object) -> TrendsView:
    return await compute_trends(db, parse_window(window, until), **more)  # type: ignore[arg-type]


async def test_counts_are_those_of_the_whole_window(filled: Database) -> None:
    view = await trends(filled)
    since = NOW - timedelta(days=1)
    query = (
        "SELECT count(*), count(DISTINCT source_id), avg(sentiment) FROM article_signals "
        "WHERE published_at >= %s AND published_at < %s"
    )
    ((articles, sources, tone),) = await filled.fetch_all(query, [since, NOW])
    assert (view.articles, view.sources) == (articles, sources)
    assert view.tone.overall == pytest.approx(tone)
    assert sum(point.articles for point in view.tone.timeline) == articles
    assert sum(n for _, n in view.top_sources) <= articles


async def test_the_day_s_events_lead_and_rise(filled: Database) -> None:
    view = await trends(filled)
    assert 3 <= len(view.topics) <= 8
    shown = " ".join([topic.label + " ".join(topic.terms) for topic in view.topics[:3]]).casefold()
    assert "aurelia" in shown or "аурели" in shown
    assert view.topics[0].trend == "rising"
    assert view.topics[0].direction == "up"


async def test_both_languages_tell_one_story(filled: Database) -> None:
    rows = await filled.fetch_all(
        "SELECT count(*) FROM (SELECT story_id FROM article_signals GROUP BY story_id "
        "HAVING count(DISTINCT lang) > 1) AS shared"
    )
    assert rows[0][0] >= 3


async def test_a_view_of_the_past_does_not_change_when_newer_articles_arrive(
    db: Database, tmp_path: Path
) -> None:
    until = NOW - timedelta(days=2)
    rows = [row for row in sample(NOW) if "published_at" in row]
    rows.sort(key=lambda row: row["published_at"])
    older = [row for row in rows if datetime.fromisoformat(row["published_at"]) < until]
    for name, part in (("older", older), ("all", rows)):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in part))
        await import_file(db, SETTINGS, path)
        view = await trends(db, until=until)
        if name == "older":
            before = view
    assert view == before


async def test_a_source_filter_counts_that_outlet_alone(filled: Database) -> None:
    (name, n) = (await trends(filled)).top_sources[0]
    view = await trends(filled, sources=[name])
    assert (view.articles, view.sources) == (n, 1)
    assert view.top_sources == ((name, n),)


async def test_a_language_filter_leaves_the_other_out(filled: Database) -> None:
    both = await trends(filled)
    parts = [await trends(filled, lang=lang) for lang in ("ru", "en")]
    assert sum(part.articles for part in parts) == both.articles


async def test_an_empty_window_is_empty_and_no_error(filled: Database) -> None:
    view = await trends(filled, until=NOW - timedelta(days=900))
    assert (view.articles, view.topics, view.emerging) == (0, (), ())


async def test_copies_are_not_counted_as_news(filled: Database) -> None:
    ((copies,),) = await filled.fetch_all("SELECT count(*) FROM duplicates")
    assert copies >= 3
    view = await trends(filled, "2w", NOW + timedelta(days=1))
    ((stored,),) = await filled.fetch_all("SELECT count(*) FROM articles")
    assert view.articles == stored
