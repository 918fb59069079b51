"""The live stories: which one an article joins, decided one article at a time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tidings.stories.affinity import DAY, Affinity, Evidence
from tidings.stories.article import Assignment, Merge, StoryArticle
from tidings.stories.centroids import BatchSearch, Centroids, Rows, exact_cosine
from tidings.stories.state import (
    IntVector,
    LiveStory,
    StoryState,
    WeightSum,
    quantised,
    quantised_weights,
)

# Articles whose cosines are taken in one matrix product: 128 fill it well, and 128 by 15,000 scores are 8 MB.
CHUNK = 128


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article in the engine's own integers."""

    article: StoryArticle
    vector: IntVector
    terms: Mapping[str, int]
    terms_squared: int
    entities: Mapping[str, int]
    entities_squared: int

    @classmethod
    def of(cls, article: StoryArticle) -> Incoming:
        """The article, quantised."""
        terms, entities = quantised_weights(article.terms), quantised_weights(article.entities)
        return cls(
            article,
            quantised(article.embedding),
            terms,
            sum(weight * weight for weight in terms.values()),
            entities,
            sum(weight * weight for weight in entities.values()),
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story and the chance that the article belongs to it."""

    story: LiveStory
    score: float


def overlap(weights: Mapping[str, int], squared: int, story: WeightSum) -> float:
    """Cosine of an article's sparse weights and a story's."""
    product = story.dot(weights)
    return product / math.sqrt(squared * story.squared) if product else 0.0


class ActiveStories:
    """An index of the stories that articles may still join.

    The outcome depends on the order of the articles alone: not on how they are cut into batches, nor on
    whether the stories were read back from their stored states in between. It holds as long as every story
    an article could join is loaded: those whose span lies within `affinity.max_gap` of it.
    """

    def __init__(self, affinity: Affinity | None = None, *, dimension: int = 512) -> None:
        self.affinity = affinity or Affinity()
        self._centroids = Centroids(dimension)
        self._by_row: list[LiveStory | None] = []
        self._by_id: dict[int, LiveStory] = {}
        self._changed: dict[int, None] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, story_id: object) -> bool:
        return story_id in self._by_id

    def load(self, states: Iterable[StoryState]) -> None:
        """Take stored stories into the index; those it already holds are left as they are."""
        for state in states:
            if state.story_id not in self._by_id:
                vector = np.frombuffer(state.vector_sum, "<i4").astype(np.int32)
                self._enter(LiveStory.restored(state, self._centroids.append(vector)))

    def state(self, story_id: int) -> StoryState:
        """A live story as it is to be stored; KeyError when it is not live."""
        story = self._by_id[story_id]
        return story.state(self._centroids.sums[story.row])

    def take_changed(self) -> list[StoryState]:
        """States of the stories changed since the last call: store them with the batch that changed them."""
        changed, self._changed = self._changed, {}
        return [self.state(story_id) for story_id in changed if story_id in self._by_id]

    def expire(self, now: float) -> int:
        """Forget stories that no article published at `now` or later could join; returns how many."""
        cutoff = now - self.affinity.max_gap
        keep = [row for row, story in enumerate(self._by_row) if story and story.last_seen >= cutoff]
        before = len(self._by_id)
        survivors = [story for story in self._by_row if story and story.last_seen >= cutoff]
        self._centroids.keep(np.asarray(keep, dtype=np.intp))
        for row, story in enumerate(survivors):
            story.row = row
        self._by_row = list(survivors)
        self._by_id = {story.story_id: story for story in survivors}
        return before - len(survivors)

    def assign(self, batch: Sequence[StoryArticle]) -> list[Assignment]:
        """Let each article, in order, join the story it belongs to, or found one."""
        assignments: list[Assignment] = []
        for start in range(0, len(batch), CHUNK):
            incoming = [Incoming.of(article) for article in batch[start : start + CHUNK]]
            search = BatchSearch(self._centroids, np.stack([item.vector for item in incoming]))
            assignments += [self._place(item, search, at) for at, item in enumerate(incoming)]
        return assignments

    def _place(self, item: Incoming, search: BatchSearch, at: int) -> Assignment:
        candidates = self._candidates(item, search, at)
        if not candidates or candidates[0].score < self.affinity.join:
            return self._found(item, candidates, search, at)
        best = candidates[0]
        self._grow(best.story, item)
        merge = self._merge(candidates, item.article.article_id)
        for story in {candidate.story.row for candidate in candidates[:2]}:
            search.refresh(story, at)
        into = merge.into if merge else best.story.story_id
        return Assignment(item.article.article_id, into, best.score, False, merge)

    def _candidates(self, item: Incoming, search: BatchSearch, at: int) -> list[Candidate]:
        """The nearest stories in reach, the likeliest first; the older id breaks a tie."""
        limits = self.affinity
        rows = self._in_reach(search.above(at, limits.min_cosine), item.article.published_at)
        rows = search.nearest(at, rows, limits.candidates)
        if not len(rows):
            return []
        cosines = self._centroids.cosines(item.vector, rows)
        near = sorted(
            (-float(cosine), story.story_id, story)
            for row, cosine in zip(rows.tolist(), cosines, strict=True)
            if cosine >= limits.min_cosine and (story := self._by_row[row]) is not None
        )[: limits.candidates]
        scored = [Candidate(story, self._score(item, story, -negative)) for negative, _, story in near]
        return sorted(scored, key=lambda candidate: (-candidate.score, candidate.story.story_id))

    def _in_reach(self, rows: Rows, moment: float) -> Rows:
        reach = self.affinity.max_gap
        since, until = self._centroids.last_seen[rows] + reach, self._centroids.first_seen[rows] - reach
        return rows[(since >= moment) & (until <= moment)]

    def _score(self, item: Incoming, story: LiveStory, cosine: float) -> float:
        article = item.article
        evidence = Evidence(
            cosine,
            overlap(item.terms, item.terms_squared, story.terms),
            overlap(item.entities, item.entities_squared, story.entities),
            self._centroids.coherence(story.row, story.size),
            math.log(story.size),
            story.gap(article.published_at) / DAY,
        )
        return self.affinity.probability(evidence, share_language=article.lang in story.langs)

    def _found(self, item: Incoming, candidates: list[Candidate], search: BatchSearch, at: int) -> Assignment:
        article = item.article
        if article.article_id in self._by_id:
            raise ValueError(f"article {article.article_id} has founded a story before: assign it once")
        story = LiveStory.founded_by(article, self._centroids.append(np.zeros_like(item.vector)))
        self._enter(story)
        self._grow(story, item)
        search.refresh(story.row, at)
        score = candidates[0].score if candidates else 0.0
        return Assignment(article.article_id, story.story_id, score, True)

    def _enter(self, story: LiveStory) -> None:
        self._by_row.append(story)
        self._by_id[story.story_id] = story
        self._centroids.span(story.row, story.first_seen, story.last_seen)

    def _grow(self, story: LiveStory, item: Incoming) -> None:
        article = item.article
        story.size += 1
        story.langs[article.lang] = story.langs.get(article.lang, 0) + 1
        story.terms.add(item.terms)
        story.entities.add(item.entities)
        story.widen(article.published_at, article.published_at)
        self._centroids.add(story.row, item.vector)
        self._note_change(story)

    def _note_change(self, story: LiveStory) -> None:
        self._centroids.span(story.row, story.first_seen, story.last_seen)
        self._changed[story.story_id] = None

    def _merge(self, candidates: list[Candidate], shown_by: int) -> Merge | None:
        """Unite the best two stories when the article fits both and they fit each other."""
        if len(candidates) < 2 or candidates[1].score < self.affinity.join:
            return None
        left, right = candidates[0].story, candidates[1].story
        score = self._kinship(left, right)
        if score < self.affinity.merge:
            return None
        into, absorbed = sorted(
            (left, right), key=lambda story: (-story.size, story.first_seen, story.story_id)
        )
        self._absorb(into, absorbed)
        return Merge(absorbed.story_id, into.story_id, shown_by, score)

    def _kinship(self, left: LiveStory, right: LiveStory) -> float:
        sums = self._centroids.sums
        small, large = sorted((left, right), key=lambda story: (story.size, story.story_id))
        evidence = Evidence(
            exact_cosine(sums[left.row], sums[right.row]),
            overlap(small.terms.weights, small.terms.squared, large.terms),
            overlap(small.entities.weights, small.entities.squared, large.entities),
            self._centroids.coherence(large.row, large.size),
            math.log(large.size),
            max(0.0, left.first_seen - right.last_seen, right.first_seen - left.last_seen) / DAY,
        )
        share_language = not left.langs.keys().isdisjoint(right.langs)
        return self.affinity.probability(evidence, share_language=share_language)

    def _absorb(self, into: LiveStory, absorbed: LiveStory) -> None:
        into.size += absorbed.size
        for lang, count in absorbed.langs.items():
            into.langs[lang] = into.langs.get(lang, 0) + count
        into.terms.add(absorbed.terms.weights)
        into.entities.add(absorbed.entities.weights)
        into.widen(absorbed.first_seen, absorbed.last_seen)
        self._centroids.add(into.row, self._centroids.sums[absorbed.row])
        self._centroids.clear(absorbed.row)
        self._note_change(into)
        self._by_row[absorbed.row] = None
        del self._by_id[absorbed.story_id]
        self._changed.pop(absorbed.story_id, None)
