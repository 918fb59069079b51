"""Finder: what the outlets of a story contradict each other about, decided from their texts alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tidings.conflicts.lines import Line, lines_of
from tidings.policy.contradiction import Contradiction, contradiction
from tidings.store.articles import StoredArticle

# Share of the words of the shorter of two sentences that the other has too: of two tellings of a deed, and of
# a sentence and its negation, which differ in nothing else.
_ONE_DEED = 0.3
_NEGATED = 0.5


@dataclass(frozen=True, eq=False)
class Conflict:
    """Two lines of different outlets that contradict each other, the earlier first."""

    one: Line
    other: Line
    about: Contradiction


def conflicts_in(story: Sequence[StoredArticle]) -> Iterator[Conflict]:
    """The conflicts of one story."""
    lines = [line for article in story for line in lines_of(article)]
    for pair in combinations(lines, 2):
        if not _may_conflict(*pair):
            continue
        one, other = sorted(pair, key=lambda line: line.at)
        about = contradiction(one, other)
        if about is not None:
            yield Conflict(one, other, about)


def _may_conflict(one: Line, other: Line) -> bool:
    """Whether lines of two outlets are worth reading: something counted otherwise, a deed undone."""
    if one.article.source == other.article.source:
        return False
    if not one.things.isdisjoint(other.things) and one.numbers != other.numbers:
        return True
    if one.article.lang != other.article.lang:
        return one.is_deed and other.is_deed
    common = len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))
    if one.is_deed and other.is_deed and common >= _ONE_DEED:
        return True
    turned = one.is_negation != other.is_negation or one.is_deed != other.is_deed
    return turned and common >= _NEGATED
