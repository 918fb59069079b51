"""Finder: what the outlets of a story contradict each other about, decided from their texts alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tidings.conflicts.lines import Line, lines_of
from tidings.policy.disputes.contradiction import Contradiction, contradiction
from tidings.policy.disputes.telling import SPAN
from tidings.store.articles import StoredArticle

# Share of the words of the shorter of two sentences that the other has too: of two tellings of a deed, and of
# a sentence and its negation, which differ in nothing else.
_ONE_DEED = 0.3
_NEGATED = 0.6


@dataclass(frozen=True, eq=False)
class Conflict:
    """Two lines of different outlets that contradict each other, the earlier first."""

    one: Line
    other: Line
    about: Contradiction


def conflicts_in(story: Sequence[StoredArticle]) -> Iterator[Conflict]:
    """The conflicts of one story."""
    lines = [line for article in story for line in lines_of(article)]
    pairs = dict.fromkeys([*_of_one_thing(lines), *_of_one_deed(lines), *_negations(lines)])
    for pair in pairs:
        one, other = sorted(pair, key=lambda line: line.at)
        # Told further apart they are of two events, for which neither has to be read.
        about = contradiction(one, other) if other.at - one.at <= SPAN else None
        if about is not None:
            yield Conflict(one, other, about)


def _of_one_thing(lines: Iterable[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines that may count the same, and give other numbers."""
    counting: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for thing in line.things:
            counting[thing].append(line)
    for same in counting.values():
        yield from (pair for pair in _of_two_outlets(same) if pair[0].numbers != pair[1].numbers)


def _of_one_deed(lines: Iterable[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines that may tell of deeds which exclude each other; across languages their words tell nothing."""
    for one, other in _of_two_outlets([line for line in lines if line.is_deed]):
        if one.article.lang != other.article.lang or one.shares(other) >= _ONE_DEED:
            yield one, other


def _negations(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines of which one negates what the other says."""
    if not any(line.is_negation for line in lines):
        return
    for one, other in _of_two_outlets(lines):
        may_meet = one.is_negation != other.is_negation and one.article.lang == other.article.lang
        if may_meet and one.shares(other) >= _NEGATED:
            yield one, other


def _of_two_outlets(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    pairs = combinations(lines, 2)
    return ((one, other) for one, other in pairs if one.article.source != other.article.source)
