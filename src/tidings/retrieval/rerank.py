"""Rerank: the first stories of a ranking once more, each by the passage that answers the query best.

    score = fused score / best fused score
          + the most that a passage of the text has of
            WORDS * share of the query's idf in it + MEANING * w * its cosine

with `w` the weight of meaning in the fusion rule. The vector of a whole text blurs what one sentence says,
and words that stand together in a sentence tell more than the same words far apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import numpy.typing as npt

from tidings.retrieval.query import QueryTerms
from tidings.retrieval.results import Hit, Reranked, Retrieved
from tidings.text.cutting import cut_point
from tidings.text.embeddings import Embedder
from tidings.text.lexical import term_id
from tidings.text.tokens import Span, index_stems, sentences, tokenize

# Stories ranked again, and passages read of each: 40 passages take 70 to 125 ms on one core, those of teasers
# half that. Twelve stories gain the same, twenty by two passages each a third less across languages.
SHORTLIST = 10
PASSAGES = 4
# What a passage is cut to: 98 of 100 sentences of news are shorter. Cut to 240, a fifth of the gain is lost.
PASSAGE_LENGTH = 300
# Characters of a text that are split into sentences; those of ten such texts are stemmed in 15 ms.
READ = 4000
# Chosen on one half of the queries of five judged sets and measured on the other: `bench/rerank.py`. Half or
# double of either takes a tenth to a fifth off the gain.
WORDS = 1.0
MEANING = 4.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a text, from `start`, and the share of the query's idf that stands in it."""

    text: str
    start: int
    words: float


def rerank(
    found: Retrieved, query: QueryTerms, vector: npt.NDArray[np.float16] | None, embedder: Embedder
) -> tuple[Hit, ...]:
    """The hits with the first SHORTLIST of them in their new order; without a vector words alone judge."""
    shortlist = found.hits[:SHORTLIST]
    read = [passages(hit.article.text, hit.article.lang, query) for hit in shortlist]
    cosines = _cosines(read, vector, embedder)
    judged = [
        judge(place, hit.score / found.hits[0].score, of_hit, near, found.dense_weight)
        for place, (hit, of_hit, near) in enumerate(zip(shortlist, read, cosines, strict=True), 1)
    ]
    # A stable order: of equals the first stays before the other.
    new = sorted(zip(shortlist, judged, strict=True), key=lambda pair: -pair[1].score)
    return (*(replace(hit, reranked=each) for hit, each in new), *found.hits[SHORTLIST:])


def passages(text: str, lang: str, query: QueryTerms) -> list[Passage]:
    """The sentences that hold most of the query's words, PASSAGES at most; of equals the earlier."""
    spans = sentences(text[:READ]) or [Span(0, 0)]
    found = [_passage(text, span.start, span.end, lang, query) for span in spans]
    return sorted(found, key=lambda passage: (-passage.words, passage.start))[:PASSAGES]


def judge(
    place: int,
    share: float,
    read: Sequence[Passage],
    cosines: Sequence[float],
    dense_weight: float,
    *,
    words: float = WORDS,
    meaning: float = MEANING,
) -> Reranked:
    """A text by its best passage and by its place, and share of the best score, in the fused order."""
    values = [
        words * passage.words + meaning * dense_weight * cosine
        for passage, cosine in zip(read, cosines, strict=True)
    ]
    best = values.index(max(values))
    passage = read[best]
    return Reranked(
        score=share + values[best],
        fused_rank=place,
        words=passage.words,
        cosine=cosines[best],
        start=passage.start,
        end=passage.start + len(passage.text),
    )


def _passage(text: str, start: int, end: int, lang: str, query: QueryTerms) -> Passage:
    kept = text[start : start + cut_point(text[start:end], PASSAGE_LENGTH)]
    stems = index_stems(tokenize(kept), lang)
    return Passage(kept, start, query.coverage(term_id(stem) for stem in stems))


def _cosines(
    read: Sequence[Sequence[Passage]], vector: npt.NDArray[np.float16] | None, embedder: Embedder
) -> list[list[float]]:
    """Each passage's nearness to the query, in one batch; 0 where there is no vector of the query."""
    if vector is None:
        return [[0.0] * len(of_hit) for of_hit in read]
    rows = embedder.encode([passage.text for of_hit in read for passage in of_hit])
    near = iter((rows @ vector.astype(np.float32)).tolist())
    return [list(islice(near, len(of_hit))) for of_hit in read]
