"""Contradiction: whether two outlets give different figures of one thing, or say opposite things of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tidings.policy.disputes import things
from tidings.policy.disputes.counted import Count, counts_of, shown
from tidings.policy.disputes.opposed import Opposed, opposed
from tidings.policy.disputes.telling import (
    Telling,
    is_one_event,
    names_given,
    names_of_clause,
    opens_quotation,
)
from tidings.policy.reading.proper_names import Name, index_of, names_in
from tidings.policy.reading.reading import Sentence

# A toll this much later that is higher is news of it, not another view. Of pairs of tolls of one event in the
# corpora of 2020, 30 of 10 events, the later is the higher in 5 of 11 within six hours, in 13 of 19 after.
UPDATE = timedelta(hours=6)
# Of two sums in dollars this far apart one may be in another country's: an Australian, a Canadian, a New
# Zealand or a Singapore dollar has mostly been worth 0.62 to 0.80 American ones since 2015.
_DOLLARS = (1.25, 1.6)
# What one person has, so that the same full name must stand beside both figures.
_OF_A_PERSON = frozenset({"age", "sentence"})


@dataclass(frozen=True, slots=True)
class Differing:
    """A thing with the figures two outlets give for it, as they are shown; `apart` is their ratio - 1."""

    thing: str
    one: str
    other: str
    apart: float


Contradiction = Differing | Opposed


def contradiction(one: Telling, other: Telling) -> Contradiction | None:
    """What two tellings contradict each other about; None where that cannot be told for sure."""
    differing = next(_differing(one, other), None)
    found: Contradiction | None = differing or opposed(one, other)
    return found if found is not None and is_one_event(one, other) else None


def _differing(one: Telling, other: Telling) -> Iterator[Differing]:
    mine, theirs = counts_of(one.sentence), counts_of(other.sentence)
    for left in mine:
        same = [right for right in theirs if right.key == left.key]
        own = [item for item in mine if item.key == left.key]
        if any(item.agrees(right) for right in same for item in own):
            continue
        for right in same:
            if (
                _is_of_one_thing(one, left, other, right)
                and not _is_update(one, left, other, right)
                and not (_tells(one, right) or _tells(other, left))
            ):
                yield Differing(
                    left.thing,
                    shown(left, one.sentence.text),
                    shown(right, other.sentence.text),
                    _apart(left, right),
                )


def _tells(telling: Telling, count: Count) -> bool:
    """Whether the article around a telling gives that figure as well: two of the dead, and three in all."""
    return any(
        item.thing == count.thing and item.quantity.unit == count.quantity.unit and item.agrees(count)
        for sentence in telling.passage.sentences
        for item in counts_of(sentence)
    )


def _is_of_one_thing(one: Telling, left: Count, other: Telling, right: Count) -> bool:
    """Whether the names beside each figure stand beside the other, or around it."""
    if left.thing in _OF_A_PERSON and not _is_of_one_person(one, left, other, right):
        return False
    around = (*one.passage.sentences, *other.passage.sentences)
    if things.grows(left.thing) and things.has_listed(around, "tally"):
        return False
    if left.quantity.unit == "USD" and (
        things.has_listed(around, "dollars") or _DOLLARS[0] <= 1 + _apart(left, right) <= _DOLLARS[1]
    ):
        return False
    if left.quantity.unit and not (names_in(one.sentence) and names_in(other.sentence)):
        return False
    mine, theirs = (names_of_clause(one.sentence, left.clause), names_of_clause(other.sentence, right.clause))
    return names_given(mine, other) and names_given(theirs, one)


def _is_of_one_person(one: Telling, left: Count, other: Telling, right: Count) -> bool:
    """Whether the one full name beside each figure is the same."""
    mine, theirs = _person(one.sentence, left), _person(other.sentence, right)
    if mine is None or theirs is None:
        return False
    found = {place for _, place in index_of([other.sentence]).find(mine)}
    return not found.isdisjoint(word.place for word in theirs.words)


def _person(sentence: Sentence, count: Count) -> Name | None:
    """The one full name before a figure, or else the first after it; of two it cannot be told whose it is."""
    names = [
        name
        for name in names_in(sentence)
        if len(name.words) > 1 and not opens_quotation(sentence, name.words[0])
    ]
    before = [name for name in names if name.words[0].token.start < count.quantity.start]
    return next(iter(before or names), None) if len(before) <= 1 else None


def _is_update(one: Telling, left: Count, other: Telling, right: Count) -> bool:
    """Whether the later figure is the higher one of something that grows, and had the time or says so."""
    if not things.grows(left.thing):
        return False
    first, last = (left, right) if one.at <= other.at else (right, left)
    # "At least" is said of a count that goes on.
    is_running = last.has_grown or math.isinf(last.high)
    return last.low > first.high and (is_running or abs(one.at - other.at) > UPDATE)


def _apart(left: Count, right: Count) -> float:
    values = sorted(abs(count.quantity.value) for count in (left, right))
    return values[1] / max(values[0], 1.0) - 1.0
