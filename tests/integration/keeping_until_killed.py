"""Keeps answers one after another until it is killed: what tests of half-written answers start as a process.

python keeping_until_killed.py DATABASE_URL NAME
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from datetime import UTC, datetime, timedelta

from tidings.store import answers
from tidings.store.answers import AnswerRow, CitationRow, ClaimRow
from tidings.store.pool import Database

CLAIMS, CITATIONS = 12, 8


def answer(reference: str) -> AnswerRow:
    now = datetime.now(UTC)
    return AnswerRow(
        correlation_id=reference,
        asked_at=now,
        user_hash="anybody",
        command="trends",
        query=None,
        window_name="24h",
        since=now - timedelta(days=1),
        until=now,
        lang="en",
        model="local",
        tokens=0,
        nanos=0,
        latency_ms=1.0,
        error_code=None,
        rejected=None,
        answer="{}",
    )


async def keep_on(url: str, name: str) -> None:
    citations = [CitationRow(number, 1, 0, 9) for number in range(CITATIONS)]
    claims = [
        ClaimRow(number, "insight", number, "So it is.", "fact", "quoted", False, "pass", None, [(1, None)])
        for number in range(CLAIMS)
    ]
    async with Database(url=url) as db:
        for number in itertools.count():
            async with db.connection() as conn:
                await answers.keep(conn, answer(f"{name}{number}"), citations, claims, 30.0)
            print(number, flush=True)


if __name__ == "__main__":
    asyncio.run(keep_on(*sys.argv[1:]))
