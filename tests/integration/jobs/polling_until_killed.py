"""Workers that poll, forked from one process that has the models loaded: what tests of killed workers start.

python polling_until_killed.py DATABASE_URL HOST:PORT,HOST:PORT,...

For each line that it reads, it starts one more and prints its number among processes.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import timedelta
from functools import partial

from tidings.ingest import fetch, politeness, poller, reading, schedule
from tidings.ingest.addresses import AddressRule
from tidings.jobs.polling import polling
from tidings.observability.logs import configure_logging
from tidings.settings import Settings
from tidings.store.pool import Database
from tidings.text.analyzer import TextAnalyzer
from tidings.text.embeddings import DEFAULT_EMBEDDER
from tidings.text.pool import AnalyzerPool


def hurry(endpoints: str) -> None:
    """Feeds come due at once, hosts wait hardly at all, and loopback may be asked."""
    pairs = (endpoint.rpartition(":") for endpoint in endpoints.split(","))
    allowed = frozenset((host, int(port)) for host, _, port in pairs)
    vars(fetch)["AddressRule"] = partial(AddressRule, allowed)
    vars(reading)["SharedTurns"] = partial(politeness.SharedTurns, gap_seconds=0.05)
    for name in ("SHORTEST", "FIRST", "LONGEST", "LONGEST_BACK_OFF"):
        vars(schedule)[name] = timedelta(seconds=0.5)


async def work(url: str) -> None:
    settings = Settings(processes=0, database_url=None, full_text=False)
    async with Database(url=url) as db, polling(db, settings) as task:
        await task


def main(url: str, endpoints: str) -> None:
    hurry(endpoints)
    configure_logging(Settings(log_level="error"))
    analyzer = TextAnalyzer(DEFAULT_EMBEDDER)
    vars(poller)["AnalyzerPool"] = partial(AnalyzerPool, factory=lambda _embedder: analyzer)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who is killed leaves nothing behind
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            asyncio.run(work(url))
            return
        print(child, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
