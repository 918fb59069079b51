"""Confidence in a word: what an answer's figure means to somebody who has to rely on it."""

from __future__ import annotations

from typing import Literal

Level = Literal["high", "medium", "low"]

# The figure is a product of agreement, sample and ranking (policy/confidence.py). Three outlets on each
# subject and twenty articles give .75 ** .4 * .5 ** .35 = .70: with that a newsroom calls a story confirmed.
# One outlet and four articles give .5 ** .4 * .17 ** .35 = .40: below that there is hardly a sample at all.
HIGH, MEDIUM = 0.7, 0.4


def level(score: float) -> Level:
    """The level of a confidence of 0..1."""
    return "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"
