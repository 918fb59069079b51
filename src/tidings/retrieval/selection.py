"""From candidates of two legs to a few articles: one for each story, from many outlets."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tidings.retrieval.fusion import DEPTH, Fused, Leg, fuse
from tidings.store.search import Candidate

# A story that shares no word with the query must be this near to it. For the default embedder: Russian
# questions against English paragraphs are right at .35 three times in five; of pairs of articles chosen at
# random 1 in 50 is nearer.
LEAST_COSINE = 0.35
# At most this share of the results from one outlet, as long as others have any.
OUTLET_SHARE = 1 / 3
# Other articles named with a story: as many as anyone reads of one event.
OTHERS_NAMED = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """A story to show: its best article, the next best, its fused score and its ranks in both legs."""

    story_id: int
    best: Candidate
    others: tuple[Candidate, ...]
    score: float
    lexical_rank: int | None
    dense_rank: int | None

    @property
    def outlet(self) -> int:
        """Who told it."""
        return self.best.source_id


class Told(Protocol):
    """What has an outlet."""

    @property
    def outlet(self) -> Hashable:
        """Who told it."""
        ...


T = TypeVar("T", bound=Told)


def best_lexical(candidates: Sequence[Candidate]) -> Candidate | None:
    """The article with the highest BM25, None when no word was found."""
    found = [c for c in candidates if c.lexical > 0]
    return min(found, key=lambda c: (-c.lexical, c.id)) if found else None


def choose(
    candidates: Sequence[Candidate],
    merged: Mapping[int, int],
    mass: float,
    coverage: float,
) -> list[Choice]:
    """The stories in fused order, each by its best article; `merged` says which stories are one.

    `mass` is the query's idf in all, which puts BM25 on the scale of the cosine.
    """
    stories: dict[int, list[Candidate]] = {}
    lexical: dict[int, float] = {}
    dense: dict[int, float] = {}
    for candidate in candidates:
        story = merged.get(candidate.story_id, candidate.story_id)
        stories.setdefault(story, []).append(candidate)
        lexical[story] = max(lexical.get(story, 0.0), candidate.lexical)
        dense[story] = max(dense.get(story, 0.0), candidate.cosine or 0.0)
    shown = [_choice(item, stories[item.key], mass) for item in fuse(_leg(lexical), _leg(dense), coverage)]
    return [choice for choice in shown if _is_near(choice)]


def _leg(best: Mapping[int, float]) -> Leg:
    """Stories in the order of their best scores; without a score above 0 a story is not in the leg."""
    scored = [(-score, story) for story, score in best.items() if score > 0]
    return [(story, -negative) for negative, story in sorted(scored)[:DEPTH]]


def _choice(item: Fused, members: Sequence[Candidate], mass: float) -> Choice:
    best, *others = sorted(members, key=lambda c: (-(c.lexical / mass + (c.cosine or 0.0)), c.id))
    return Choice(
        item.key, best, tuple(others[:OTHERS_NAMED]), item.score, item.lexical_rank, item.dense_rank
    )


def _is_near(choice: Choice) -> bool:
    return choice.lexical_rank is not None or (choice.best.cosine or 0.0) >= LEAST_COSINE


def diverse(items: Sequence[T], limit: int) -> list[T]:
    """The first `limit` in order, none of an outlet's beyond its share while other outlets have some."""
    share = max(1, math.ceil(limit * OUTLET_SHARE))
    seen: Counter[Hashable] = Counter()
    taken: set[int] = set()
    for place, item in enumerate(items):
        if len(taken) < limit and seen[item.outlet] < share:
            seen[item.outlet] += 1
            taken.add(place)
    for place in range(len(items)):
        if len(taken) < limit:
            taken.add(place)
    return [items[place] for place in sorted(taken)]
