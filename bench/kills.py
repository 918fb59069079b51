"""Kills: an import killed with -9 ten times at random, and resumed, ends as an undisturbed one does."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from bench import _corpus
from tidings.settings import Settings
from tidings.store.pool import Database

NAME = "Kills: ten kill -9 during an import"
ROWS = 20_000
KILLS = 10
SEED = 9
COUNTED = (
    "articles",
    "article_revisions",
    "article_index",
    "article_signals",
    "article_bands",
    "duplicates",
    "stories",
)


async def _counts(folder: Path) -> dict[str, int]:
    """Rows of every table that articles fill, their counted terms, and the import's own ledger."""
    async with Database.from_settings(Settings(data_dir=folder, database_url=None)) as db:
        counts = {name: (await db.fetch_all(f"SELECT count(*) FROM {name}"))[0][0] for name in COUNTED}
        counts["term uses"] = (await db.fetch_all("SELECT sum(n) FROM term_counts"))[0][0]
        ((outcomes, done),) = await db.fetch_all("SELECT outcomes, rows_done FROM imports")
        return counts | {f"outcome {name}": n for name, n in outcomes.items()} | {"rows": done}


def _start(file: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tidings", "--data-dir", str(folder), "import", str(file), "--json"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _undisturbed_seconds(file: Path, folder: Path) -> float:
    started = time.monotonic()
    if _start(file, folder).wait() != 0:
        raise RuntimeError("the undisturbed import failed")
    return time.monotonic() - started


def _killed_times(file: Path, folder: Path, seconds: float) -> int:
    """Import with kills at random moments; how many fell before the end."""
    chance, killed = random.Random(SEED), 0
    for _ in range(KILLS):
        process = _start(file, folder)
        try:
            process.wait(timeout=chance.uniform(2.0, 2.0 + 1.6 * seconds / KILLS))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
    if _start(file, folder).wait() != 0:
        raise RuntimeError("the last, undisturbed, run failed")
    return killed


def run(data: Path) -> dict[str, float]:
    """Whether all counts agree, and how many kills there were."""
    with tempfile.TemporaryDirectory(prefix="tidings-kills-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        file = folder / "first.jsonl"
        with gzip.open(data / _corpus.FILES["en"], "rt") as rows:
            file.write_text("".join(islice(rows, ROWS)))
        seconds = _undisturbed_seconds(file, folder / "whole")
        killed = _killed_times(file, folder / "killed", seconds)
        whole, resumed = asyncio.run(_counts(folder / "whole")), asyncio.run(_counts(folder / "killed"))
    differing = {
        name: (whole.get(name), resumed.get(name))
        for name in whole | resumed
        if whole.get(name) != resumed.get(name)
    }
    print(f"  {killed} kills over {ROWS:,} rows; undisturbed: {json.dumps(whole)}")
    print(f"  counts that differ: {differing or 'none'}")
    return {"counts_equal": float(not differing), "kills": float(killed)}


if __name__ == "__main__":
    from bench.__main__ import data_folder

    print(run(data_folder()))
