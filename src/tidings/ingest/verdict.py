"""The verdict on a candidate: news, a new revision, a copy, or nothing new. Pure; the same in any batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tidings.ingest.candidate import Candidate
from tidings.store.articles import KnownArticle, Lookalike
from tidings.text.duplicates import is_near_duplicate

# Two alike texts further apart are a column of that name or an anniversary, not one report sent twice.
NEAR_SECONDS = 7 * 86_400
# The story of an article judged in this very batch, which joins one only after the verdicts.
UNPLACED = 0


class Outcome(StrEnum):
    """What became of an item; rejected ones carry their reason instead."""

    STORED = "stored"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    EXACT = "duplicate_exact"
    NEAR = "duplicate_near"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, the article a copy repeats, and the number of a new revision."""

    outcome: Outcome
    of_article: int | None = None
    of_story: int | None = None
    revision: int = 1


def is_unchanged(candidate: Candidate, known: KnownArticle | None, copy_hash: int | None) -> bool:
    """Whether this very text was already seen under this id; a text that comes back is no news."""
    if known is not None and candidate.content_hash in known.content_hashes:
        return True
    return candidate.content_hash == copy_hash


def decide(
    candidate: Candidate,
    minhash: bytes,
    known: KnownArticle | None,
    copy_hash: int | None,
    lookalikes: Iterable[Lookalike],
) -> Verdict:
    """Judge one candidate against what is stored under its id and what looks like it."""
    if is_unchanged(candidate, known, copy_hash):
        return Verdict(Outcome.UNCHANGED)
    if known is not None:
        return Verdict(Outcome.REVISED, revision=known.revision + 1)
    original = _original(candidate, minhash, lookalikes)
    if original is None:
        return Verdict(Outcome.STORED)
    if copy_hash is not None:
        return Verdict(Outcome.UNCHANGED)  # was a copy, and is one still
    exact = original.content_hash == candidate.content_hash
    return Verdict(Outcome.EXACT if exact else Outcome.NEAR, original.id, original.story_id)


def _original(candidate: Candidate, minhash: bytes, lookalikes: Iterable[Lookalike]) -> Lookalike | None:
    """The stored article this one repeats: an equal text before an alike one, then the earliest."""
    alike = {
        other.id: other
        for other in lookalikes
        if other.id != candidate.id
        and abs((other.published_at - candidate.published_at).total_seconds()) <= NEAR_SECONDS
        and (other.content_hash == candidate.content_hash or is_near_duplicate(other.minhash, minhash))
    }
    return min(
        alike.values(),
        key=lambda other: (other.content_hash != candidate.content_hash, other.published_at, other.id),
        default=None,
    )


@dataclass(slots=True)
class Ledger:
    """What is known while a batch is judged, each verdict adding to it."""

    known: dict[int, KnownArticle]
    copies: dict[int, int]
    by_band: dict[int, list[Lookalike]] = field(default_factory=dict)

    def judge(self, candidate: Candidate, minhash: bytes, bands: Iterable[int]) -> Verdict:
        """The verdict on the next candidate, remembered for those after it."""
        keys = list(bands)
        lookalikes = (other for band in keys for other in self.by_band.get(band, ()))
        verdict = decide(
            candidate, minhash, self.known.get(candidate.id), self.copies.get(candidate.id), lookalikes
        )
        if verdict.outcome in (Outcome.STORED, Outcome.REVISED):
            self._remember(candidate, minhash, keys, verdict.revision)
        elif verdict.outcome in (Outcome.EXACT, Outcome.NEAR):
            self.copies[candidate.id] = candidate.content_hash
        return verdict

    def _remember(self, candidate: Candidate, minhash: bytes, bands: list[int], revision: int) -> None:
        before = self.known.get(candidate.id)
        hashes = (before.content_hashes if before else frozenset()) | {candidate.content_hash}
        published_at = before.published_at if before else candidate.published_at
        story = before.story_id if before else UNPLACED
        self.known[candidate.id] = KnownArticle(revision, published_at, story, hashes)
        if before:
            self._forget_bands(candidate.id)
        look = Lookalike(candidate.id, candidate.content_hash, minhash, published_at, story)
        for band in bands:
            self.by_band.setdefault(band, []).append(look)

    def _forget_bands(self, article_id: int) -> None:
        for band, found in self.by_band.items():
            self.by_band[band] = [other for other in found if other.id != article_id]


def story_of(verdict: Verdict, placed: Mapping[int, int]) -> int:
    """The story a copy belongs to: that of its original, which may have been placed in the same batch."""
    if verdict.of_article is None or verdict.of_story is None:
        raise ValueError("only a copy has an original's story")
    return verdict.of_story if verdict.of_story != UNPLACED else placed[verdict.of_article]
