"""Counted: what a figure of a sentence is a figure of, so that another source's can be set against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tidings.policy.disputes import things
from tidings.policy.reading.amounts import CALENDAR, MONTH, WEEKDAY, Bound, Quantity
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import Bearing, Sentence, Word
from tidings.text.morphology import readings

# "Damage from the fire at the warehouse in Kelmar is put at 9 million": that far from a number with a unit
# the word for what it measures may be. Of a bare number much besides may be said in between, most of all
# after it: "four officers were dismissed for their part in the death".
_REACH = 12
_REACH_BEFORE, _REACH_AFTER = 8, 5
# "34 Russian miners": the noun is among so many words after the number.
_HEAD = 3
# "About 1,200" stands for what is nearer to it than to the next round number.
_APPROXIMATE = 0.15
# Outlets round sums, measures and counts from a hundred on as they like, in either direction.
_ROUNDED = 0.025
_ROUND_FROM = 100.0
_EXACT = frozenset({"", "year", "month", "percent"})
# Characters in which the words stand that bear on the number after them.
_LOOKED_AT = 28
_UP_TO = re.compile(r"(?:\bup to|\bas many as|\bas much as|\bдо)\s*$", re.IGNORECASE)
# What a figure is measured from, not the figure: up from 8, с 8 до 9,5, instead of six.
_FROM = re.compile(
    r"\b(?:(?:fraction|part|half|most|share|rest) of(?: the| its| his| her)?"
    r"|from|between|than|against|instead of|versus|compared (?:to|with)|not"
    r"|от|с|со|против|вместо|не|между|из)\s*$",
    re.IGNORECASE,
)
# "Dies at 53" gives an age, "at 8 pm" a time.
_AT = re.compile(r"\bat\s*$", re.IGNORECASE)
_AGES = range(1, 121)
_CLOCK = re.compile(r"\s*(?:[ap]\.?m\b|o['’]clock|:\d)", re.IGNORECASE)
# A round word is given for a number near it, or above.
_DOZENS = re.compile(r"dozens?$|дюжин\w*$", re.IGNORECASE)
_OVER_A = re.compile(r"\b(?:more than|over|at least)\s+an?\s*$", re.IGNORECASE)
# A bare number of these, after a word that places it in time, is a year.
_YEARS = range(1900, 2100)
_YEAR_AFTER = re.compile(
    r"\b(?:in|since|of|by|from|until|till|after|before|early|late|mid|to|в|с|до|после|на|за|к)[\s-]*$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\s*(?:(?:out )?of|из)\b", re.IGNORECASE)
# Between the ends of a range or a change, the sides of a ratio or of a score.
# "A policeman and five others": one more than five.
_AND_OTHERS = re.compile(r"\s*others?\b|\s*других\b", re.IGNORECASE)
_AND = re.compile(r"(?:\band|\bи)\s*$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:[-–—/:]|to|and|or|in|out of|до|и|или|из)\s*", re.IGNORECASE)
_NOT_SAID = Bearing.NEGATED | Bearing.DENIED | Bearing.POSSIBLE
_DURATIONS = frozenset({"minute", "hour", "day", "week", "month", "year", "decade"})
# "New" and "half" say of a count what they do only beside it; "in a day" does wherever it stands.
_NEAR_ONLY = frozenset({"fresh", "earlier", "average", "degree", "worldwide"})


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with what it counts: the thing, who they are where that is said, and which count of it.

    `low` and `high` are the least and the most that it may stand for; `has_grown` that its clause says so.
    """

    thing: str
    who: str
    scope: frozenset[str]
    low: float
    high: float
    quantity: Quantity
    clause: int
    has_grown: bool

    @property
    def key(self) -> tuple[str, str, str, frozenset[str]]:
        """What two counts must share to be counts of the same."""
        return self.thing, self.who, self.quantity.unit, self.scope

    def agrees(self, other: Count) -> bool:
        """Whether one value can be what both mean."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class _Clause:
    """A number with the words around it: those of its clause, and the first and the last of its own."""

    sentence: Sentence
    quantity: Quantity
    words: Sequence[Word]
    first: int
    last: int

    @property
    def before(self) -> str:
        """What stands right before the number."""
        start = self.quantity.start
        return self.sentence.text[max(0, start - _LOOKED_AT) : start]

    def has(self, table: str, words: Sequence[Word] | None = None) -> bool:
        """Whether one of the words, by default any of the clause, is in a list."""
        listed = self.words if words is None else words
        return any(things.is_listed(word, self.sentence.lang, table) for word in listed)


@lru_cache(maxsize=1024)
def counts_of(sentence: Sentence) -> tuple[Count, ...]:
    """The figures of a sentence that are given as facts, with what they count."""
    if is_question(sentence):
        return ()
    amounts = [item for place, item in enumerate(sentence.quantities) if not _is_joined(sentence, place)]
    clauses = (_clause(sentence, item) for item in amounts if item.is_amount and not is_year(sentence, item))
    counts = (_count(clause) for clause in clauses if clause is not None)
    return tuple(count for count in counts if count is not None)


def is_question(sentence: Sentence) -> bool:
    """Whether a sentence asks, and states nothing."""
    return sentence.text.rstrip("”’»\"') ").endswith("?")


def shown(count: Count, text: str) -> str:
    """The figure as it stands in its sentence; a bare one in digits, which every reader reads."""
    quantity = count.quantity
    if quantity.unit or quantity.value != int(quantity.value):
        return text[quantity.start : quantity.end]
    grouped = f"{int(quantity.value):,}"
    return grouped.replace(",", "\N{NO-BREAK SPACE}" if quantity.value >= 10_000 else "")


def times_of(sentence: Sentence) -> dict[str, frozenset[float]]:
    """The days, months and years a sentence names, by kind."""
    found: dict[str, set[float]] = {}
    for item in sentence.quantities:
        if is_year(sentence, item):
            found.setdefault(CALENDAR, set()).add(item.value)
        elif item.unit == WEEKDAY:
            found.setdefault(item.unit, set()).add(item.value)
        elif item.unit.startswith(f"{MONTH} "):
            day = item.value + 100 * float(item.unit.removeprefix(MONTH))
            found.setdefault(MONTH, set()).add(day)
    return {kind: frozenset(values) for kind, values in found.items()}


def is_year(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number is a year, by its unit or by the word before it."""
    if quantity.unit == CALENDAR:
        return True
    text = sentence.text[quantity.start : quantity.end]
    return (
        not quantity.unit
        and text.isdigit()
        and int(text) in _YEARS
        and _YEAR_AFTER.search(sentence.text[: quantity.start]) is not None
    )


def _clause(sentence: Sentence, quantity: Quantity) -> _Clause | None:
    """The number in its clause; None where no word is near it."""
    within = [word.place for word in sentence.words if quantity.start <= word.token.start < quantity.end]
    following = sentence.word_at(quantity.end)
    if not within and following is None:
        return None
    first = within[0] if within or following is None else following.place
    number = sentence.words[first].clause
    words = [word for word in sentence.words if word.clause == number]
    return _Clause(sentence, quantity, words, first, within[-1] if within else first - 1)


def _count(clause: _Clause) -> Count | None:
    sentence, quantity = clause.sentence, clause.quantity
    if sentence.words[clause.first].bearing & _NOT_SAID or _is_no_figure(clause):
        return None
    found = _thing(clause)
    if found is None:
        return None
    thing, word = found
    if word.bearing & _NOT_SAID:
        return None
    if not quantity.unit and _AT.search(clause.before):
        if thing != "dead" or quantity.value not in _AGES or _CLOCK.match(sentence.text, quantity.end):
            return None
        thing = "age"
    low, high = _bounds(clause)
    return Count(
        thing,
        "" if things.has_units(thing) else _who(clause, word),
        _scope(clause),
        low,
        high,
        quantity,
        sentence.words[clause.first].clause,
        clause.has("growth"),
    )


def _thing(clause: _Clause) -> tuple[str, Word] | None:
    """The nearest word of the clause for something that can be counted so, with no other number between."""
    named = {word.place for name in names_in(clause.sentence) for word in name.words}
    found = []
    for word in clause.words:
        thing = None if word.place in named else things.thing_of(word, clause.sentence.lang)
        if thing is not None and things.is_measure_of(thing, clause.quantity) and _is_near(clause, word):
            found.append((_distance(clause, word), thing, word))
    nearest = min(found, key=lambda item: item[0], default=None)
    return nearest[1:] if nearest else None


def _is_near(clause: _Clause, word: Word) -> bool:
    """Whether a word may be said of the number: no further than is usual, and of no other number first."""
    reach = _REACH_AFTER if word.place > clause.last else _REACH_BEFORE
    if _distance(clause, word) > (_REACH if clause.quantity.unit else reach):
        return False
    start, end = min(clause.quantity.end, word.token.end), max(clause.quantity.start, word.token.start)
    others = (item for item in clause.sentence.quantities if item is not clause.quantity and item.is_amount)
    return not any(start <= item.start < end for item in others)


def _distance(clause: _Clause, word: Word) -> int:
    return max(clause.first - word.place, word.place - clause.last)


def _who(clause: _Clause, thing: Word) -> str:
    """Who or what is counted: empty for people at large, or where only the thing itself is named."""
    lang, number = clause.sentence.lang, clause.words[0].clause
    for word in clause.sentence.words[clause.last + 1 : clause.last + 1 + _HEAD]:
        if word.place == thing.place or not word.is_content or word.clause != number:
            return ""
        kind = things.kind_of(word, lang)
        if kind is not None:
            return kind
        if lang == "en" or str(readings(word.token.norm)[0].tag.POS) == "NOUN":
            return word.root
    return ""


def _scope(clause: _Clause) -> frozenset[str]:
    """Which count of the thing is meant: today's, all, the first quarter's, of an earlier year."""
    sentence, number = clause.sentence, clause.words[0].clause
    found = {
        name
        for word in sentence.words
        if not _is_of_bound(sentence, word)
        for name in things.scopes_of(word, sentence.lang)
        if word.clause == number or name not in _NEAR_ONLY
    }
    for item in sentence.quantities:
        word = sentence.word_at(item.start)
        inside = word is not None and word.clause == number
        if item is clause.quantity or not inside:
            continue
        if item.unit in _DURATIONS or is_year(sentence, item):
            found.add(f"{item.value:g} {item.unit}")
    return frozenset(found)


def _is_of_bound(sentence: Sentence, word: Word) -> bool:
    """The more of "more than"."""
    following = sentence.words[word.place + 1 : word.place + 2]
    return bool(following) and following[0].token.norm in {"than", "чем"}


def _is_no_figure(clause: _Clause) -> bool:
    """Whether a number is part of a whole, of those named before, only wanted, or what others are held to."""
    if _FROM.search(clause.before) or clause.has("wanted"):
        return True
    if not clause.quantity.unit and _OF_THEM.match(clause.sentence.text, clause.quantity.end):
        return True
    following = clause.sentence.text[clause.quantity.end :]
    if _AND.search(clause.before) and _AND_OTHERS.match(following):
        return True
    first = clause.words[0].place
    opening = clause.sentence.words[max(0, first - 1) : first + 1]
    before = [word for word in clause.words if word.place < clause.first]
    return clause.has("part", [*opening, *before])


def _bounds(clause: _Clause) -> tuple[float, float]:
    """The least and the most the number may stand for, as it is given."""
    quantity = clause.quantity
    if quantity.bound is Bound.OVER or _OVER_A.search(clause.before):
        return quantity.value, float("inf")
    if quantity.bound is Bound.UNDER or _UP_TO.search(clause.before):
        return float("-inf"), quantity.value
    near = [word for word in clause.words if word.place < clause.first][-2:]
    digits = clause.sentence.text[quantity.start : quantity.end]
    if clause.has("approximate", near) or _DOZENS.search(digits):
        share = _APPROXIMATE
    else:
        is_rounded = quantity.value >= _ROUND_FROM or quantity.unit not in _EXACT
        share = _ROUNDED if is_rounded else 0.0
    slack = share * abs(quantity.value)
    return quantity.value - slack, quantity.value + slack


def _is_joined(sentence: Sentence, place: int) -> bool:
    return any(
        _JOINED.fullmatch(sentence.text[left.end : right.start]) and left.is_amount and right.is_amount
        for left, right in pairwise(sentence.quantities[max(0, place - 1) : place + 2])
    )
