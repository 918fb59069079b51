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
from tidings.ingest.readers import address_file, read_csv, read_feed_dir, read_jsonl, saved_files
from tidings.ingest.reindexing import agree_on_embedder
from tidings.settings import Settings
from tidings.store import imports
from tidings.store.pool import Database
from tidings.text.pool import AnalyzerPool

log = structlog.get_logger(__name__)

Progress = Callable[[int], None]

REJECTED = "rejected_"
# About a hundred articles with their teasers: analysed within the seconds that two workers take to start.
_SMALL_BYTES = 1 << 16
_EXAMPLES = 5
_ROW_FILES = (".jsonl", ".ndjson", ".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every row of the import by its outcome, over all the runs it took; the first rows this run refused."""

    path: str
    rows: int
    outcomes: dict[str, int]
    seconds: float
    resumed_from: int
    examples: tuple[Rejected, ...] = ()

    @property
    def damaged(self) -> bool:
        """Whether something is wrong with the whole: it breaks off, or no row of it is an article."""
        accepted = sum(n for name, n in self.outcomes.items() if not name.startswith(REJECTED))
        return f"{REJECTED}broken_gzip" in self.outcomes or (self.rows > 0 and not accepted)


@dataclass(frozen=True, slots=True)
class Origin:
    """What an import reads: its files in order, and the reader of their rows from a given one on."""

    files: tuple[Path, ...]
    read: Callable[[int], Iterator[RawItem | Rejected]]

    @property
    def small(self) -> bool:
        """Whether analysing all of it here takes less time than starting processes for it."""
        packed = any(file.suffix == ".gz" for file in self.files)
        return not packed and sum(file.stat().st_size for file in self.files) <= _SMALL_BYTES


@dataclass(slots=True)
class _Entries:
    """Rows on their way to the intake; the first of those refused are kept to show."""

    examples: list[Rejected] = field(default_factory=list)

    def of(self, rows: Iterable[RawItem | Rejected]) -> Iterator[Entry]:
        for row in rows:
            if isinstance(row, Rejected):
                if len(self.examples) < _EXAMPLES:
                    self.examples.append(row)
                yield row
            else:
                yield prepare(row, datetime.now(UTC))


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
    source = origin(path)
    import_id = _content_id(source.files)
    async with db.transaction() as conn:
        begun = await imports.begin(conn, import_id, str(path))
    if begun.rows_done:
        log.info("import_resumed", path=str(path), rows=begun.rows_done)
    tally = _Tally(import_id, begun.rows_done, Counter(begun.outcomes))
    await agree_on_embedder(db, settings)
    processes, entries = 0 if source.small else settings.processes, _Entries()
    async with AnalyzerPool(processes, settings.embedder) as analyzer:
        intake = Intake(db, analyzer, ahead=processes + 1)
        rows = entries.of(source.read(begun.rows_done + 1))
        batches = (Batch(chunk, tally.record) for chunk in _chunks(rows, settings.batch_size))
        async for report in intake.run(batches):
            tally.add(report)
            if progress:
                progress(tally.rows)
    async with db.transaction() as conn:
        await imports.finish(conn, import_id)
    return ImportReport(
        path=str(path),
        rows=tally.rows,
        outcomes=dict(tally.outcomes),
        seconds=time.monotonic() - started,
        resumed_from=begun.rows_done,
        examples=tuple(entries.examples),
    )


def _chunks(entries: Iterator[Entry], size: int) -> Iterator[list[Entry]]:
    while chunk := list(islice(entries, size)):
        yield chunk


def origin(path: Path) -> Origin:
    """What the path holds; UnreadableInput where nothing of it can be imported. Needs no database."""
    if path.is_dir():
        return Origin(_folder_files(path), lambda first: read_feed_dir(path, first))
    if not _has_rows(path):
        raise UnreadableInput(
            f"{path} is no .jsonl or .csv file (either may end in .gz) and no directory of saved feeds",
            message="unknown_import",
            params={"path": str(path)},
        )
    reader = read_jsonl if _kind(path) in (".jsonl", ".ndjson") else read_csv
    next(reader(path), None)  # opens the file and reads its header
    return Origin((path,), lambda first: reader(path, first))


def _kind(file: Path) -> str:
    return Path(file.name.removesuffix(".gz")).suffix


def _has_rows(file: Path) -> bool:
    return _kind(file) in _ROW_FILES


def _folder_files(path: Path) -> tuple[Path, ...]:
    """A folder's saved feeds, each with the file of its address."""
    feeds = saved_files(path)
    if not feeds:
        raise _no_feeds(path, "it holds no saved feeds")
    if all(map(_has_rows, feeds)):
        raise _no_feeds(path, f"it holds no saved feeds; import its files by name, such as {feeds[0].name}")
    addresses = map(address_file, feeds)
    return (*feeds, *(address for address in addresses if address.is_file()))


def _no_feeds(path: Path, detail: str) -> UnreadableInput:
    return UnreadableInput(f"{path}: {detail}", params={"path": str(path.resolve()), "detail": detail})


def _content_id(files: Iterable[Path]) -> int:
    """What identifies an import: the content of its files in their order."""
    digest = blake2b(digest_size=8)
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
