"""Answers are kept whole or not at all, also when their processes are killed."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from pathlib import Path

from tests.integration.keeping_until_killed import CITATIONS, CLAIMS

from tidings.store.pool import Database

SCRIPT = Path(__file__).parents[1] / "keeping_until_killed.py"
KILLS = 3
# Per answer: how many claims and citations there are of it.
PARTS = """
SELECT (SELECT count(*) FROM answer_claims c WHERE c.correlation_id = a.correlation_id),
       (SELECT count(*) FROM answer_citations c WHERE c.correlation_id = a.correlation_id)
  FROM answers a
"""


async def test_two_processes_killed_while_they_keep_answers_leave_only_whole_ones(
    db: Database, database_url: str
) -> None:
    for kill in range(KILLS):
        at_work = [start(database_url, f"{name}{kill} ") for name in ("one", "other")]
        for process in at_work:
            assert process.stdout is not None
            process.stdout.readline()
        await asyncio.sleep(random.uniform(0.02, 0.1))
        for process in at_work:
            process.kill()
            process.communicate()
    parts = await db.fetch_all(PARTS)
    assert len(parts) >= 2 * KILLS
    assert set(parts) == {(CLAIMS, CITATIONS)}


def start(url: str, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), url, name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
