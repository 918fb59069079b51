"""The state of one story: exact sums over its articles, small enough for a database row.

Every quantity that a later decision reads is an integer. Integer sums do not depend on the order or the
grouping of additions, so a story read back from its row decides exactly as the one that never left memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidings.stories.article import StoryArticle

# 2**14 steps a unit keep a 512-d cosine within 3e-5, and 130,000 articles within an int32 sum.
VECTOR_SCALE = 1 << 14
# Rarity weights lie between 0 and about 15; hundredths of them are finer than any idf is known.
WEIGHT_SCALE = 100
# An article's rarest terms are what tells events apart: with 12, 20 or all of a headline and teaser the
# labelled pairs rank alike, and 20 bound the work for long texts.
ARTICLE_TERMS = 20
# A story forgets its lightest terms when it has twice as many as this: 48 hold the vocabulary of an event.
STORY_TERMS = 48

IntVector = NDArray[np.int32]
Weights = Mapping[str, int]


def quantised(embedding: NDArray[np.float32]) -> IntVector:
    """The embedding as integers of VECTOR_SCALE steps."""
    return np.rint(embedding * VECTOR_SCALE).astype(np.int32)


def heaviest(weights: Weights, count: int) -> dict[str, int]:
    """The heaviest weights, in falling order; the key breaks a tie."""
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:count])


def quantised_weights(weights: Mapping[str, float]) -> dict[str, int]:
    """The heaviest positive weights of an article, as integers of WEIGHT_SCALE steps."""
    scaled = ((key, round(weight * WEIGHT_SCALE)) for key, weight in weights.items())
    return heaviest({key: weight for key, weight in scaled if weight > 0}, ARTICLE_TERMS)


@dataclass(frozen=True, slots=True)
class Report:
    """An article in the engine's own integers; or a story's mean, when two stories are compared."""

    published_at: float
    lang: str
    vector: IntVector
    terms: Weights
    entities: Weights

    @classmethod
    def of(cls, article: StoryArticle) -> Report:
        """The article, quantised."""
        return cls(
            article.published_at,
            article.lang,
            quantised(article.embedding),
            quantised_weights(article.terms),
            quantised_weights(article.entities),
        )


@dataclass(frozen=True, slots=True)
class StoryState:
    """A story as it is stored. `vector_sum` is little-endian int32, VECTOR_SCALE steps to a unit."""

    story_id: int
    size: int
    first_seen: float
    last_seen: float
    vector_sum: bytes
    langs: Mapping[str, int]
    terms: Weights
    entities: Weights


@dataclass(slots=True)
class LiveStory:
    """A story in memory, apart from its vector sum, which lies in the index's matrix at `row`."""

    story_id: int
    row: int
    size: int
    first_seen: float
    last_seen: float
    langs: dict[str, int]
    terms: dict[str, int]
    entities: dict[str, int]

    @classmethod
    def founded_by(cls, article: StoryArticle, row: int) -> LiveStory:
        """An empty story that bears the article's id; the article itself is yet to be added."""
        seen = article.published_at
        return cls(article.article_id, row, 0, seen, seen, {}, {}, {})

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
            dict(state.terms),
            dict(state.entities),
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
            dict(self.terms),
            dict(self.entities),
        )

    @property
    def middle(self) -> float:
        """The moment halfway between the story's first and last article."""
        return (self.first_seen + self.last_seen) / 2

    def add(self, report: Report) -> None:
        """Count one more article; its vector is added where the vectors lie."""
        self.size += 1
        self.first_seen = min(self.first_seen, report.published_at)
        self.last_seen = max(self.last_seen, report.published_at)
        self.langs[report.lang] = self.langs.get(report.lang, 0) + 1
        self.terms = _added(self.terms, report.terms)
        self.entities = _added(self.entities, report.entities)

    def absorb(self, other: LiveStory) -> None:
        """Count all of the other story's articles as one's own."""
        self.size += other.size
        self.first_seen = min(self.first_seen, other.first_seen)
        self.last_seen = max(self.last_seen, other.last_seen)
        for lang, count in other.langs.items():
            self.langs[lang] = self.langs.get(lang, 0) + count
        self.terms = _added(self.terms, other.terms)
        self.entities = _added(self.entities, other.entities)

    def mean(self, vector_sum: IntVector) -> Report:
        """The story as if it were one article, of its middle moment and in its main language."""
        lang = min(self.langs, key=lambda name: (-self.langs[name], name))
        terms = {key: weight // self.langs[lang] for key, weight in self.terms.items()}
        entities = {key: weight // self.size for key, weight in self.entities.items()}
        return Report(
            self.middle, lang, vector_sum, heaviest(terms, ARTICLE_TERMS), heaviest(entities, ARTICLE_TERMS)
        )


def _added(total: dict[str, int], more: Weights) -> dict[str, int]:
    for key, weight in more.items():
        total[key] = total.get(key, 0) + weight
    return total if len(total) <= 2 * STORY_TERMS else heaviest(total, STORY_TERMS)
