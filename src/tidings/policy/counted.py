"""Counted: what a figure of a sentence is a figure of, so that another source's can be set against it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from tidings.policy.lexicon import root
from tidings.policy.proper_names import names_in
from tidings.policy.quantities import CALENDAR, MONTH, WEEKDAY, Quantity
from tidings.policy.reading import Bearing, Sentence, Word
from tidings.text.morphology import readings

# "Damage from the fire at the warehouse in Kelmar is put at 9 million": that far from a number with a unit
# the word for what it measures may be. Of a bare number much besides may be said in between, above all after
# it.
_REACH = 12
_REACH_BEFORE, _REACH_AFTER = 8, 5
# "34 Russian miners": the noun is among so many words after the number.
_HEAD = 3
# "About 1,200" stands for what is nearer to it than to the next round number.
_APPROXIMATE = 0.15
# Outlets round large figures as they like, in either direction.
_ROUNDED = 0.05
_ROUND_FROM = 100.0
_EXACT = frozenset({"", "year", "month", "percent"})
_BEFORE = 28
_UP_TO = re.compile(r"(?:\bup to|\bas many as|\bas much as|\bдо)\s*$", re.IGNORECASE)
# What a figure is measured from, not the figure: up from 8, с 8 до 9,5, instead of six.
_FROM = re.compile(
    r"\b(?:from|between|than|against|instead of|versus|compared (?:to|with)|not"
    r"|от|с|со|против|вместо|не|между|из)\s*$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\s*(?:(?:out )?of|из)\b", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:[-–—/:]|to|and|or|in|out of|до|и|или|из)\s*", re.IGNORECASE)
_NOT_SAID = Bearing.NEGATED | Bearing.DENIED | Bearing.POSSIBLE
# "New" and "half" say of a count what they do only beside it; "in a day" does wherever it stands.
_NEAR_ONLY = frozenset({"fresh", "earlier", "average", "worldwide"})
_DURATIONS = frozenset({"minute", "hour", "day", "week", "month", "year", "decade"})


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with what it counts: the thing, who they are where that is said, and which count of it.

    `low` and `high` are the least and the most that it may stand for.
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

    @property
    def grows(self) -> bool:
        """Whether later counts of it are higher by nature."""
        return bool(_table()["thing"][self.thing].get("grows", False))

    @property
    def is_money(self) -> bool:
        """Whether it is a sum of money."""
        return str(_table()["thing"][self.thing].get("units")) == "money"

    def agrees(self, other: Count) -> bool:
        """Whether one value can be what both mean."""
        return self.low <= other.high and other.low <= self.high


@lru_cache(maxsize=1024)
def counts_of(sentence: Sentence) -> tuple[Count, ...]:
    """The figures of a sentence that are given as facts, with what they count."""
    named = frozenset(word.place for name in names_in(sentence) for word in name.words)
    return tuple(
        count
        for place, quantity in enumerate(sentence.quantities)
        if quantity.is_amount and not _is_joined(sentence, place)
        if (count := _count(sentence, quantity, named)) is not None
    )


def shown(count: Count, text: str) -> str:
    """The figure as it stands in its sentence; a bare one in digits, which every reader reads."""
    quantity = count.quantity
    if not quantity.unit and quantity.value == int(quantity.value):
        return f"{int(quantity.value):,}".replace(",", "\N{NO-BREAK SPACE}" if quantity.value > 9999 else "")
    return text[quantity.start : quantity.end]


def _count(sentence: Sentence, quantity: Quantity, named: frozenset[int]) -> Count | None:
    first, last = _places(sentence, quantity)
    if first >= len(sentence.words):
        return None
    clause = [word for word in sentence.words if word.clause == sentence.words[first].clause]
    if sentence.words[first].bearing & _NOT_SAID or _is_no_figure(sentence, quantity, clause):
        return None
    thing = _thing(sentence, quantity, (first, last), [word for word in clause if word.place not in named])
    if thing is None:
        return None
    low, high = _bounds(sentence, quantity, clause)
    return Count(
        thing.name,
        "" if "units" in _table()["thing"][thing.name] else _who(sentence, last, thing.word),
        _scope(sentence, clause, quantity),
        low,
        high,
        quantity,
        sentence.words[first].clause,
        any(word.root in _roots("growth", sentence.lang) for word in clause),
    )


@dataclass(frozen=True, slots=True)
class _Thing:
    name: str
    word: Word


def _thing(
    sentence: Sentence, quantity: Quantity, places: tuple[int, int], clause: list[Word]
) -> _Thing | None:
    """The nearest word of the clause for something that can be counted so, with no other number between."""
    first, last = places
    found = [
        (first - word.place if word.place < first else word.place - last, _Thing(name, word))
        for word in clause
        if not first < word.place < last
        if (name := _thing_of(word, sentence.lang)) is not None and _is_measured_in(name, quantity)
        if not _is_parted(sentence, quantity, word)
    ]
    far, thing = min(found, key=lambda item: item[0], default=(0, None))
    if thing is None or quantity.unit:
        return thing if far <= _REACH else None
    return thing if far <= (_REACH_AFTER if thing.word.place > last else _REACH_BEFORE) else None


def _is_parted(sentence: Sentence, quantity: Quantity, word: Word) -> bool:
    """Whether another amount stands between a number and a word."""
    start, end = min(quantity.end, word.token.end), max(quantity.start, word.token.start)
    return any(
        item is not quantity and item.is_amount and start <= item.start < end for item in sentence.quantities
    )


def _is_measured_in(thing: str, quantity: Quantity) -> bool:
    allowed = _table()["units"][_table()["thing"][thing].get("units", "bare")]
    return (quantity.unit or "bare") in str(allowed).split()


def _who(sentence: Sentence, last: int, thing: Word) -> str:
    """Who or what is counted: empty for people at large, or where only the thing itself is named."""
    anybody = _roots("anybody", sentence.lang, "who")
    for word in sentence.words[last + 1 : last + 1 + _HEAD]:
        if word.root in anybody or word.place == thing.place:
            return ""
        if not word.is_content or word.clause != sentence.words[last].clause:
            return ""
        kind = _kinds(sentence.lang).get(word.root)
        if kind is not None:
            return kind
        if sentence.lang == "en" or str(readings(word.token.norm)[0].tag.POS) == "NOUN":
            return word.root
    return ""


def _scope(sentence: Sentence, clause: list[Word], quantity: Quantity) -> frozenset[str]:
    """Which count of the thing is meant: today's, all, the first quarter's, of an earlier year."""
    found = {
        name
        for name in ("fresh", "daily", "total", "average", "period", "worldwide", "earlier")
        for word in (clause if name in _NEAR_ONLY else sentence.words)
        if word.root in _roots(name, sentence.lang, "scope") and not _is_bound(sentence, word)
    }
    for item in sentence.quantities:
        word = sentence.word_at(item.start)
        inside = word is not None and clause[0].clause == word.clause
        if item is not quantity and inside and item.unit in _DURATIONS | {CALENDAR}:
            found.add(f"{item.value:g} {item.unit}")
    return frozenset(found)


def _is_bound(sentence: Sentence, word: Word) -> bool:
    """The more of "more than"."""
    following = sentence.words[word.place + 1 : word.place + 2]
    return bool(following) and following[0].token.norm in {"than", "чем"}


def _is_no_figure(sentence: Sentence, quantity: Quantity, clause: list[Word]) -> bool:
    """Whether a number is part of a whole, of those named before, or what another is measured from."""
    if _FROM.search(_before(sentence, quantity)):
        return True
    if not quantity.unit and _OF_THEM.match(sentence.text, quantity.end):
        return True
    first = clause[0].place
    openers = sentence.words[max(0, first - 1) : first + 1]
    inside = [word for word in clause if word.token.start < quantity.start]
    if any(word.root in _roots("wanted", sentence.lang) for word in clause):
        return True
    return any(word.root in _roots("part", sentence.lang) for word in (*openers, *inside))


def _bounds(sentence: Sentence, quantity: Quantity, clause: list[Word]) -> tuple[float, float]:
    value = quantity.value
    if quantity.bound > 0:
        return value, float("inf")
    if quantity.bound < 0 or _UP_TO.search(_before(sentence, quantity)):
        return float("-inf"), value
    near = [word for word in clause if word.token.end <= quantity.start][-2:]
    if any(word.root in _roots("approximate", sentence.lang) for word in near):
        return value * (1 - _APPROXIMATE), value * (1 + _APPROXIMATE)
    is_rounded = value >= _ROUND_FROM or quantity.unit not in _EXACT
    slack = _ROUNDED / 2 * abs(value) if is_rounded else 0.0
    return value - slack, value + slack


def _is_joined(sentence: Sentence, place: int) -> bool:
    """One end of a range or a change, a ratio or a score."""
    return any(
        _JOINED.fullmatch(sentence.text[left.end : right.start]) and left.is_amount and right.is_amount
        for left, right in pairwise(sentence.quantities[max(0, place - 1) : place + 2])
    )


def _before(sentence: Sentence, quantity: Quantity) -> str:
    return sentence.text[max(0, quantity.start - _BEFORE) : quantity.start]


def _places(sentence: Sentence, quantity: Quantity) -> tuple[int, int]:
    """The first and the last word of a quantity; of one without words, those beside it."""
    within = [word.place for word in sentence.words if quantity.start <= word.token.start < quantity.end]
    if within:
        return within[0], within[-1]
    following = sentence.word_at(quantity.end)
    place = following.place if following else len(sentence.words)
    return place, place - 1


def times_of(sentence: Sentence) -> dict[str, frozenset[float]]:
    """The days, months and years a sentence names, by kind."""
    found: dict[str, set[float]] = {}
    for item in sentence.quantities:
        kind = MONTH if item.unit.startswith(MONTH) else item.unit
        if kind in {WEEKDAY, CALENDAR}:
            found.setdefault(kind, set()).add(item.value)
        elif kind == MONTH and item.unit != MONTH:
            found.setdefault(kind, set()).add(item.value + 100 * float(item.unit.removeprefix(MONTH)))
    return {kind: frozenset(values) for kind, values in found.items()}


def _thing_of(word: Word, lang: str) -> str | None:
    known = _things(lang)
    return known.get(word.root) or known.get(f"={word.token.norm}")


@cache
def _things(lang: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, entry in _table()["thing"].items():
        for word in str(entry[lang]).split():
            found[_key(word)] = name
    return found


def _key(word: str) -> str:
    """A listed word as it is looked up: by its root, or as it is written."""
    return word if word.startswith("=") else root(word)


@cache
def _kinds(lang: str) -> Mapping[str, str]:
    lines = enumerate(_table()["who"][f"kinds_{lang}"])
    return {root(word): f"kind {place}" for place, line in lines for word in str(line).split()}


@cache
def _roots(name: str, lang: str, table: str = "") -> frozenset[str]:
    words = _table()[table][f"{name}_{lang}"] if table else _table()[name][lang]
    return frozenset(map(root, str(words).split()))


@cache
def exclusive_poles(lang: str) -> Mapping[str, tuple[int, int]]:
    """Deeds that exclude another one: the line of the table and the side of it, by root."""
    found: dict[str, tuple[int, int]] = {}
    for axis, line in enumerate(_table()["exclusive"][lang]):
        for pole, words in enumerate(str(line).split("|")):
            found |= {_key(word): (axis, pole) for word in words.split()}
    return found


def deed_of(word: Word, lang: str) -> tuple[int, int] | None:
    """The line and the side of a word for such a deed."""
    known = exclusive_poles(lang)
    return known.get(word.root) or known.get(f"={word.token.norm}")


def is_hearsay(word: Word, lang: str) -> bool:
    """Whether a word names a statement: that, claims, слухи."""
    return word.root in _roots("hearsay", lang)


def opens_aside(word: Word, lang: str) -> bool:
    """Whether a word opens a clause in which somebody else's words may stand."""
    return word.root in _roots("subordinate", lang)


def is_tally(sentences: Iterable[Sentence]) -> bool:
    """Whether a text is about an epidemic, whose counts differ by day and region."""
    return any(
        word.root in _roots("tally", sentence.lang) for sentence in sentences for word in sentence.words
    )


def is_dollar_unsure(sentences: Iterable[Sentence]) -> bool:
    """Whether a text is about a country that calls its own money a dollar."""
    return any(
        word.root in _roots("dollars", sentence.lang) for sentence in sentences for word in sentence.words
    )


@cache
def counted_words() -> Mapping[str, str]:
    """Every word for something counted, and the thing it is for."""
    return {
        word.lstrip("="): name
        for name, entry in _table()["thing"].items()
        for lang in ("en", "ru")
        for word in str(entry[lang]).split()
    }


@cache
def deed_words() -> frozenset[str]:
    """Every word for a deed that excludes another."""
    lines = [line for lang in ("en", "ru") for line in _table()["exclusive"][lang]]
    return frozenset(word.lstrip("=") for line in lines for word in line.replace("|", " ").split())


@cache
def _table() -> dict[str, Any]:
    text = files("tidings.policy").joinpath("tables", "contradiction.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
