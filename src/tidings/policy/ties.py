"""Ties: what a sentence says a number or a direction of, and whether another ties them so too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tidings.policy.proper_names import names_in
from tidings.policy.reading import Sentence

# A word right beside says more of what is counted than one elsewhere in the clause.
_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Tie:
    """What stands with a mark, as roots: in its clause, right before and after it, in its sentence."""

    clause: frozenset[str]
    beside: frozenset[str]
    sentence: frozenset[str]

    def closeness(self, cited: Tie) -> int:
        """How much of what stands with one mark stands with the other."""
        return len(self.clause & cited.clause) + _BESIDE * len(self.beside & cited.beside)

    def is_met_by(self, cited: Tie) -> bool:
        """Whether the two are in sentences about anything in common."""
        return not self.sentence or not self.sentence.isdisjoint(cited.sentence)


def tie_of(sentence: Sentence, first: int, last: int) -> Tie:
    """What the words from `first` to `last` of a sentence stand with; of names `actors` takes care."""
    own = {word.root for word in sentence.words[first : last + 1]}
    clause = sentence.words[first].clause if first < len(sentence.words) else 0
    named = {word.place for name in names_in(sentence) for word in name.words}
    others = [word for word in sentence.content if not (first <= word.place <= last or word.place in named)]
    mates = [word for word in others if word.clause == clause]
    before = [word.root for word in mates if word.place < first][-1:]
    after = [word.root for word in mates if word.place > last][:2]
    return Tie(
        frozenset(word.root for word in mates) - own,
        frozenset(before + after) - own,
        frozenset(word.root for word in others) - own,
    )


def is_outdone(claimed: Tie, same: Iterable[Tie], rivals: Iterable[Tie]) -> bool:
    """Whether something else of the kind is tied to what the claim says more closely than the claimed is."""
    best = max((claimed.closeness(tie) for tie in same), default=-1)
    return max((claimed.closeness(tie) for tie in rivals), default=-1) > best
