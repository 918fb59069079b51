"""How strongly an article and a story tell of one event: a calibrated probability."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

DAY = 86_400.0
LOGIT_LIMIT = 30.0  # beyond it a chance is 0 or 1 in all but name, and exp would overflow in the end


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


# Fitted by `python -m bench.calibrate_stories` on 418 judged cases of two weeks of ru and en news, half
# of the UCI stories and half of the ECB+ topics. The bias within a language is the strictest whose mean F1 on
# them is within .005 of the best; across languages it errs on the side of apart (97 of 100 joined hard cases
# were right at -7.8): most articles have no counterpart there, and an accidental one is easily found.
SAME_LANGUAGE = Logistic(-7.2, Evidence(8.98, 11.86, 5.65, -2.11, 5.77))
CROSS_LANGUAGE = Logistic(-8.2, Evidence(13.88, 0.0, 3.95, -3.29, 0.0))


@dataclass(frozen=True, slots=True)
class Affinity:
    """The rule that decides who joins whom, with its limits.

    `join` and `merge` are chances, `max_gap` is in seconds; `min_cosine` and `candidates` say which stories
    are looked at closely.
    """

    same_language: Logistic = SAME_LANGUAGE
    cross_language: Logistic = CROSS_LANGUAGE
    join: float = 0.5
    # Without merging F1 on the UCI stories is .08 lower; at .9 it is no higher and ECB+ loses .01.
    merge: float = 0.95
    # After this much silence a typical report of the same event has even odds: a cheap bound on what
    # must be in memory.
    max_gap: float = 3 * DAY
    # From .20 to .40, and from 4 to 16 candidates, no figure moves by more than .01.
    min_cosine: float = 0.30
    candidates: int = 8

    def probability(self, evidence: Evidence, familiar: float) -> float:
        """Chance that both tell of one event; `familiar`: the story's share in the article's language."""
        logit = (1.0 - familiar) * self.cross_language.logit(evidence)
        if familiar:
            logit += familiar * self.same_language.logit(evidence)
        return 1.0 / (1.0 + math.exp(-max(-LOGIT_LIMIT, min(LOGIT_LIMIT, logit))))
