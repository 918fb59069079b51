"""The queue: its tables are made wherever Tidings may make any, and jobs are done once, by any process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from procrastinate import App, PsycopgConnector
from procrastinate.schema import SchemaManager
from psycopg.conninfo import make_conninfo
from tests.integration.conftest import SETTINGS

from tidings.engine import Engine
from tidings.errors import DatabaseUnavailable
from tidings.following import follow_story
from tidings.jobs.running import running
from tidings.jobs.tasks import Desk, end_stalled
from tidings.jobs.waking import wake
from tidings.store import arrivals, queue, readers
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

SECONDS = 20.0


@pytest.fixture
async def sample(own_url: str) -> AsyncIterator[Engine]:
    """An engine over a copy of the sample of one's own."""
    settings = SETTINGS.model_copy(update={"keep_answers_days": 0.0})
    async with Database(url=own_url) as database:
        yield Engine.over(settings, database, load_embedder())


async def prepared(url: str) -> None:
    async with Database(url=url) as database, database.connection() as conn:
        await queue.prepare(conn)


async def followed_story(engine: Engine, reader: int) -> list[int]:
    """Let the reader, who is never quiet, follow a story; its other articles."""
    rows = await engine.db.fetch_all(
        "SELECT array_agg(id ORDER BY published_at) FROM article_index GROUP BY story_id "
        "ORDER BY count(*) DESC, story_id LIMIT 1"
    )
    first, *later = rows[0][0]
    async with engine.db.transaction() as conn:
        await readers.seen(conn, reader, "en")
        await readers.quiet_between(conn, reader, None)
    await follow_story(engine, reader, first)
    return later


async def arrive(engine: Engine, articles: list[int]) -> None:
    now = datetime.now(UTC)
    async with engine.db.transaction() as conn:
        await arrivals.add(conn, dict.fromkeys(articles, now), now)


async def outbox(db: Database) -> list[tuple[str, str, str]]:
    """Key, text and keyboard of all that is to be said."""
    rows = await db.fetch_all(
        "SELECT o.key, p.plain, coalesce(p.keyboard, '') "
        "FROM outbox o JOIN outbox_parts p ON p.outbox_id = o.id"
    )
    return [(str(key), str(plain), str(keyboard)) for key, plain, keyboard in rows]


async def filled(db: Database, messages: int) -> None:
    """Wait until so much is to be said."""
    ends = asyncio.get_running_loop().time() + SECONDS
    while len(await outbox(db)) < messages:
        assert asyncio.get_running_loop().time() < ends, "nothing was told in time"
        await asyncio.sleep(0.1)


async def test_the_tables_of_the_queue_are_made_once_however_many_ask(database_url: str) -> None:
    await asyncio.gather(*(prepared(database_url) for _ in range(4)))
    await prepared(database_url)
    async with Database(url=database_url) as database:
        assert await database.fetch_all("SELECT count(*) FROM queue_schema") == [(1,)]
        async with database.connection() as conn:
            assert await queue.is_prepared(conn)


async def test_a_role_without_rights_on_the_public_schema_has_its_queue_in_its_own(empty_url: str) -> None:
    with psycopg.connect(empty_url, autocommit=True) as conn:
        conn.execute("CREATE EXTENSION vector")
        conn.execute("CREATE ROLE newsdesk LOGIN")
        conn.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        conn.execute("GRANT USAGE ON SCHEMA public TO newsdesk")
        conn.execute("CREATE SCHEMA newsdesk AUTHORIZATION newsdesk")
    try:
        own = make_conninfo(empty_url, user="newsdesk")
        await prepared(own)
        async with Database(url=own) as database:
            app = App(connector=PsycopgConnector())
            await app.open_async(database.pool)
            assert await app.configure_task("anything", allow_unknown=True).defer_async() == 1
            rows = await database.fetch_all(
                "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename ~ '^procras'"
            )
            assert rows == [("newsdesk",)]
    finally:
        with psycopg.connect(empty_url, autocommit=True) as conn:
            conn.execute("DROP OWNED BY newsdesk CASCADE")
            conn.execute("DROP ROLE newsdesk")


async def test_a_queue_of_another_program_is_left_alone(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as conn:
        conn.execute(SchemaManager.get_schema())
    with pytest.raises(DatabaseUnavailable, match="another program"):
        await prepared(database_url)


def test_migrations_that_came_since_are_applied_in_order_and_newer_tables_refused() -> None:
    shipped = ["01.00_a.sql", "01.01_b.sql", "02.00_c.sql"]
    assert queue.outstanding(None, shipped) == []
    assert queue.outstanding("01.00_a.sql", shipped) == ["01.01_b.sql", "02.00_c.sql"]
    assert queue.outstanding("02.00_c.sql", shipped) == []
    with pytest.raises(DatabaseUnavailable):
        queue.outstanding("03.00_d.sql", shipped)


async def test_what_arrives_is_told_by_a_worker_that_is_woken(sample: Engine) -> None:
    assert not await wake(sample.db), "there is no queue yet"
    later = await followed_story(sample, 7)
    async with running(sample):
        assert not await wake(sample.db), "nothing arrived"
        await arrive(sample, later)
        await wake(sample.db)
        await filled(sample.db, 1)
    ((key, plain, keyboard),) = await outbox(sample.db)
    assert key.startswith("alert:7:")
    title = (await sample.db.fetch_all("SELECT words FROM follows"))[0][0]
    assert str(title)[:20] in plain + keyboard
    assert '"callback_data"' in keyboard
    assert await sample.db.fetch_all("SELECT count(*) FROM buttons WHERE action = 'unfollow'") == [(1,)]


async def test_a_queue_that_goes_away_meanwhile_is_a_database_that_is_away(
    sample: Engine, own_url: str
) -> None:
    later = await followed_story(sample, 7)
    async with sample.db.connection() as conn:
        await queue.prepare(conn)
    await arrive(sample, later)
    async with await psycopg.AsyncConnection.connect(own_url) as locking:
        await locking.execute("LOCK TABLE procrastinate_jobs IN ACCESS EXCLUSIVE MODE")
        waking = asyncio.create_task(wake(sample.db))
        end = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        async with await psycopg.AsyncConnection.connect(own_url, autocommit=True) as other:
            while not waking.done():
                await other.execute(end)
                await asyncio.sleep(0.05)
    with pytest.raises(DatabaseUnavailable):
        await waking


async def test_several_workers_at_once_tell_everybody_once(sample: Engine, own_url: str) -> None:
    for reader in range(1, 7):
        later = await followed_story(sample, reader)
    async with AsyncExitStack() as stack:
        for _ in range(3):
            database = await stack.enter_async_context(Database(url=own_url))
            other = Engine.over(sample.settings, database, sample.embedder)
            await stack.enter_async_context(running(other))
        for article in later:
            await arrive(sample, [article])
            await wake(sample.db)
            await asyncio.sleep(0.3)
        await filled(sample.db, 6)
        await asyncio.sleep(2.5)  # for as long as each of them takes to look again
    readers_told = [key.split(":")[1] for key, _, _ in await outbox(sample.db)]
    assert sorted(readers_told) == list("123456")


async def test_a_digest_reaches_the_outbox_under_the_key_of_its_day(sample: Engine) -> None:
    later = await followed_story(sample, 7)
    now = datetime.now(UTC)
    async with sample.db.transaction() as conn:
        await readers.digest_at(conn, 7, 9)
    desk, morning = Desk.of(sample), now.replace(hour=9, minute=0, second=0, microsecond=0)
    if morning <= now:
        morning += timedelta(days=1)
    await desk.digest(now)
    await arrive(sample, later)
    await desk.matcher.match(now)
    await desk.digest(morning)
    ((key, plain, _),) = await outbox(sample.db)
    assert key == f"digest:7:{morning.date().isoformat()}"
    assert str(len(later)) in plain


async def test_jobs_of_dead_workers_are_removed(sample: Engine) -> None:
    async with sample.db.connection() as conn:
        await queue.prepare(conn)
    async with sample.db.transaction() as conn:
        await conn.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - interval '1 hour') RETURNING id) "
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) "
            "SELECT 'tidings', 'tidings:news', 'doing', id FROM dead"
        )
    await end_stalled(sample.db)
    assert await sample.db.fetch_all("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


async def test_what_nobody_will_be_told_any_more_is_pruned(sample: Engine) -> None:
    async with sample.db.connection() as conn:
        await queue.prepare(conn)
    later = await followed_story(sample, 7)
    await arrive(sample, later)
    desk, now = Desk.of(sample), datetime.now(UTC)
    await desk.news(now)
    await desk.prune(now)
    kept = "SELECT (SELECT count(*) FROM subject_matches), (SELECT count(*) FROM told)"
    assert await sample.db.fetch_all(kept) == [(len(later), len(later))]
    await desk.prune(now + timedelta(days=5))
    assert await sample.db.fetch_all(kept) == [(0, 0)]
