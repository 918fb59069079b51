"""What stands for a window without a query: its most widely told stories, each by its central article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from psycopg import AsyncConnection

from tidings.retrieval.request import Request
from tidings.retrieval.results import Hit, Retrieved
from tidings.retrieval.selection import OTHERS_NAMED
from tidings.store import articles, search
from tidings.store.articles import StoredArticle
from tidings.store.search import WideStory

# A story's centre is known well from this many of its articles; vectors of 8 such stories are 320 KB.
CENTRE_SAMPLE = 40


async def represent(conn: AsyncConnection[Any], request: Request) -> Retrieved:
    """The request's most widely told stories."""
    stories = await search.widest_stories(conn, request.selection, request.as_of, request.k_final)
    ids = await _ids_by_story(conn, request, stories)
    samples = {story: spread(members, CENTRE_SAMPLE) for story, members in ids.items()}
    vectors = await search.embeddings(conn, chain.from_iterable(samples.values()))
    centres = {
        story: most_central(sample, np.stack([vectors[i] for i in sample]))
        for story, sample in samples.items()
    }
    texts = await articles.texts(conn, (article_id for article_id, _ in centres.values()), request.as_of)
    widest = len(stories[0].source_ids) if stories else 1
    hits = [
        _hit(
            story, ids[story.story_id], texts[centres[story.story_id][0]], centres[story.story_id][1], widest
        )
        for story in stories
    ]
    return Retrieved(None, request.window, tuple(hits))


async def _ids_by_story(
    conn: AsyncConnection[Any], request: Request, stories: Sequence[WideStory]
) -> dict[int, list[int]]:
    whole = {part: story.story_id for story in stories for part in story.parts}
    ids: dict[int, list[int]] = {story.story_id: [] for story in stories}
    for part, article_id in await search.members(conn, request.selection, whole):
        ids[whole[part]].append(article_id)
    return ids


def _hit(story: WideStory, ids: Sequence[int], article: StoredArticle, cosine: float, widest: int) -> Hit:
    return Hit(
        article=article,
        story_id=story.story_id,
        score=len(story.source_ids) / widest,
        lexical=0.0,
        cosine=cosine,
        lexical_rank=None,
        dense_rank=None,
        is_match=True,
        also=tuple(other for other in ids if other != article.id)[:OTHERS_NAMED],
        terms=(),
    )


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
