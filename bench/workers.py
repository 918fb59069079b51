"""Workers: four processes on one database take in the 2020 corpora from feeds, one killed with -9 every 20 s.

The corpora are 256 RSS feeds of 64 hosts on loopback, which grow while they are polled; the server records
every request. At the end every article is to be stored once, by the ids of the source files; no feed may have
been asked for twice at a time, nor a host for two things. Beside it, how fast one worker and four are on a
share of the same articles when nobody kills them.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import _corpus
from bench._outlets import Outlets, endpoints, serving
from tidings.ingest.canonical import article_id
from tidings.ingest.items import RawItem
from tidings.ingest.readers import read_jsonl
from tidings.settings import Settings
from tidings.store import feeds
from tidings.store.pool import Database

NAME = "Workers: four processes, one database, kill -9 every 20 s"
WORKERS = 4
FEEDS, HOSTS = 256, 64
KILL_EVERY = 20.0
# Until the last article is out; most are waiting to be taken in by then.
GROWING_SECONDS = 180.0
# Of each corpus, for the comparison of one worker with four.
SHARE = 3_000
# Without a new article for so long, what is missing will not come.
_PATIENCE_SECONDS = 90.0
_LOOK_SECONDS = 0.5
# A worker that is told to end finishes what it does within half a minute.
_STOP_SECONDS = 40.0
_COUNTS = """
SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM duplicates),
       (SELECT count(*) FROM article_revisions), (SELECT count(*) FROM article_index),
       (SELECT coalesce(sum(articles), 0) FROM corpus_days), (SELECT coalesce(sum(articles), 0) FROM feeds)
"""
_IDS = "SELECT id FROM articles UNION ALL SELECT id FROM duplicates"


@dataclass(frozen=True, slots=True)
class Taken:
    """One run: what should be stored, what is, how it was asked for, and how long it took."""

    expected: int
    lost: int
    twice: int
    miscounted: int
    overlapping: int
    crowded: int
    requests: int
    kills: int
    seconds: float
    storing: float

    @property
    def rate(self) -> float:
        """Articles a second from when the first were stored: how long processes take to start is left out."""
        return (self.expected - self.lost) / self.storing


def news(data: Path, most: int | None = None) -> list[RawItem]:
    """The corpora's articles in turns, each address once."""
    seen: dict[int, RawItem] = {}
    for name in _corpus.FILES.values():
        rows = (row for row in read_jsonl(data / name) if isinstance(row, RawItem))
        for item in islice(rows, most):
            seen.setdefault(article_id(item.url), item)
    return list(seen.values())


async def take_in(
    items: Sequence[RawItem],
    environment: Mapping[str, str],
    *,
    workers: int,
    kill_every: float | None,
    growing: float,
    feeds_: int = FEEDS,
    hosts: int = HOSTS,
) -> Taken:
    """Let workers take in the items from feeds, and count."""
    outlets = Outlets.of(items, feeds=feeds_, hosts=hosts, seconds=growing)
    expected = {article_id(item.url) for item in items}
    async with _database(environment) as db, serving(outlets):
        async with db.transaction() as conn:
            for address in outlets.addresses:
                await feeds.add(conn, address)
        crew = Crew(endpoints(outlets), environment)
        started = time.monotonic()
        async with crew.at_work(workers, kill_every):
            first, last = await _all_stored(db, len(expected))
        return await _account(db, outlets, expected, crew.kills, (last - started, last - first))


@asynccontextmanager
async def _database(environment: Mapping[str, str]) -> AsyncIterator[Database]:
    if "TIDINGS_DATABASE_URL" in environment:
        async with Database(url=environment["TIDINGS_DATABASE_URL"]) as db:
            yield db
        return
    folder = Path(environment["TIDINGS_DATA_DIR"])
    async with Database.from_settings(Settings(data_dir=folder, database_url=None)) as db:
        yield db


async def _all_stored(db: Database, expected: int) -> tuple[float, float]:
    """Wait until so many are stored, or none comes any more; when the first ones came, and the last."""
    stored, first, last = 0, 0.0, time.monotonic()
    while stored < expected and time.monotonic() - last < _PATIENCE_SECONDS:
        await asyncio.sleep(_LOOK_SECONDS)
        ((now,),) = await db.fetch_all(f"SELECT count(*) FROM ({_IDS}) AS stored")
        if now != stored:
            stored, last = now, time.monotonic()
            first = first or last
    return first, last


async def _account(
    db: Database, outlets: Outlets, expected: set[int], kills: int, seconds: tuple[float, float]
) -> Taken:
    stored = [number for (number,) in await db.fetch_all(_IDS)]
    ((articles, copies, *counted),) = await db.fetch_all(_COUNTS)
    return Taken(
        expected=len(expected),
        lost=len(expected - set(stored)),
        twice=len(stored) - len(set(stored)),
        # Each article has one text, one line in the index, and counts once for its day and its feed.
        miscounted=sum(abs(count - articles) for count in counted) + (len(stored) != articles + copies),
        overlapping=outlets.overlapping(),
        crowded=outlets.overlapping(of_host=True),
        requests=len(outlets.asked),
        kills=kills,
        seconds=seconds[0],
        storing=seconds[1],
    )


class Crew:
    """Worker processes, one after the other killed and started anew."""

    def __init__(self, endpoints_: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = [sys.executable, "-m", "bench._worker_process", ",".join(endpoints_)]
        # What workers say is for whoever looks into a run that went wrong.
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - it is there as long as the crew
        self._environment = os.environ | {"OMP_NUM_THREADS": "1"} | _QUIET | dict(environment)
        self._processes: list[subprocess.Popen[bytes]] = []
        self.kills = 0

    @asynccontextmanager
    async def at_work(self, workers: int, kill_every: float | None) -> AsyncIterator[None]:
        """So many workers for as long as the context lasts; told to end at last."""
        self._processes = [self._start() for _ in range(workers)]
        killing = asyncio.create_task(self._keep_killing(kill_every)) if kill_every else None
        try:
            yield
        finally:
            if killing is not None:
                killing.cancel()
                await asyncio.gather(killing, return_exceptions=True)
            await asyncio.to_thread(self._end)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command, env=self._environment, stdout=subprocess.DEVNULL, stderr=self._log
        )

    async def _keep_killing(self, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            at = self.kills % len(self._processes)
            self._processes[at].send_signal(signal.SIGKILL)
            await asyncio.to_thread(self._processes[at].wait)
            self._processes[at] = self._start()
            self.kills += 1

    def _end(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            if process.wait(_STOP_SECONDS) != 128 + signal.SIGTERM:
                self._log.seek(0)
                said = self._log.read().decode(errors="replace")[-2000:]
                raise RuntimeError(f"a worker ended with {process.returncode}: {said}")


# What the runs are not about: pages of the articles, which lie on the real internet.
_QUIET = {"TIDINGS_FULL_TEXT": "false", "TIDINGS_PROCESSES": "1", "TIDINGS_LOG_LEVEL": "error"}


def _measured(items: Sequence[RawItem], workers: int, kill_every: float | None, growing: float) -> Taken:
    """A run in a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="tidings-workers-") as folder:
        Path(folder).chmod(0o755)
        environment = {"TIDINGS_DATA_DIR": str(Path(folder) / "data")}
        work = take_in(items, environment, workers=workers, kill_every=kill_every, growing=growing)
        return asyncio.run(work)


def run(data: Path) -> dict[str, float]:
    """Shares of articles and requests that are as they should be, and the speed of one worker and of four."""
    share = news(data, SHARE)
    one = _measured(share, 1, None, 1.0)
    four = _measured(share, WORKERS, None, 1.0)
    killed = _measured(news(data), WORKERS, KILL_EVERY, GROWING_SECONDS)
    Console().print(table({"one worker": one, "four": four, "four, killed": killed}))
    return figures(killed) | {
        "one_worker_articles_per_s": one.rate,
        "four_workers_articles_per_s": four.rate,
        "killed_articles_per_s": killed.rate,
        "kills": float(killed.kills),
    }


def figures(taken: Taken) -> dict[str, float]:
    """Shares of which 1 is all: of articles stored, and once; of requests alone for their feed, and host."""
    return {
        "stored": 1 - taken.lost / taken.expected,
        "once": 1 - (taken.twice + taken.miscounted) / taken.expected,
        "feeds_one_at_a_time": 1 - taken.overlapping / taken.requests,
        "hosts_one_at_a_time": 1 - taken.crowded / taken.requests,
    }


def table(runs: Mapping[str, Taken]) -> Table:
    """The runs side by side."""
    grid = Table("", *runs, box=None)
    rows: dict[str, Iterable[str]] = {
        "articles": (f"{taken.expected:,}" for taken in runs.values()),
        "lost": (str(taken.lost) for taken in runs.values()),
        "twice": (str(taken.twice + taken.miscounted) for taken in runs.values()),
        "requests for feeds": (f"{taken.requests:,}" for taken in runs.values()),
        "for one feed at a time": (str(taken.overlapping) for taken in runs.values()),
        "to one host at a time": (str(taken.crowded) for taken in runs.values()),
        "kills": (str(taken.kills) for taken in runs.values()),
        "seconds": (f"{taken.seconds:,.0f}" for taken in runs.values()),
        "articles a second": (f"{taken.rate:,.0f}" for taken in runs.values()),
    }
    for name, cells in rows.items():
        grid.add_row(name, *cells)
    return grid


if __name__ == "__main__":
    from bench.__main__ import data_folder

    print(run(data_folder()))
