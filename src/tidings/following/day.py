"""The day's news as a whole, as digests end with it: answered once for all who read it in the same way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from tidings.engine import Engine
from tidings.errors import AnswerUnproved, NoData
from tidings.following.choice import outlets_for
from tidings.messages import Lang
from tidings.orchestrator import execute_trends
from tidings.schemas import Answer
from tidings.store.readers import ReaderRow

log = structlog.get_logger(__name__)

# Whose budget it counts against; it asks no model, so it costs nothing.
DIGEST_USER = "digests"
# Digests of an hour are written within a few minutes of each other.
_KEPT = timedelta(minutes=10)


class DayNews:
    """Trends of the last 24 hours by language and outlets, kept for some minutes."""

    def __init__(self, engine: Engine, language: Callable[[ReaderRow], Lang], *, past: bool = False) -> None:
        """With `past` the moments are not this one, and answers are as of then."""
        self._engine = engine
        self._language = language
        self._past = past
        self._kept: dict[tuple[Lang, tuple[str, ...] | None], tuple[datetime, Answer | None]] = {}

    async def of(self, row: ReaderRow, now: datetime) -> Answer | None:
        """The day as this reader reads it; None where there is no news to tell."""
        wanted = await outlets_for(self._engine.db, row)
        if wanted is not None and not wanted:
            return None
        key = (self._language(row), wanted)
        found = self._kept.get(key)
        if found is None or not timedelta() <= now - found[0] < _KEPT:
            self._kept = {known: item for known, item in self._kept.items() if now - item[0] < _KEPT}
            found = self._kept[key] = (now, await self._answer(*key, now))
        return found[1]

    async def _answer(self, lang: Lang, sources: Sequence[str] | None, now: datetime) -> Answer | None:
        try:
            return await execute_trends(
                window="24h",
                sources=sources,
                as_of=now if self._past else None,
                simple=True,
                words=lang,
                user=DIGEST_USER,
                engine=self._engine,
            )
        except (NoData, AnswerUnproved) as error:
            log.info("digest_without_trends", reason=error.message)
            return None
