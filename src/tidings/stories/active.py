"""The live stories: which one an article joins, decided one article at a time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tidings.stories.affinity import DAY, Affinity, Evidence
from tidings.stories.article import Assignment, Merge, StoryArticle
from tidings.stories.centroids import BatchSearch, Centroids, Rows, exact_cosine
from tidings.stories.overlap import shared_entities, shared_terms
from tidings.stories.state import LiveStory, Report, StoryState

# Articles whose cosines are taken in one matrix product: 128 fill it well, and 128 by 15,000 scores are 8 MB.
CHUNK = 128
# A headline with its teaser has about this many terms; a bare headline half of it.
TEASER_TERMS = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story and the chance that an article belongs to it."""

    story: LiveStory
    evidence: Evidence
    score: float


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

    def renew(self, states: Iterable[StoryState]) -> None:
        """Take stories as somebody else has stored them, in place of how they are held here."""
        for state in states:
            held = self._by_id.get(state.story_id)
            if held is None:
                self.load([state])
                continue
            self._centroids.put(held.row, np.frombuffer(state.vector_sum, "<i4").astype(np.int32))
            story = LiveStory.restored(state, held.row)
            self._by_row[held.row] = self._by_id[story.story_id] = story
            self._centroids.span(story.row, story.first_seen, story.last_seen)

    def drop(self, story_ids: Iterable[int]) -> None:
        """Forget stories that somebody else has ended, or merged into another."""
        for story_id in story_ids:
            story = self._by_id.pop(story_id, None)
            if story is not None:
                self._centroids.clear(story.row)
                self._by_row[story.row] = None

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
        survivors = [story for story in self._by_row if story and story.last_seen >= cutoff]
        forgotten = len(self._by_id) - len(survivors)
        self._centroids.keep(np.asarray([story.row for story in survivors], dtype=np.intp))
        for row, story in enumerate(survivors):
            story.row = row
        self._by_row = list(survivors)
        self._by_id = {story.story_id: story for story in survivors}
        return forgotten

    def assign(self, batch: Sequence[StoryArticle]) -> list[Assignment]:
        """Let each article, in order, join the story it belongs to, or found one."""
        assignments: list[Assignment] = []
        for start in range(0, len(batch), CHUNK):
            chunk = batch[start : start + CHUNK]
            reports = [Report.of(article) for article in chunk]
            search = BatchSearch(self._centroids, np.stack([report.vector for report in reports]))
            for at, (article, report) in enumerate(zip(chunk, reports, strict=True)):
                candidates = self._candidates(report, search, at)
                assignments.append(self._settle(article, report, candidates, search, at))
        return assignments

    def evidence(self, article: StoryArticle) -> list[tuple[int, Evidence, float]]:
        """The stories nearest to an article, the likeliest first: what speaks for each, and the chance."""
        report = Report.of(article)
        candidates = self._candidates(report, BatchSearch(self._centroids, report.vector[np.newaxis]), 0)
        return [(each.story.story_id, each.evidence, each.score) for each in candidates]

    def put(self, article: StoryArticle, story_id: int) -> None:
        """Add an article to a live story, whatever speaks for it; or let it found one, given its own id."""
        report = Report.of(article)
        story = self._by_id.get(story_id)
        if story is None and story_id != article.article_id:
            raise KeyError(story_id)
        self._grow(story or self._found(article), report)

    def _settle(
        self, article: StoryArticle, report: Report, candidates: list[Candidate], search: BatchSearch, at: int
    ) -> Assignment:
        score = candidates[0].score if candidates else 0.0
        is_new = score < self.affinity.join
        story = self._found(article) if is_new else candidates[0].story
        self._grow(story, report)
        touched = [story]
        merge = None
        if len(candidates) > 1 and candidates[1].score >= self.affinity.join:
            other = candidates[1].story
            merge = self._merge(story, other, article.article_id)
            touched.append(other)
        for each in touched:
            search.refresh(each.row, at)
        return Assignment(article.article_id, merge.into if merge else story.story_id, score, is_new, merge)

    def _candidates(self, report: Report, search: BatchSearch, at: int) -> list[Candidate]:
        """The nearest stories in reach, the likeliest first; the smaller id breaks a tie."""
        limits = self.affinity
        rows = self._in_reach(search.above(at, limits.min_cosine), report.published_at)
        rows = search.nearest(at, rows, limits.candidates)
        if not len(rows):
            return []
        cosines = self._centroids.cosines(report.vector, rows).tolist()
        near = sorted(
            (-cosine, story.story_id, story)
            for row, cosine in zip(rows.tolist(), cosines, strict=True)
            if cosine >= limits.min_cosine and (story := self._by_row[row]) is not None
        )
        scored = [
            self._candidate(report, story, -negative) for negative, _, story in near[: limits.candidates]
        ]
        return sorted(scored, key=lambda candidate: (-candidate.score, candidate.story.story_id))

    def _in_reach(self, rows: Rows, moment: float) -> Rows:
        reach = self.affinity.max_gap
        since, until = self._centroids.last_seen[rows] + reach, self._centroids.first_seen[rows] - reach
        return rows[(since >= moment) & (until <= moment)]

    def _candidate(self, report: Report, story: LiveStory, cosine: float) -> Candidate:
        evidence = Evidence(
            cosine,
            shared_terms(report, story),
            shared_entities(report, story),
            math.sqrt(abs(report.published_at - story.middle) / DAY),
            max(0.0, 1.0 - len(report.terms) / TEASER_TERMS),
        )
        familiar = story.langs.get(report.lang, 0) / story.size
        return Candidate(story, evidence, self.affinity.probability(evidence, familiar))

    def _found(self, article: StoryArticle) -> LiveStory:
        if article.article_id in self._by_id:
            raise ValueError(f"article {article.article_id} has founded a story before: assign it once")
        story = LiveStory.founded_by(article, self._centroids.append_empty())
        self._enter(story)
        return story

    def _enter(self, story: LiveStory) -> None:
        self._by_row.append(story)
        self._by_id[story.story_id] = story
        self._centroids.span(story.row, story.first_seen, story.last_seen)

    def _grow(self, story: LiveStory, report: Report) -> None:
        story.add(report)
        self._centroids.add(story.row, report.vector)
        self._note_change(story)

    def _note_change(self, story: LiveStory) -> None:
        self._centroids.span(story.row, story.first_seen, story.last_seen)
        self._changed[story.story_id] = None

    def _merge(self, left: LiveStory, right: LiveStory, shown_by: int) -> Merge | None:
        """Unite two stories that one article fits, when they fit each other too; the larger one lives on."""
        small, large = sorted(
            (left, right), key=lambda story: (story.size, -story.first_seen, -story.story_id)
        )
        score = self._kinship(small, large)
        if score < self.affinity.merge:
            return None
        self._absorb(large, small)
        return Merge(small.story_id, large.story_id, shown_by, score)

    def _kinship(self, small: LiveStory, large: LiveStory) -> float:
        """The chance that the smaller story's mean article belongs to the larger."""
        sums = self._centroids.sums
        mean = small.mean(sums[small.row])
        return self._candidate(mean, large, exact_cosine(sums[small.row], sums[large.row])).score

    def _absorb(self, into: LiveStory, absorbed: LiveStory) -> None:
        into.absorb(absorbed)
        self._centroids.add(into.row, self._centroids.sums[absorbed.row])
        self._centroids.clear(absorbed.row)
        self._note_change(into)
        self._by_row[absorbed.row] = None
        del self._by_id[absorbed.story_id]
        self._changed.pop(absorbed.story_id, None)
