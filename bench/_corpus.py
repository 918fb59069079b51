"""The 2020 corpora in a database of their own, imported once and kept between runs."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from platformdirs import user_cache_path

from tidings.ingest.importing import ImportReport, import_file
from tidings.settings import Settings
from tidings.store.pool import Database

FILES = {"en": "news/en_2020_may20_jun06.jsonl.gz", "ru": "news/ru_2020_apr_jul.jsonl.gz"}
LEDGER = "imports.json"


@dataclass(frozen=True, slots=True)
class Imported:
    """One corpus' import: its rows by outcome, and what it cost."""

    rows: int
    outcomes: dict[str, int]
    seconds: float
    peak_mb: float


def folder() -> Path:
    """Where the benchmark database lies: $TIDINGS_BENCH_DIR, else the user's cache."""
    named = os.environ.get("TIDINGS_BENCH_DIR")
    return Path(named) if named else user_cache_path("tidings") / "bench"


def settings() -> Settings:
    """Settings of the benchmark database."""
    return Settings(data_dir=folder(), database_url=None)


async def prepare(data: Path) -> dict[str, Imported]:
    """Import what is not there yet; what each import took when it was made."""
    ledger = folder() / LEDGER
    stored = json.loads(ledger.read_text()) if ledger.exists() else {}
    known = {lang: Imported(**row) for lang, row in stored.items()}
    for lang, name in FILES.items():
        if lang not in known:
            known[lang] = await _import(data / name)
            ledger.write_text(json.dumps({key: asdict(value) for key, value in known.items()}))
    return known


async def _import(path: Path) -> Imported:
    async with Database.from_settings(settings()) as db:
        memory = Memory()
        async with memory.watched():
            report: ImportReport = await import_file(db, settings(), path, progress=_say(path.name))
    return Imported(report.rows, report.outcomes, report.seconds, memory.peak_mb)


def _say(name: str) -> Callable[[int], None]:
    def progress(rows: int) -> None:
        if rows % 10_240 < 256:
            print(f"  {name}: {rows:,} rows", flush=True)

    return progress


class Memory:
    """The most memory this process and its own workers held at once, PostgreSQL not counted."""

    def __init__(self) -> None:
        self.peak_mb = 0.0

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Look twice a second while the block runs."""
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()

    async def _watch(self) -> None:
        while True:
            self.peak_mb = max(self.peak_mb, own_mb())
            await asyncio.sleep(0.5)


def own_mb() -> float:
    """Resident memory of this process and its Python children, in MB."""
    total = 0
    this = psutil.Process()
    for process in [this, *this.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            if "postgres" not in process.name():
                total += process.memory_info().rss
    return total / 1e6


if __name__ == "__main__":
    from bench.__main__ import data_folder

    for corpus, imported in asyncio.run(prepare(data_folder())).items():
        print(corpus, imported)
