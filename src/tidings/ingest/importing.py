"""Importing files: JSONL, CSV, or a directory of saved feeds; resumed where a kill left it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import structlog
from psycopg import AsyncConnection

from tidings.errors import UnreadableInput
from tidings.ingest.candidate import prepare
from tidings.ingest.intake import Batch, BatchReport, Entry, Intake
from tidings.ingest.items import RawItem, Rejected
from tidings.ingest.readers import read_csv, read_feed_dir, read_jsonl
from tidings.ingest.reindexing import agree_on_embedder
from tidings.settings import Settings
from tidings.store import imports
from tidings.store.pool import Database
from tidings.text.pool import AnalyzerPool

log = structlog.get_logger(__name__)

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every row of the import by its outcome, over all the runs it took."""

    path: str
    rows: int
    outcomes: dict[str, int]
    seconds: float
    resumed_from: int


@dataclass(slots=True)
class _Tally:
    """Rows and outcomes so far; written with each batch."""

    import_id: int
    rows: int
    outcomes: Counter[str] = field(default_factory=Counter)

    async def record(self, conn: AsyncConnection, report: BatchReport) -> None:
        outcomes = self.outcomes + report.outcomes
        await imports.advance(conn, self.import_id, self.rows + report.entries, outcomes)

    def add(self, report: BatchReport) -> None:
        self.rows += report.entries
        self.outcomes += report.outcomes


async def import_file(
    db: Database, settings: Settings, path: Path, *, progress: Progress | None = None
) -> ImportReport:
    """Import a file or directory; `progress` is told how many rows are accounted for, after each batch."""
    started = time.monotonic()
    read, import_id = _reader(path), _content_id(path)
    async with db.transaction() as conn:
        begun = await imports.begin(conn, import_id, str(path))
    if begun.rows_done:
        log.info("import_resumed", path=str(path), rows=begun.rows_done)
    tally = _Tally(import_id, begun.rows_done, Counter(begun.outcomes))
    await agree_on_embedder(db, settings)
    async with AnalyzerPool(settings.processes, settings.embedder) as analyzer:
        intake = Intake(db, analyzer, ahead=settings.processes + 1)
        entries = _entries(read(begun.rows_done + 1))
        batches = (Batch(chunk, tally.record) for chunk in _chunks(entries, settings.batch_size))
        async for report in intake.run(batches):
            tally.add(report)
            if progress:
                progress(tally.rows)
    async with db.transaction() as conn:
        await imports.finish(conn, import_id)
    return ImportReport(
        str(path), tally.rows, dict(tally.outcomes), time.monotonic() - started, begun.rows_done
    )


def _chunks(entries: Iterator[Entry], size: int) -> Iterator[list[Entry]]:
    while chunk := list(islice(entries, size)):
        yield chunk


def _entries(rows: Iterable[RawItem | Rejected]) -> Iterator[Entry]:
    for row in rows:
        yield row if isinstance(row, Rejected) else prepare(row, datetime.now(UTC))


def _reader(path: Path) -> Callable[[int], Iterator[RawItem | Rejected]]:
    """What reads the path from a given row on."""
    if path.is_dir():
        return lambda first: islice(read_feed_dir(path), first - 1, None)
    name = path.name.removesuffix(".gz")
    if name.endswith((".jsonl", ".ndjson")):
        return lambda first: read_jsonl(path, first)
    if name.endswith((".csv", ".tsv")):
        return lambda first: read_csv(path, first)
    raise UnreadableInput(
        f"{path} is no .jsonl or .csv file (either may end in .gz) and no directory of saved feeds",
        message="unknown_import",
        params={"path": str(path)},
    )


def _content_id(path: Path) -> int:
    """What identifies an import: the content of the file, or of the directory's files in order of name."""
    digest = blake2b(digest_size=8)
    files = sorted(child for child in path.rglob("*") if child.is_file()) if path.is_dir() else [path]
    try:
        for file in files:
            with file.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
    except OSError as error:
        raise UnreadableInput(
            f"cannot read {error.filename}: {error.strerror}",
            params={"path": str(error.filename), "detail": str(error.strerror)},
        ) from error
    return int.from_bytes(digest.digest(), "big", signed=True)
