"""How much of an article's rare words and names a story shares."""

from __future__ import annotations

import math
from collections.abc import Mapping

from tidings.stories.state import WEIGHT_SCALE, LiveStory, Report

# Added to what an article weighs, so that sharing its only two common words is not sharing all: about the
# rarity of a word that one article in twenty uses.
PRIOR_WEIGHT = 3 * WEIGHT_SCALE


def shared_terms(report: Report, story: LiveStory) -> float:
    """Share, by rarity, of the report's terms that a mean article of the story in its language uses."""
    articles = story.langs.get(report.lang, 0)
    if not articles:
        return 0.0
    used = story.terms
    shared = sum(min(weight, used[key] / articles) for key, weight in report.terms.items() if key in used)
    return shared / (sum(report.terms.values()) + PRIOR_WEIGHT)


def shared_entities(report: Report, story: LiveStory) -> float:
    """Cosine of the rarity-weighted names of the report and of the story, which share one alphabet."""
    used = story.entities
    product = sum(weight * used[key] for key, weight in report.entities.items() if key in used)
    return product / math.sqrt(_squared(report.entities) * _squared(used)) if product else 0.0


def _squared(weights: Mapping[str, int]) -> int:
    return sum(weight * weight for weight in weights.values())
