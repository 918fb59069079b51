"""BM25 as two sparse vectors: an article's saturated term weights, and a query's rarity weights.

The score of an article for a query is the inner product of the two, so any engine that multiplies sparse
vectors ranks by exact BM25, for the average length that was fixed when the article was indexed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b

# The number of dimensions pgvector allows a sparse vector. 300,000 stems share a slot with another one
# about 45 times.
DIMENSIONS = 1_000_000_000

# Ids of phrases of several words, and of names, start above those of stems: an id tells what it counts.
PHRASES = 1 << 32
ENTITIES = 1 << 33

# Robertson's usual values; on the three judged sets k1 from .9 to 1.5 and b from .4 to .9 moved nDCG@10 by
# less than .01, except b = .4 on long texts, which lost .03.
K1 = 1.2
B = 0.75

# Tokens of a middling article: a teaser of 40 and a full text of 500 both stay within a factor of four, so
# that neither drowns the other. It is baked into the stored weights: changing it means indexing again.
AVERAGE_LENGTH = 150.0


@lru_cache(maxsize=1 << 17)
def term_id(stem: str) -> int:
    """The dimension of a stem, 0 <= id < DIMENSIONS; the same on every machine and for ever."""
    return int.from_bytes(blake2b(stem.encode(), digest_size=8).digest(), "big") % DIMENSIONS


@lru_cache(maxsize=1 << 17)
def phrase_id(norm: str) -> int:
    """The id a keyphrase is counted under, by its stems: a lone stem's own, or one from PHRASES on."""
    return PHRASES + term_id(norm) if " " in norm else term_id(norm)


def entity_id(key: str) -> int:
    """The id a name is counted under, from ENTITIES on."""
    return ENTITIES + term_id(key)


def article_weights(
    stems: Mapping[str, int], length: int, average_length: float = AVERAGE_LENGTH
) -> dict[int, float]:
    """An article's side of BM25: its term frequencies, saturated and normed by its length in tokens."""
    norm = K1 * (1 - B + B * length / average_length)
    weights: dict[int, float] = {}
    for stem, frequency in stems.items():
        term = term_id(stem)
        weights[term] = weights.get(term, 0.0) + frequency * (K1 + 1) / (frequency + norm)
    return weights


def rarity(articles: int, frequency: int) -> float:
    """BM25's idf of a term that `frequency` of `articles` use; never negative."""
    used = min(max(frequency, 0), articles)
    return math.log(1 + (articles - used + 0.5) / (used + 0.5))


def query_weights(stems: Iterable[str], frequencies: Mapping[int, int], articles: int) -> dict[int, float]:
    """A query's side of BM25: each stem's idf, by article counts per term id; a repeated stem counts once."""
    terms = {term_id(stem) for stem in stems}
    return {term: rarity(articles, frequencies.get(term, 0)) for term in terms}
