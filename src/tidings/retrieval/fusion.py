"""Reciprocal rank fusion of the lexical and the dense leg, each vote scaled by its nearness to the best.

Plain RRF counts ranks alone, so a dense leg that is much the weaker drags the fused order below BM25. Here

    score = bm25 / best bm25 / (60 + lexical rank)
          + w * (cosine - last cosine) / (best cosine - last cosine) / (60 + dense rank)
    w     = FLOOR + (1 - FLOOR) * (1 - coverage) ** 2

where coverage is the share of the query's idf that BM25's best article contains: where the words are
found, words decide; where they are not (another language, another wording), meaning does.

`bench/retrieval.py` measures it: mean nDCG@10 over its three sets .891 for BM25, .660 for the dense leg, .896
fused, .804 for plain RRF. `--calibrate` repeats the choice, which was made on other data (600 headlines
each searching 5,000 teasers for their own, in Russian and in English): .674 for BM25, .680 for plain
RRF with the best fixed weight, .692 for the rule above, level from FLOOR 0 to .2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RRF_K = 60
DEPTH = 30
# The least weight of the dense leg; the calibration set cannot tell 0 from .2.
FLOOR = 0.1
# The dense leg ends here at the latest. For the default embedder, pairs of articles chosen at random lie at
# .10 in the median, and 3 in 10 above this.
DENSE_END = 0.15

Leg = Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Fused:
    """A key of either leg with its fused score and its ranks, counted from 1; None where a leg has it not."""

    key: int
    score: float
    lexical_rank: int | None
    dense_rank: int | None


def dense_weight(coverage: float, floor: float = FLOOR) -> float:
    """How much the dense leg counts, given the share of the query's idf in the best lexical hit."""
    return floor + (1 - floor) * (1 - coverage) ** 2


def fuse(lexical: Leg, dense: Leg, coverage: float, *, floor: float = FLOOR) -> list[Fused]:
    """Both legs, (key, score) best first, as one order; equal scores go by key."""
    lexical, dense = lexical[:DEPTH], dense[:DEPTH]
    votes: dict[int, float] = {}
    for leg, worst, weight in (
        (lexical, 0.0, 1.0),
        (dense, dense[-1][1] if dense else 0.0, dense_weight(coverage, floor)),
    ):
        for rank, (key, score) in enumerate(leg, 1):
            share = _share(score, leg[0][1], worst)
            votes[key] = votes.get(key, 0.0) + weight * share / (RRF_K + rank)
    lexical_ranks, dense_ranks = _ranks(lexical), _ranks(dense)
    fused = [Fused(key, vote, lexical_ranks.get(key), dense_ranks.get(key)) for key, vote in votes.items()]
    return sorted(fused, key=lambda item: (-item.score, item.key))


def _share(score: float, best: float, worst: float) -> float:
    """Where `score` lies between the worst and the best of its leg; 1 where they are equal."""
    return (score - worst) / (best - worst) if best > worst else 1.0


def _ranks(leg: Leg) -> dict[int, int]:
    return {key: rank for rank, (key, _) in enumerate(leg, 1)}
