from __future__ import annotations

from tidings.store import checkup, feeds
from tidings.store.pool import Database


async def test_the_server_tells_its_versions_and_its_newest_migration(db: Database) -> None:
    async with db.connection() as conn:
        facts = await checkup.server_facts(conn)
    assert int(facts.postgres.partition(".")[0]) >= 16
    assert facts.vector
    assert facts.migration is not None
    assert facts.migration >= "0001_initial"


async def test_a_wiped_database_is_as_new_when_opened_again(database_url: str) -> None:
    async with Database(url=database_url) as db, db.transaction() as conn:
        await feeds.add(conn, "https://news.example/rss")
        await checkup.wipe(conn)
    async with Database(url=database_url) as db, db.connection() as conn:
        assert await feeds.list_feeds(conn) == []
        assert (await checkup.server_facts(conn)).migration
