"""Lines: the sentences of an article that may stand in a conflict, told before they are read closely."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import filterfalse, islice

from tidings.policy.disputes.telling import Telling
from tidings.policy.disputes.things import counted_words, deed_words, epidemic_words, grows, unit_words
from tidings.policy.reading.lexicon import values
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
        near = {
            str(match.lastgroup)
            for match in _counted().finditer(self.text)
            if any(abs(match.start() - place) <= _REACH for place in places)
        }
        found = {thing for thing in near if _units(thing).search(self.text)}
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
def _numbers() -> re.Pattern[str]:
    english = "|".join(values("units_en"))
    russian = "|".join(sorted({word[: max(3, len(word) - 2)] for word in values("units_ru")}))
    return re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{english}|dozen)\b|\b(?:{russian})[^\W\d_]{{0,3}}\b")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(_forms, words)))})")


def _forms(word: str) -> str:
    """What the forms of a word look like, and few other words: a short one must end soon."""
    if word.isascii():
        stem = word[:-1] if word[-1] in "ey" else word
        return rf"{stem}[a-z]{{0,5}}\b" if len(stem) > 3 else rf"{word}(?:s|d|ed|ing)?\b|{stem}(?:ies|ied)\b"
    return word[: max(4, min(_STEM, len(word) - 1))]
