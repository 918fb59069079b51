"""Matches whatever waits, again and again, until it is killed: what tests of half-done matching start.

python matching_until_killed.py DATABASE_URL
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from tidings.following import matching
from tidings.following.matching import Matcher
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder


async def match_on(url: str) -> None:
    matching.BATCH = 3  # many transactions, so that a kill falls into one
    async with Database(url=url) as db:
        matcher = Matcher(db, load_embedder())
        while True:
            done = await matcher._match_some(datetime.now(UTC))
            print(done.articles, flush=True)


if __name__ == "__main__":
    asyncio.run(match_on(*sys.argv[1:]))
