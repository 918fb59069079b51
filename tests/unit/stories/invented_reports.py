"""Invented articles about invented events: vectors near an event's own, terms drawn from its own words."""

from __future__ import annotations

import numpy as np

from tidings.stories import StoryArticle

DAY = 86_400.0
DIMENSION = 512


def direction(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).standard_normal(DIMENSION)
    return vector / np.linalg.norm(vector)


def report(
    article_id: int,
    event: int,
    *,
    at: float = 0.0,
    lang: str = "en",
    nearness: float = 0.75,
    towards: int | None = None,
) -> StoryArticle:
    """An article at cosine `nearness` to its event, the rest of it noise or another event (`towards`)."""
    noise = direction(10_000 + article_id) if towards is None else direction(towards)
    vector = nearness * direction(event) + np.sqrt(1 - nearness**2) * noise
    words = {f"{lang}-{event}-{(article_id + step) % 6}": 4.0 for step in range(4)}
    names = {f"name-{event}-{article_id % 2}": 3.0, f"name-{event}": 3.0}
    unit = (vector / np.linalg.norm(vector)).astype(np.float32)
    return StoryArticle(article_id, at, lang, unit, words, names)
