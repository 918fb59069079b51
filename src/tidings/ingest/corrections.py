"""Corrections: which answers stand on words of an article that has just been revised."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from psycopg import AsyncConnection

from tidings.observability import metrics
from tidings.store import answers

log = structlog.get_logger(__name__)


async def note_corrections(conn: AsyncConnection, article_ids: Sequence[int]) -> None:
    """Count and log what the new revisions of these articles mean for answers that quoted earlier ones.

    Nothing is written: an explanation compares revisions when it is asked for, so that an answer kept at this
    very moment is told of it, too.
    """
    for found in await answers.corrections(conn, article_ids):
        metrics.quotes_corrected.labels("stand").inc(found.standing)
        metrics.quotes_corrected.labels("gone").inc(found.gone)
        tell = log.warning if found.gone else log.info
        tell(
            "answers_corrected",
            article_id=found.article_id,
            answers=found.answers,
            quotes_standing=found.standing,
            quotes_gone=found.gone,
        )
