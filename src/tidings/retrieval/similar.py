"""Stories near those of some articles: told of other events, and about the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from psycopg import AsyncConnection

from tidings.retrieval.results import Hit
from tidings.retrieval.selection import OTHERS_NAMED
from tidings.store import articles, search
from tidings.store.analysis import Selection
from tidings.store.articles import StoredArticle
from tidings.store.pool import Database
from tidings.store.search import Candidate

# With the default embedder articles of one event lie near a cosine of .5, of one topic near .25, any two
# near .1. Of the bundled sample, what is below .4 has no more than a place in common.
NEAR = 0.4
# Articles read around each: the stories they stem from take most of the nearest places.
_DEPTH = 100


async def stories_near(
    db: Database,
    article_ids: Iterable[int],
    since: datetime,
    until: datetime,
    *,
    besides: Iterable[int] = (),
    sources: Sequence[int] | None = None,
    most: int = 5,
) -> list[Hit]:
    """The stories of a span nearest to any of these articles, the nearest first; not the articles' own.

    Nor those of the articles in `besides`, which are known already. Each is shown by its
    nearest article; `also` are its others that are near.
    """
    wanted, selection = sorted(set(article_ids)), Selection(since, until, None, sources)

    async def work(conn: AsyncConnection[Any]) -> list[Hit]:
        found = await _around(conn, wanted, selection)
        merged = await search.merged_into(conn, (item.story_id for item in found), None)
        own = await _stories_of(conn, sorted({*wanted, *besides}))
        told = nearest(
            [item._replace(story_id=merged.get(item.story_id, item.story_id)) for item in found], own
        )
        texts = await articles.texts(conn, [group[0].id for group in told[:most]], None)
        return [_hit(place, group, texts[group[0].id]) for place, group in enumerate(told[:most], 1)]

    return await db.read(work)


def nearest(found: Iterable[Candidate], own: frozenset[int]) -> list[list[Candidate]]:
    """What was found by its stories, without those of `own`: the nearest story first, and in it article."""
    by_story: dict[int, list[Candidate]] = {}
    for item in sorted(found, key=lambda item: (-(item.cosine or 0.0), item.id)):
        if item.story_id not in own:
            by_story.setdefault(item.story_id, []).append(item)
    return list(by_story.values())


def _hit(place: int, group: Sequence[Candidate], article: StoredArticle) -> Hit:
    best, also = group[0], tuple(dict.fromkeys(item.id for item in group[1:] if item.id != group[0].id))
    return Hit(
        article=article,
        story_id=best.story_id,
        score=best.cosine or 0.0,
        lexical=0.0,
        cosine=best.cosine,
        lexical_rank=None,
        dense_rank=place,
        is_match=False,
        also=also[:OTHERS_NAMED],
        terms=(),
    )


async def _around(conn: AsyncConnection[Any], ids: list[int], selection: Selection) -> list[Candidate]:
    vectors = await search.embeddings(conn, ids)
    found: list[Candidate] = []
    for vector in vectors.values():
        scanned = await search.scan(
            conn, selection, [], vector.astype(np.float16), depth=_DEPTH, least_cosine=NEAR
        )
        found += scanned.leading
    return found


async def _stories_of(conn: AsyncConnection[Any], ids: list[int]) -> frozenset[int]:
    known = await articles.known(conn, ids)
    stories = {item.story_id for item in known.values()}
    merged = await search.merged_into(conn, stories, None)
    return frozenset(stories | set(merged.values()))
