"""What stands for a window without a query: its most widely told stories, each by its central article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from psycopg import AsyncConnection

from tidings.retrieval.request import Request
from tidings.retrieval.results import Hit, Retrieved
from tidings.store import articles, search

# A story's centre is known well from this many of its articles; vectors of 8 such stories are 320 KB.
CENTRE_SAMPLE = 40


async def represent(conn: AsyncConnection[Any], request: Request) -> Retrieved:
    """The request's most widely told stories."""
    stories = await search.largest_stories(conn, request.selection, request.as_of, request.k_final)
    samples = [spread(story.ids, CENTRE_SAMPLE) for story in stories]
    vectors = await search.embeddings(conn, [article_id for sample in samples for article_id in sample])
    centres = [most_central(sample, np.stack([vectors[i] for i in sample])) for sample in samples]
    texts = await articles.texts(conn, [article_id for article_id, _ in centres], request.as_of)
    widest = len(set(stories[0].source_ids)) if stories else 1
    hits = tuple(
        Hit(
            article=texts[article_id],
            story_id=story.story_id,
            score=len(set(story.source_ids)) / widest,
            lexical=0.0,
            cosine=cosine,
            lexical_rank=None,
            dense_rank=None,
            is_match=True,
            also=tuple(other for other in story.ids if other != article_id),
            terms=(),
        )
        for story, (article_id, cosine) in zip(stories, centres, strict=True)
    )
    return Retrieved(None, request.window, hits)


def spread(ids: Sequence[int], limit: int) -> list[int]:
    """At most `limit` of the ids, evenly from first to last."""
    if len(ids) <= limit:
        return list(ids)
    return [ids[round(step)] for step in np.linspace(0, len(ids) - 1, limit)]


def most_central(ids: Sequence[int], vectors: npt.NDArray[np.float32]) -> tuple[int, float]:
    """The article nearest the mean of the unit `vectors`, the first of equals, and its cosine to it."""
    mean = vectors.mean(axis=0)
    # Rounded, so that a copy's last bits do not decide which of two equals is first.
    cosines = np.round(vectors @ (mean / max(float(np.linalg.norm(mean)), 1e-9)), 4)
    nearest = int(np.argmax(cosines))
    return ids[nearest], float(cosines[nearest])
