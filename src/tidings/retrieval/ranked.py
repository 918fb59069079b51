"""The ranked answer to a query: both legs, fused, one article a story, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from psycopg import AsyncConnection

from tidings.retrieval.fusion import DENSE_END, DEPTH, dense_weight
from tidings.retrieval.matching import is_match, match_rule
from tidings.retrieval.query import QueryTerms
from tidings.retrieval.request import Request
from tidings.retrieval.results import Hit, Match, Retrieved, TermScore
from tidings.retrieval.selection import Choice, best_lexical, choose, diverse
from tidings.store import articles, search
from tidings.store.articles import StoredArticle
from tidings.store.search import Candidate, MatchRule, Scanned
from tidings.text.lexical import term_id

QueryVector = npt.NDArray[np.float16]

# Articles read from each leg: the 30 best stories of a leg lie among them even in a week when one event has
# five hundred reports; reading 600 instead of 120 takes 3 ms more.
ARTICLES_PER_LEG = 20 * DEPTH


async def rank(
    conn: AsyncConnection[Any],
    request: Request,
    query: QueryTerms,
    vector: QueryVector | None,
    *,
    matching: bool,
) -> tuple[Retrieved, list[Match]]:
    """The request's best articles for a query, and with `matching` all that are about it.

    Of a request to be ranked again the best are every story, in fused order.
    """
    rule = match_rule(query) if matching else None
    found, merged = await _scan(conn, request, query, vector, rule=rule)
    return await _retrieved(conn, request, query, found.leading, merged), _merged(found.matches, merged)


async def match(
    conn: AsyncConnection[Any], request: Request, query: QueryTerms, vector: QueryVector | None
) -> list[Match]:
    """Every article of the request that is about the query."""
    found, merged = await _scan(conn, request, query, vector, depth=0, rule=match_rule(query))
    return _merged(found.matches, merged)


async def _scan(
    conn: AsyncConnection[Any],
    request: Request,
    query: QueryTerms,
    vector: QueryVector | None,
    *,
    depth: int = ARTICLES_PER_LEG,
    rule: MatchRule | None = None,
) -> tuple[Scanned, Mapping[int, int]]:
    """What the query finds, and where the stories of it had gone."""
    found = await search.scan(
        conn, request.selection, query.words, vector, depth=depth, least_cosine=DENSE_END, rule=rule
    )
    stories = {item.story_id for part in (found.leading, found.matches) for item in part}
    return found, await search.merged_into(conn, stories, request.as_of)


def _merged(matches: Sequence[Match], merged: Mapping[int, int]) -> list[Match]:
    return [item._replace(story_id=merged.get(item.story_id, item.story_id)) for item in matches]


async def _retrieved(
    conn: AsyncConnection[Any],
    request: Request,
    query: QueryTerms,
    found: Sequence[Candidate],
    merged: Mapping[int, int],
) -> Retrieved:
    top = best_lexical(found)
    coverage = query.coverage((await search.term_weights(conn, [top.id]))[top.id]) if top else 0.0
    choices = choose(found, merged, query.mass or 1.0, coverage)
    shown = choices if request.rerank else diverse(choices, request.k_final)
    hits = await _hits(conn, shown, query, request.as_of)
    return Retrieved(request.query, request.window, hits, query.stems, dense_weight(coverage))


def term_scores(query: QueryTerms, weights: Mapping[int, float]) -> tuple[TermScore, ...]:
    """What each of the query's stems adds to the BM25 of an article with these term weights."""
    scores = [
        TermScore(stem, query.weights[term], weights[term], _word(stem, query))
        for stem in query.stems
        if (term := term_id(stem)) in weights
    ]
    return tuple(sorted(scores, key=lambda item: -item.score))


def _word(stem: str, query: QueryTerms) -> str:
    """The word a stem is of, where the word has two."""
    return query.alike.get(stem, stem if stem in query.alike.values() else "")


async def _hits(
    conn: AsyncConnection[Any], choices: Sequence[Choice], query: QueryTerms, as_of: datetime | None
) -> tuple[Hit, ...]:
    ids = [choice.best.id for choice in choices]
    texts = await articles.texts(conn, ids, as_of)
    weights = await search.term_weights(conn, ids)
    rule = match_rule(query)
    return tuple(
        _hit(choice, texts[choice.best.id], term_scores(query, weights[choice.best.id]), rule)
        for choice in choices
    )


def _hit(choice: Choice, article: StoredArticle, terms: tuple[TermScore, ...], rule: MatchRule) -> Hit:
    return Hit(
        article=article,
        story_id=choice.story_id,
        score=choice.score,
        lexical=choice.best.lexical,
        cosine=choice.best.cosine,
        lexical_rank=choice.lexical_rank,
        dense_rank=choice.dense_rank,
        is_match=is_match(choice.best, terms, rule),
        also=tuple(other.id for other in choice.others),
        terms=terms,
    )
