"""Several workers on one database, killed one after another: every article once, a feed by one at a time."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench._outlets import Outlets, endpoints, serving
from tests.waiting import PATIENCE

from tidings.ingest.canonical import article_id
from tidings.ingest.items import RawItem
from tidings.ingest.readers import item_from
from tidings.sample.corpus import articles
from tidings.store import feeds
from tidings.store.pool import Database

SCRIPT = Path(__file__).with_name("polling_until_killed.py")
WORKERS, KILLS = 3, 4
GROWING = 5.0


def news(most: int) -> list[RawItem]:
    rows = (item_from(dict(row), number) for number, row in enumerate(articles(datetime.now(UTC)), 1))
    items = {article_id(row.url): row for row in rows if isinstance(row, RawItem)}
    return list(itertools.islice(items.values(), most))


class Nursery:
    """Where workers are started, told by their process ids."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.workers: list[int] = []

    async def start(self) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"\n")
        self.workers.append(int(await self._process.stdout.readline()))
        return self.workers[-1]

    def kill(self, worker: int) -> None:
        self.workers.remove(worker)
        os.kill(worker, signal.SIGKILL)


@asynccontextmanager
async def nursery(url: str, outlets: Outlets) -> AsyncIterator[Nursery]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(SCRIPT),
        url,
        ",".join(endpoints(outlets)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    nursing = Nursery(process)
    try:
        yield nursing
    finally:
        for worker in nursing.workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        process.kill()
        await process.wait()


async def ids(db: Database) -> list[int]:
    rows = await db.fetch_all("SELECT id FROM articles UNION ALL SELECT id FROM duplicates")
    return [number for (number,) in rows]


async def test_killed_workers_lose_nothing_store_nothing_twice_and_never_share_a_feed(
    db: Database, database_url: str
) -> None:
    items = news(240)
    outlets = Outlets.of(items, feeds=12, hosts=4, seconds=GROWING)
    async with serving(outlets), nursery(database_url, outlets) as nursing:
        async with db.transaction() as conn:
            for address in outlets.addresses:
                await feeds.add(conn, address)
        for _ in range(WORKERS):
            await nursing.start()
        await until_asked(outlets)
        for _ in range(KILLS):
            await asyncio.sleep(1.0)
            nursing.kill(nursing.workers[0])
            await nursing.start()
        expected = {article_id(item.url) for item in items}
        await until_stored(db, len(expected))
        await asyncio.sleep(1.0)  # what would be stored twice comes with the next polls
    stored = await ids(db)
    assert (len(stored), set(stored)) == (len(expected), expected)
    assert len(outlets.asked) > len(outlets.feeds) + KILLS, "feeds were not polled again"
    assert outlets.overlapping() == 0
    assert outlets.overlapping(of_host=True) == 0
    ((own, by_day, by_feed, texts),) = await counts(db)
    assert (by_day, by_feed, texts) == (own, own, own)


async def counts(db: Database) -> list[tuple[Any, ...]]:
    return await db.fetch_all(
        "SELECT (SELECT count(*) FROM articles), (SELECT sum(articles) FROM corpus_days), "
        "(SELECT sum(articles) FROM feeds), (SELECT count(*) FROM article_revisions)"
    )


async def until_asked(outlets: Outlets) -> None:
    async with asyncio.timeout(PATIENCE):
        while not outlets.asked:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def until_stored(db: Database, expected: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(await ids(db)) < expected:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
