"""The way in of a batch: skip what is known, analyse, judge, place in stories, write. All or nothing."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import structlog
from psycopg import AsyncConnection

from tidings.errors import InternalError
from tidings.ingest.candidate import Candidate
from tidings.ingest.enrich import lookup_keys
from tidings.ingest.items import Rejected
from tidings.ingest.placing import Placing
from tidings.ingest.verdict import Ledger, Outcome, is_unchanged
from tidings.ingest.writing import Judged, write
from tidings.observability import metrics
from tidings.store import articles, corpus
from tidings.store.pool import Database
from tidings.text.pool import AnalyzerPool
from tidings.text.signals import TextInput, TextSignals

log = structlog.get_logger(__name__)

Entry = Candidate | Rejected


@dataclass(slots=True)
class BatchReport:
    """What became of a batch's entries."""

    entries: int
    outcomes: Counter[str] = field(default_factory=Counter)


# Runs inside the batch's transaction, so that what it records is true exactly when the batch is stored.
Alongside = Callable[[AsyncConnection, BatchReport], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries in order, and what to write in the same transaction."""

    entries: Sequence[Entry]
    alongside: Alongside | None = None


@dataclass(frozen=True, slots=True)
class Analysed:
    """A batch with the signals of those entries that may be news."""

    batch: Batch
    signals: dict[int, TextSignals]  # by place in the batch


class Intake:
    """Takes batches in, several in analysis at once, one at a time into the database, in their order."""

    def __init__(self, db: Database, analyzer: AnalyzerPool, *, ahead: int = 3) -> None:
        self._db = db
        self._analyzer = analyzer
        self._ahead = ahead
        self._placing = Placing()
        # The stories in memory are those of one batch after another.
        self._writing = asyncio.Lock()

    async def take(self, batch: Batch) -> BatchReport:
        """Take one batch in."""
        return await self._commit(await self._analyse(batch))

    async def can_analyse(self) -> bool:
        """Whether any text can be analysed: else it was not for their own sake that some could not be."""
        try:
            await self._analyzer.analyze([TextInput("Ferry", "The ferry leaves at noon.")])
        except InternalError as error:
            log.error("nothing_can_be_analysed", reason=error.tech_message)
            return False
        return True

    async def run(self, batches: Iterable[Batch]) -> AsyncIterator[BatchReport]:
        """Take all batches in; yields after each commit."""
        waiting: deque[asyncio.Task[Analysed]] = deque()
        source = iter(batches)
        try:
            while self._fill(waiting, source):
                yield await self._commit(await waiting.popleft())
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    def _fill(self, waiting: deque[asyncio.Task[Analysed]], source: Iterator[Batch]) -> bool:
        while len(waiting) < self._ahead:
            batch = next(source, None)
            if batch is None:
                break
            waiting.append(asyncio.create_task(self._analyse(batch)))
        return bool(waiting)

    async def _analyse(self, batch: Batch) -> Analysed:
        """Signals of the entries whose text is not stored yet."""
        candidates = {at: entry for at, entry in enumerate(batch.entries) if isinstance(entry, Candidate)}
        async with self._db.connection() as conn:
            ids = [candidate.id for candidate in candidates.values()]
            known, copies = await articles.known(conn, ids), await articles.known_copies(conn, ids)
        fresh = {
            at: candidate
            for at, candidate in candidates.items()
            if not is_unchanged(candidate, known.get(candidate.id), copies.get(candidate.id))
        }
        inputs = [TextInput(c.title, c.body, c.lang_hint or None) for c in fresh.values()]
        signals = await self._analyzer.analyze(inputs) if inputs else []
        return Analysed(batch, dict(zip(fresh, signals, strict=True)))

    async def _commit(self, analysed: Analysed) -> BatchReport:
        report = BatchReport(len(analysed.batch.entries))
        for entry in analysed.batch.entries:
            if isinstance(entry, Rejected):
                report.outcomes[f"rejected_{entry.reason}"] += 1
        report.outcomes[Outcome.UNCHANGED.value] += _already_known(analysed)
        try:
            async with self._writing, self._db.transaction() as conn:
                await self._take_in(conn, analysed, report)
                if analysed.batch.alongside:
                    await analysed.batch.alongside(conn, report)
        except BaseException:
            self._placing.forget()  # what it holds in memory may not be what is stored
            raise
        report.outcomes = +report.outcomes
        for outcome, count in report.outcomes.items():
            metrics.ingest_articles.labels(outcome).inc(count)
        return report

    async def _take_in(self, conn: AsyncConnection, analysed: Analysed, report: BatchReport) -> None:
        if not analysed.signals:
            return
        await corpus.lock_writers(conn)
        judged = await _judge(conn, analysed)
        for item in judged:
            report.outcomes[item.verdict.outcome.value] += 1
        await write(conn, judged, self._placing)


def _already_known(analysed: Analysed) -> int:
    candidates = sum(isinstance(entry, Candidate) for entry in analysed.batch.entries)
    return candidates - len(analysed.signals)


async def _judge(conn: AsyncConnection, analysed: Analysed) -> list[Judged]:
    """The verdict on every analysed entry, in order."""
    entries: list[tuple[Candidate, TextSignals]] = []
    for at, signals in analysed.signals.items():
        entry = analysed.batch.entries[at]
        if isinstance(entry, Candidate):
            entries.append((entry, signals))
    ids = [candidate.id for candidate, _ in entries]
    keys = [lookup_keys(candidate, signals) for candidate, signals in entries]
    ledger = Ledger(
        await articles.known(conn, ids),
        await articles.known_copies(conn, ids),
        await articles.sharing_bands(conn, (key for group in keys for key in group)),
    )
    return [
        Judged(candidate, signals, ledger.judge(candidate, signals.minhash, group))
        for (candidate, signals), group in zip(entries, keys, strict=True)
    ]
