"""How strongly an article and a story tell of one event: a calibrated probability."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

DAY = 86_400.0
LOGIT_LIMIT = 30.0


class Evidence(NamedTuple):
    """What speaks for an article belonging to a story.

    `cosine` is to the story's mean embedding; `terms` the share, by rarity, of the article's terms that the
    story's articles in its language use; `entities` the cosine of rarity-weighted names; `age` the square
    root of the days between the article and the middle of the story's span (what runs for weeks is a topic,
    not an event); `brevity` how far the article falls short of a headline with its teaser, 0..1 (two bare
    headlines of one event agree less).
    """

    cosine: float
    terms: float
    entities: float
    age: float
    brevity: float


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over Evidence: one slope for each of its fields."""

    bias: float
    slopes: Evidence

    def logit(self, evidence: Evidence) -> float:
        """Log odds that both tell of one event."""
        return sum(map(mul, self.slopes, evidence), self.bias)


SAME_LANGUAGE = Logistic(-5.6, Evidence(6.51, 7.35, 4.83, -1.67, 3.98))
CROSS_LANGUAGE = Logistic(-8.73, Evidence(17.72, 0.0, 0.87, -3.13, 0.0))


@dataclass(frozen=True, slots=True)
class Affinity:
    """The rule that decides who joins whom, with its limits."""

    same_language: Logistic = SAME_LANGUAGE
    cross_language: Logistic = CROSS_LANGUAGE
    join: float = 0.5
    merge: float = 0.9
    max_gap: float = 3 * DAY
    min_cosine: float = 0.30
    candidates: int = 8

    def probability(self, evidence: Evidence, familiar: float) -> float:
        """Chance that both tell of one event; `familiar`: the story's share in the article's language."""
        logit = (1.0 - familiar) * self.cross_language.logit(evidence)
        if familiar:
            logit += familiar * self.same_language.logit(evidence)
        return 1.0 / (1.0 + math.exp(-max(-LOGIT_LIMIT, min(LOGIT_LIMIT, logit))))
