"""Lines: the sentences of an article that may stand in a conflict, told before they are read closely."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import filterfalse, islice
from typing import NamedTuple

from tidings.policy.disputes.telling import Telling
from tidings.policy.disputes.things import counted_words, deed_words, epidemic_words, grows, unit_words
from tidings.policy.reading.lexicon import values
from tidings.schemas.evidence import QUOTE_LIMIT
from tidings.store.articles import StoredArticle
from tidings.text.cutting import cut_point
from tidings.text.tokens import sentences

# Figures and denials of a story stand in an article's title and first sentences, seldom further down.
SENTENCES = 5
# "Read more" and bylines tell nothing; "Berg has not resigned" does.
_LEAST = 20
_WORD = re.compile(r"[^\W\d_]{3,}")
# What stands between two word boundaries: all patterns of words look at no more than one.
_RUN = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# Characters between a number and the word for what it counts, which proof looks for twelve words away.
_REACH = 60
# As much of a word as its forms have in common.
_STEM = 5
# "Did not", "не" and the verb after it; of other negations it cannot be told what they negate.
_NEGATION = re.compile(r"\b(?:not|never|не)\s|n['’]t\b|\bden(?:y|ie)|\bопроверг|\bотриц", re.IGNORECASE)
# A word of which it is worth looking whether it negates.
_MAY_NEGATE = re.compile(r"(?:not|never|не|t)\Z|den(?:y|ie)|опроверг|отриц", re.IGNORECASE)

# Signs that are no things counted.
_NUMERAL, _DEED, _EPIDEMIC, _NEGATING = "#number", "#deed", "#epidemic", "#negation"
_NO_THINGS = frozenset({_NUMERAL, _DEED, _EPIDEMIC, _NEGATING})


class Signs(NamedTuple):
    """What a line may hold, by its words alone."""

    things: frozenset[str]
    numbers: frozenset[str]
    is_deed: bool
    is_negation: bool


class Line(Telling):
    """A telling seen from outside: cheap signs of what it may hold."""

    @cached_property
    def text(self) -> str:
        """The words, without regard to case."""
        return self.article.text[self.start : self.end].casefold()

    @cached_property
    def words(self) -> frozenset[str]:
        """The beginnings of its words."""
        return _beginnings(self.text)

    @cached_property
    def signs(self) -> Signs:
        """What it may hold."""
        return signs_of(self.text)

    @property
    def things(self) -> frozenset[str]:
        """What it may give a figure of; nobody's toll is told of an epidemic."""
        return self.signs.things

    @property
    def numbers(self) -> frozenset[str]:
        """Its numbers, as they are written."""
        return self.signs.numbers

    @property
    def is_deed(self) -> bool:
        """Whether it may tell of a deed that excludes another, or deny one."""
        return self.signs.is_deed

    @property
    def is_negation(self) -> bool:
        """Whether it says of something that it is not so, or denies that it is."""
        return self.signs.is_negation

    def shares(self, other: Line) -> float:
        """How many of the words of the shorter line the other has, 0..1."""
        mine, theirs = self.words, other.words
        return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def lines_of(article: StoredArticle) -> Iterator[Line]:
    """The first sentences of an article, as far as they can be quoted."""
    for span in islice(sentences(article.text), SENTENCES):
        length = span.end - span.start
        if length > QUOTE_LIMIT:
            length = cut_point(article.text[span.start : span.end], QUOTE_LIMIT) or QUOTE_LIMIT
        if length >= _LEAST:
            yield Line(article, span.start, span.start + length)


# Whoever asks about a window reads the same widest told stories: the lines of ten commands, in some 4 MB.
@lru_cache(maxsize=2048)
def signs_of(text: str) -> Signs:
    """What folded words may tell of."""
    runs = _RUN.findall(text)
    marks = frozenset[str]().union(*map(_marks_of, runs))
    numerals = (run for run in runs if _NUMERAL in _marks_of(run)) if _NUMERAL in marks else ()
    numbers = frozenset((*_FIGURE.findall(text), *numerals))
    return Signs(
        things=_things(text, marks) if numbers and not marks <= _NO_THINGS else frozenset(),
        numbers=numbers,
        is_deed=_DEED in marks,
        is_negation=_NEGATING in marks and _NEGATION.search(text) is not None,
    )


def _things(text: str, marks: frozenset[str]) -> frozenset[str]:
    """What the numbers of the words may be figures of."""
    runs = [(match.start(), _marks_of(match.group())) for match in _RUN.finditer(text)]
    places = [match.start() for match in _FIGURE.finditer(text)]
    places += [start for start, own in runs if _NUMERAL in own]
    near = {
        thing
        for start, own in runs
        for thing in own - _NO_THINGS
        if any(abs(start - place) <= _REACH for place in places)
    }
    found = {thing for thing in near if _units(thing).search(text)}
    return frozenset(filterfalse(grows, found) if _EPIDEMIC in marks else found)


@lru_cache(maxsize=2048)
def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text))


# As many words as a day's news is written in.
@lru_cache(maxsize=16_384)
def _marks_of(run: str) -> frozenset[str]:
    """What a word can be a sign of, each by its name: one of _NO_THINGS, or a thing counted."""
    signs = {_NUMERAL: _numerals(), _DEED: _deeds(), _EPIDEMIC: _epidemic(), _NEGATING: _MAY_NEGATE}
    counted = _counted().match(run)
    named = (str(counted.lastgroup),) if counted else ()
    return frozenset((*named, *(name for name, pattern in signs.items() if pattern.match(run))))


@cache
def _counted() -> re.Pattern[str]:
    """Words for things counted, each thing a group of its name."""
    words: dict[str, list[str]] = defaultdict(list)
    for word, thing in counted_words().items():
        words[thing].append(_forms(word))
    groups = (f"(?P<{thing}>{'|'.join(sorted(forms))})" for thing, forms in words.items())
    return re.compile(rf"\b(?:{'|'.join(groups)})")


@cache
def _units(thing: str) -> re.Pattern[str]:
    signs = {re.escape(word[:_STEM]) for word in unit_words(thing)}
    return re.compile("|".join(sorted(signs)))


@cache
def _deeds() -> re.Pattern[str]:
    return _any_of(deed_words())


@cache
def _epidemic() -> re.Pattern[str]:
    return _any_of(epidemic_words())


@cache
def _numerals() -> re.Pattern[str]:
    english = "|".join(values("units_en"))
    russian = "|".join(sorted({word[: max(3, len(word) - 2)] for word in values("units_ru")}))
    return re.compile(rf"\b(?:{english}|dozen)\b|\b(?:{russian})[^\W\d_]{{0,3}}\b")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(_forms, words)))})")


def _forms(word: str) -> str:
    """What the forms of a word look like, and few other words: a short one must end soon."""
    if word.isascii():
        stem = word[:-1] if word[-1] in "ey" else word
        return rf"{stem}[a-z]{{0,5}}\b" if len(stem) > 3 else rf"{word}(?:s|d|ed|ing)?\b|{stem}(?:ies|ied)\b"
    return word[: max(4, min(_STEM, len(word) - 1))]
