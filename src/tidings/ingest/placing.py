"""Placing articles in stories: the live stories are kept in memory and in step with the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from psycopg import AsyncConnection

from tidings.store import corpus, stories
from tidings.store.stories import MergeRow, StoryRow
from tidings.stories import ActiveStories, Assignment, StoryArticle, StoryState

# Stories are read this much beyond what a batch can join, so that the next batches need no reading.
_READ_AHEAD = 86_400.0
# A story silent for a month behind the newest article has ended; its state goes, its articles stay. Imports
# of older articles may overlap the past month's stories, as two corpora of the same weeks do.
ENDED_AFTER = timedelta(days=30)


class Placing:
    """The story engine of one process; every use happens under the writers' lock."""

    def __init__(self) -> None:
        self._active = ActiveStories()
        self._epoch: int | None = None
        self._span: tuple[float, float] | None = None
        self._ended_to: datetime | None = None

    def forget(self) -> None:
        """Drop what is in memory; the next batch reads it again."""
        self._active = ActiveStories()
        self._epoch = None
        self._span = None

    async def place(self, conn: AsyncConnection, batch: Sequence[StoryArticle], epoch: int) -> dict[int, int]:
        """Let the batch's articles join or found stories, and store those; story ids by article id."""
        if batch:
            await self._catch_up(conn, batch, epoch)
            assignments = self._active.assign(batch)
            await self._store(conn, batch, assignments, epoch)
        else:
            assignments = []
        if self._epoch is not None and self._epoch == epoch - 1:
            self._epoch = epoch
        return {item.article_id: item.story_id for item in assignments}

    async def _catch_up(self, conn: AsyncConnection, batch: Sequence[StoryArticle], epoch: int) -> None:
        """Hold every story the batch could join, as the database has it."""
        if self._epoch is not None and self._epoch != epoch - 1:  # another process wrote in between
            live, gone = await stories.changed_since(conn, self._epoch)
            self._active.renew(StoryState(*row) for row in live)
            self._active.drop(gone)
        reach = self._active.affinity.max_gap
        first = min(item.published_at for item in batch) - reach
        last = max(item.published_at for item in batch) + reach
        if self._span is None or first < self._span[0] or last > self._span[1]:
            low = min(first, self._span[0]) if self._span else first
            high = max(last, self._span[1]) if self._span else last
            span = (low - _READ_AHEAD, high + _READ_AHEAD)
            self._active.load(StoryState(*row) for row in await stories.live_between(conn, *span))
            self._active.expire(first)
            self._span = (max(first - _READ_AHEAD, span[0]), span[1])
        self._epoch = epoch

    async def _store(
        self,
        conn: AsyncConnection,
        batch: Sequence[StoryArticle],
        assignments: Sequence[Assignment],
        epoch: int,
    ) -> None:
        changed = self._active.take_changed()
        await stories.save(conn, [_row(state) for state in changed], epoch)
        times = {item.article_id: item.published_at for item in batch}
        merges = [
            MergeRow(merge.absorbed, merge.into, datetime.fromtimestamp(times[merge.shown_by], UTC))
            for item in assignments
            if (merge := item.merge)
        ]
        await stories.merge(conn, merges, epoch)
        await self._end_old(conn)

    async def _end_old(self, conn: AsyncConnection) -> None:
        newest = (await corpus.state(conn)).newest_at
        if newest is None:
            return
        cutoff = newest - ENDED_AFTER
        # Once a day of news is often enough: ending only frees space.
        if self._ended_to is None or cutoff - self._ended_to >= timedelta(days=1):
            await stories.end_before(conn, cutoff)
            self._ended_to = cutoff


def _row(state: StoryState) -> StoryRow:
    return StoryRow(
        state.story_id,
        state.size,
        state.first_seen,
        state.last_seen,
        state.vector_sum,
        dict(state.langs),
        dict(state.terms),
        dict(state.entities),
    )
