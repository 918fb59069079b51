"""What the story engine is told of an article, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article as the story engine sees it.

    `published_at` is epoch seconds; `embedding` has unit length. `terms` weighs the stems of the title by
    their rarity (idf); `entities` weighs names, folded to Latin so that languages meet, the same way.
    """

    article_id: int
    published_at: float
    lang: str
    embedding: NDArray[np.float32]
    terms: Mapping[str, float]
    entities: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Merge:
    """Two stories found to be one: `absorbed` lives on as `into`, known since the article that showed it."""

    absorbed: int
    into: int
    shown_by: int
    score: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """The story an article joined; a new story bears its first article's id."""

    article_id: int
    story_id: int
    score: float
    is_new: bool
    merge: Merge | None = None
