"""The state of one story: exact sums over its articles, small enough for a database row.

Every quantity that a later decision reads is an integer. Integer sums do not depend on the order or the
grouping of additions, so a story read back from its row decides exactly as the one that never left memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tidings.stories.article import StoryArticle

# 2**14 steps a unit keep a 512-d cosine within 3e-5, and 130,000 articles within an int32 sum.
VECTOR_SCALE = 1 << 14
WEIGHT_SCALE = 100
# A story keeps its heaviest terms; 48 hold a title's vocabulary of an event, twice that is room to compete.
KEPT_WEIGHTS = 48

IntVector = NDArray[np.int32]


def quantised(embedding: NDArray[np.float32]) -> IntVector:
    """The embedding as integers of VECTOR_SCALE steps."""
    return np.rint(embedding * VECTOR_SCALE).astype(np.int32)


def quantised_weights(weights: Mapping[str, float]) -> dict[str, int]:
    """Positive weights as integers of WEIGHT_SCALE steps."""
    scaled = ((key, round(weight * WEIGHT_SCALE)) for key, weight in weights.items())
    return {key: weight for key, weight in scaled if weight > 0}


@dataclass(frozen=True, slots=True)
class StoryState:
    """A story as it is stored. `vector_sum` is little-endian int32, VECTOR_SCALE steps to a unit."""

    story_id: int
    size: int
    first_seen: float
    last_seen: float
    vector_sum: bytes
    langs: Mapping[str, int]
    terms: Mapping[str, int]
    entities: Mapping[str, int]


@dataclass(slots=True)
class WeightSum:
    """A sparse sum of weights that keeps the heaviest, and its squared length."""

    weights: dict[str, int] = field(default_factory=dict)
    squared: int = 0

    @classmethod
    def of(cls, weights: Mapping[str, int]) -> WeightSum:
        """The sum that holds exactly these weights."""
        return cls(dict(weights), sum(weight * weight for weight in weights.values()))

    def add(self, other: Mapping[str, int]) -> None:
        """Add weights; past twice KEPT_WEIGHTS keys the lightest are forgotten."""
        for key, weight in other.items():
            before = self.weights.get(key, 0)
            self.weights[key] = before + weight
            self.squared += weight * (2 * before + weight)
        if len(self.weights) > 2 * KEPT_WEIGHTS:
            self._forget_lightest()

    def _forget_lightest(self) -> None:
        ranked = sorted(self.weights.items(), key=lambda item: (-item[1], item[0]))
        self.weights = dict(ranked[:KEPT_WEIGHTS])
        self.squared = sum(weight * weight for weight in self.weights.values())

    def dot(self, other: Mapping[str, int]) -> int:
        """Sum of products over the shared keys."""
        mine = self.weights
        return sum(weight * mine[key] for key, weight in other.items() if key in mine)


@dataclass(slots=True)
class LiveStory:
    """A story in memory, apart from its vector sum, which lies in the index's matrix at `row`."""

    story_id: int
    row: int
    size: int
    first_seen: float
    last_seen: float
    langs: dict[str, int]
    terms: WeightSum
    entities: WeightSum

    @classmethod
    def founded_by(cls, article: StoryArticle, row: int) -> LiveStory:
        """An empty story that bears the article's id; the article itself is yet to be added."""
        seen = article.published_at
        return cls(article.article_id, row, 0, seen, seen, {}, WeightSum(), WeightSum())

    @classmethod
    def restored(cls, state: StoryState, row: int) -> LiveStory:
        """The story as it was when `state` was taken."""
        return cls(
            state.story_id,
            row,
            state.size,
            state.first_seen,
            state.last_seen,
            dict(state.langs),
            WeightSum.of(state.terms),
            WeightSum.of(state.entities),
        )

    def state(self, vector_sum: IntVector) -> StoryState:
        """The row to store."""
        return StoryState(
            self.story_id,
            self.size,
            self.first_seen,
            self.last_seen,
            vector_sum.astype("<i4").tobytes(),
            dict(self.langs),
            dict(self.terms.weights),
            dict(self.entities.weights),
        )

    def gap(self, moment: float) -> float:
        """Seconds between the moment and the nearest end of the story's span; 0 within it."""
        return max(0.0, moment - self.last_seen, self.first_seen - moment)

    def widen(self, first: float, last: float) -> None:
        """Let the story's span cover these moments too."""
        self.first_seen = min(self.first_seen, first)
        self.last_seen = max(self.last_seen, last)
