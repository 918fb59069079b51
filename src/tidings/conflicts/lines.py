"""Lines: the sentences of an article that may stand in a conflict, told before they are read closely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import filterfalse, islice

from tidings.policy.lexicon import values
from tidings.policy.telling import Telling
from tidings.policy.things import counted_words, deed_words, epidemic_words, grows
from tidings.schemas.evidence import QUOTE_LIMIT
from tidings.store.articles import StoredArticle
from tidings.text.cutting import cut_point
from tidings.text.tokens import sentences

# Figures and denials of a story stand in an article's title and first sentences, seldom further down.
SENTENCES = 5
# "Read more" and bylines tell nothing.
_LEAST = 25
_WORD = re.compile(r"[^\W\d_]{3,}")
# Characters between a number and the word for what it counts, which proof looks for twelve words away.
_REACH = 60
# As much of a word as its forms have in common.
_STEM = 5
# "Did not", "не" and the verb after it; of other negations it cannot be told what they negate.
_NEGATION = re.compile(r"\b(?:not|never|не)\s|n['’]t\b|\bden(?:y|ie)|\bопроверг|\bотриц", re.IGNORECASE)


class Line(Telling):
    """A telling seen from outside: cheap signs of what it may hold."""

    @cached_property
    def text(self) -> str:
        """The words, without regard to case."""
        return self.article.text[self.start : self.end].casefold()

    @cached_property
    def words(self) -> frozenset[str]:
        """The beginnings of its words."""
        return frozenset(word[:_STEM] for word in _WORD.findall(self.text))

    @cached_property
    def things(self) -> frozenset[str]:
        """What it may give a figure of; nobody's toll is told of an epidemic."""
        places = [match.start() for match in _numbers().finditer(self.text)]
        if not places:
            return frozenset()
        found = {
            _things()[match.group()]
            for match in _counted().finditer(self.text)
            if any(abs(match.start() - place) <= _REACH for place in places)
        }
        return frozenset(found if _epidemic().search(self.text) is None else filterfalse(grows, found))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Its numbers, as they are written."""
        return frozenset(_numbers().findall(self.text))

    @cached_property
    def is_deed(self) -> bool:
        """Whether it may tell of a deed that excludes another, or deny one."""
        return _deeds().search(self.text) is not None

    @cached_property
    def is_negation(self) -> bool:
        """Whether it says of something that it is not so, or denies that it is."""
        return _NEGATION.search(self.text) is not None

    def shares(self, other: Line) -> float:
        """How many of the words of the shorter line the other has, 0..1."""
        return len(self.words & other.words) / max(1, min(len(self.words), len(other.words)))


def lines_of(article: StoredArticle) -> Iterator[Line]:
    """The first sentences of an article, as far as they can be quoted."""
    for span in islice(sentences(article.text), SENTENCES):
        length = span.end - span.start
        if length > QUOTE_LIMIT:
            length = cut_point(article.text[span.start : span.end], QUOTE_LIMIT) or QUOTE_LIMIT
        if length >= _LEAST:
            yield Line(article, span.start, span.start + length)


@cache
def _things() -> Mapping[str, str]:
    return {_beginning(word): thing for word, thing in counted_words().items()}


@cache
def _counted() -> re.Pattern[str]:
    return _any_of(_things())


@cache
def _deeds() -> re.Pattern[str]:
    return _any_of({_beginning(word) for word in deed_words()})


@cache
def _epidemic() -> re.Pattern[str]:
    return _any_of({_beginning(word) for word in epidemic_words()})


@cache
def _numbers() -> re.Pattern[str]:
    words = (word for lang in ("en", "ru") for word in values(f"units_{lang}"))
    beginnings = "|".join(sorted({word[: max(3, len(word) - 2)] for word in words}, key=len, reverse=True))
    return re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{beginnings})[^\W\d_]{{0,3}}\b")


def _beginning(word: str) -> str:
    """As much of a word as its other forms begin with."""
    if word.endswith("y"):
        return word[:-1]
    return word[: max(3, min(_STEM, len(word) - 1))]


def _any_of(beginnings: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(beginnings, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})")
