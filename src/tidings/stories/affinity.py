"""How strongly an article and a story (or two stories) tell of one event: a calibrated probability."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

DAY = 86_400.0
LOGIT_LIMIT = 30.0


class Evidence(NamedTuple):
    """What speaks for an article belonging to a story.

    `cosine` is to the story's mean embedding, `terms` the cosine of rare-term weights, `entities` the same of
    names, `coherence` the length of the mean embedding (1 when all its articles say the same), `log_size` the
    natural logarithm of its article count, `gap_days` the silence between them.
    """

    cosine: float
    terms: float
    entities: float
    coherence: float
    log_size: float
    gap_days: float


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over Evidence: one slope for each of its fields."""

    bias: float
    slopes: Evidence

    def probability(self, evidence: Evidence) -> float:
        """Chance that both tell of one event."""
        logit = self.bias + sum(map(float.__mul__, self.slopes, evidence))
        return 1.0 / (1.0 + math.exp(-max(-LOGIT_LIMIT, min(LOGIT_LIMIT, logit))))


SAME_LANGUAGE = Logistic(-7.0, Evidence(8.0, 10.0, 2.0, 0.0, 0.0, -0.5))
CROSS_LANGUAGE = Logistic(-9.0, Evidence(16.0, 0.0, 6.0, 0.0, 0.0, -0.5))


@dataclass(frozen=True, slots=True)
class Affinity:
    """The rule that decides who joins whom, with its limits."""

    same_language: Logistic = SAME_LANGUAGE
    cross_language: Logistic = CROSS_LANGUAGE
    join: float = 0.5
    merge: float = 0.8
    max_gap: float = 3 * DAY
    min_cosine: float = 0.30
    candidates: int = 8

    def probability(self, evidence: Evidence, *, share_language: bool) -> float:
        """Chance that both tell of one event, by the weights that fit their languages."""
        rule = self.same_language if share_language else self.cross_language
        return rule.probability(evidence)
