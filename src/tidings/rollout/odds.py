"""How likely counts are to be chance, so that a few commands do not decide."""

from __future__ import annotations

import math


def by_chance(bad: int, of: int, share: float) -> float:
    """How likely at least so many of them are bad where each is with this chance: the binomial tail."""
    if bad <= 0:
        return 1.0
    if bad > of or share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    terms = (
        math.exp(_ways(of, count) + count * math.log(share) + (of - count) * math.log1p(-share))
        for count in range(bad, of + 1)
    )
    return min(1.0, math.fsum(terms))


def no_worse(bad: int, of: int, other_bad: int, other_of: int) -> float:
    """How likely the first group has at least so many of all bad ones by chance: Fisher's exact test."""
    all_bad, everything = bad + other_bad, of + other_of
    if bad <= 0 or not everything:
        return 1.0
    most = min(all_bad, of)
    total = _ways(everything, all_bad)
    terms = (
        math.exp(_ways(of, count) + _ways(other_of, all_bad - count) - total)
        for count in range(bad, most + 1)
        if all_bad - count <= other_of
    )
    return min(1.0, math.fsum(terms))


def _ways(of: int, count: int) -> float:
    """The logarithm of how many ways there are to choose so many of them."""
    return math.lgamma(of + 1) - math.lgamma(count + 1) - math.lgamma(of - count + 1)
