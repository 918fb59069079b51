"""Confidence: how far an answer can be trusted, from what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# A sample this large is worth half of what an endless one is: the standard error of a mean over 20 articles
# is a fifth of their spread.
HALF_SAMPLE = 20.0
# How much each part weighs. Agreement of independent outlets is what a reader would ask for first.
WEIGHTS = (0.4, 0.35, 0.25)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an answer rests on.

    `outlets` has one number for each subject it speaks of: how many outlets reported it. `ranking` is 0..1,
    how far the retrieval legs agree on the articles shown; 1 where nothing was searched for.
    """

    articles: int
    outlets: Sequence[int]
    ranking: float


def confidence(grounds: Grounds) -> float:
    """Agreement, sample and ranking as a weighted geometric mean, 0..1; more of any never lowers it.

    agreement: mean over the subjects of n / (n + 1) for n outlets: .5 for one, .75 for three, .97 for thirty
    sample:    n / (n + 20) for n articles
    ranking:   as given, at least .05, so that an odd search weakens an answer but does not void it

    A geometric mean, because one weak leg is not made good by two strong ones.
    """
    product = 1.0
    for part, weight in zip(parts(grounds), WEIGHTS, strict=True):
        product *= part**weight
    return round(product, 3)


def parts(grounds: Grounds) -> tuple[float, float, float]:
    """Agreement, sample and ranking, each 0..1."""
    agreement = _mean([count / (count + 1) for count in grounds.outlets])
    sample = grounds.articles / (grounds.articles + HALF_SAMPLE)
    return agreement, sample, min(max(grounds.ranking, 0.05), 1.0)


def agreement_of_legs(ranks: Sequence[tuple[int | None, int | None]]) -> float:
    """How far words and meaning agree on the articles found: share of (lexical, dense) ranks both present.

    An article that only one leg has counts a half.
    """
    return _mean([(1.0 if None not in pair else 0.5) for pair in ranks])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
