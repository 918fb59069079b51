"""Reading: a sentence as proof sees it, word by word: roots, clauses, and what is asserted or denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Flag
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from tidings.policy.reading.aims import aims_of
from tidings.policy.reading.amounts import Quantity
from tidings.policy.reading.lexicon import is_telling, pairs_of_words, root, roots, words
from tidings.policy.reading.quantities import codes, quantities
from tidings.text.morphology import readings
from tidings.text.tokens import Token, is_shouting, is_title_case, tokenize

# Marks that end a clause. A hyphen inside a word is no dash.
_BREAK = re.compile(r"[,;:()…—–]|\s-\s")
# What a name is called for short stands between brackets in the clause of the name: the league (NHL) agreed.
_SHORT_FORM = re.compile(r"\((?=[^()]{0,20}[A-ZА-ЯЁ])\w[\w.&-]*(?: [\w.&-]+)?\)")
# From this share of capitals on a sentence is a headline, whose capitals name nobody.
_TITLE_CASE = 0.7
# A Russian sentence may be mostly Latin names; an English one quotes a Cyrillic word at most.
_RUSSIAN_SHARE = 0.25
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Where a sentence that takes another back says so: "That report was wrong".
_OPENING = 4
# Sentences kept read: those of a hundred cited articles, some 15 MB.
_REMEMBERED = 1024


class Bearing(Flag):
    """How a word stands in what is said: asserted as it is, or under one of these."""

    PLAIN = 0
    NEGATED = 1
    DENIED = 2
    POSSIBLE = 4
    FUTURE = 8
    OPEN = 16  # not even decided: whether, may, considered


class Word(NamedTuple):
    """A word of a sentence: its root, the clause it stands in, and how it bears on what is said."""

    token: Token
    root: str
    place: int
    clause: int
    is_content: bool
    bearing: Bearing
    aimed: Bearing = Bearing.PLAIN  # what is said of this very word, and not merely before it


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence read; `opens` says that its first capital is owed to its place.

    `said` is the sentence this one renders in the other language: names are read in it.
    """

    text: str
    lang: str
    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    opens: bool = True
    said: Sentence | None = None

    @cached_property
    def content(self) -> tuple[Word, ...]:
        """The words that carry what is said, numbers apart."""
        return tuple(word for word in self.words if word.is_content)

    @cached_property
    def roots(self) -> frozenset[str]:
        """Roots of its content."""
        return frozenset(word.root for word in self.content)

    @cached_property
    def all_roots(self) -> frozenset[str]:
        """Roots of every word of it."""
        return frozenset(word.root for word in self.words)

    @cached_property
    def turning(self) -> frozenset[int]:
        """The clauses in which something is refused, lacking or ruled out, without a "not"."""
        marks = pairs_of_words("bearing", f"turning_{self.lang}")
        return frozenset(
            word.clause
            for word in self.words
            if (follower := marks.get(word.root)) is not None
            if not follower or self._is_followed(word, follower)
        )

    def _is_followed(self, word: Word, norm: str) -> bool:
        """Whether a word stands near enough after another to belong to it: turned the offer down."""
        return any(other.token.norm == norm for other in self.words[word.place + 1 : word.place + 5])

    @cached_property
    def is_headline(self) -> bool:
        """Whether capitals mean nothing in it."""
        if self.said is not None:
            return self.said.is_headline
        tokens = [word.token for word in self.words]
        if is_shouting(tokens):
            return True
        # A headline has no full stop; a short sentence may be mostly names.
        return not self.text.endswith(".") and is_title_case(tokens, self.lang, _TITLE_CASE)

    @cached_property
    def loose_codes(self) -> frozenset[str]:
        """What has digits in it that no quantity takes up: model numbers, versions, 1/8, dates in digits."""
        counted = [(item.start, item.end) for item in self.quantities]
        return frozenset(code for start, code in codes(self.text) if _is_loose(code, start, counted))

    def written(self, quantity: Quantity) -> str:
        """A number of it as it is written."""
        return self.text[quantity.start : quantity.end].strip()

    def clause_roots(self, clause: int) -> frozenset[str]:
        """Roots of the content of one clause."""
        return frozenset(word.root for word in self.content if word.clause == clause)

    def word_at(self, offset: int) -> Word | None:
        """The word that covers a character, or the next one."""
        return next((word for word in self.words if word.token.end > offset), None)


@lru_cache(maxsize=_REMEMBERED)
def read_sentence(text: str, opens: bool = True) -> Sentence:
    """A sentence of Russian or English, read once; its language is that of its letters."""
    lang = language_of(text)
    counted = quantities(text, lang)
    tokens = tokenize(text)
    clauses = list(_clauses(text, tokens, lang))
    marks = [
        _mark(tokens, place, lang) if _may_mark(token.norm, lang) else Bearing.PLAIN
        for place, token in enumerate(tokens)
    ]
    tenses = [_tense(token.norm, lang) for token in tokens]
    bearings = _bearings(tokens, clauses, marks, tenses, lang)
    aimed = _aimed(tokens, clauses, marks, tenses, lang)
    read = tuple(
        Word(token, root(token.norm), place, clauses[place], is_content, bearings[place], aimed[place])
        for place, token in enumerate(tokens)
        for is_content in (_is_content(token, counted),)
    )
    return Sentence(text, lang, read, counted, opens)


def takes_back(sentence: Sentence) -> bool:
    """Whether a sentence says of the one before it that it is wrong: that was an error, это неверно."""
    opening = sentence.words[:_OPENING]
    refers = any(word.token.norm in words("bearing", f"back_{sentence.lang}") for word in opening)
    clause = [word for word in sentence.words if word.clause == sentence.words[0].clause] if refers else []
    wrong = roots("bearing", f"wrong_{sentence.lang}") | roots("bearing", f"debunk_{sentence.lang}")
    at = next((word for word in clause if word.root in wrong), None)
    return at is not None and not at.aimed & Bearing.NEGATED


def denied(sentence: Sentence) -> Sentence:
    """The same sentence as one that is denied."""
    turned = (word._replace(bearing=word.bearing | Bearing.DENIED) for word in sentence.words)
    return replace(sentence, words=tuple(turned))


def _is_loose(code: str, start: int, counted: list[tuple[int, int]]) -> bool:
    digits = [start + place for place, char in enumerate(code) if char.isdigit()]
    whole = any(first <= digits[0] and digits[-1] < end for first, end in counted)
    return not whole


def language_of(text: str) -> str:
    """Russian or English, by the letters most of a text is written in."""
    letters = sum(map(str.isalpha, text))
    return "ru" if len(_CYRILLIC.findall(text)) > _RUSSIAN_SHARE * letters else "en"


def _is_content(token: Token, counted: tuple[Quantity, ...]) -> bool:
    if not is_telling(token.norm) or token.norm.isdigit() or len(token.norm) < 2:
        return False
    return not any(quantity.start <= token.start < quantity.end for quantity in counted)


def _clauses(text: str, tokens: tuple[Token, ...], lang: str) -> Iterator[int]:
    """The number of the clause each token stands in."""
    clause, before = 0, 0
    openers = roots("clauses", lang)
    text = _SHORT_FORM.sub(lambda found: f" {found.group()[1:-1]} ", text)
    for token in tokens:
        if before and (_BREAK.search(text, before, token.start) or root(token.norm) in openers):
            clause += 1
        before = token.end
        yield clause


def _aimed(
    tokens: tuple[Token, ...], clauses: list[int], marks: list[Bearing], tenses: list[Bearing], lang: str
) -> list[Bearing]:
    """What is said of each token itself."""
    found = list(tenses)
    for place, mark in enumerate(marks):
        if mark is not Bearing.PLAIN and mark & ~Bearing.DENIED:
            for aim in aims_of(tokens, clauses, place, lang):
                found[aim] |= mark
    return found


def _bearings(
    tokens: tuple[Token, ...], clauses: list[int], marks: list[Bearing], tenses: list[Bearing], lang: str
) -> list[Bearing]:
    """What each token stands under: negation and doubt to the end of their clause, a denial also beyond."""
    debunked, plain = _is_debunked(tokens, lang), Bearing.PLAIN
    found: list[Bearing] = []
    clause, inside, lasting = 0, plain, Bearing.DENIED if debunked else plain
    for place, mark in enumerate(marks):
        if clauses[place] != clause:
            clause, inside = clauses[place], plain
            if not debunked and tokens[place].norm not in words("bearing", f"carried_{lang}"):
                lasting = plain
        # Most words stand under nothing: joining flags would take longer than all else here.
        above = plain if inside is plain and lasting is plain else inside | lasting
        found.append(tenses[place] if above is plain else above | tenses[place])
        if mark is not plain:
            inside |= mark & ~Bearing.DENIED
            lasting |= mark & Bearing.DENIED
    return found


def _is_debunked(tokens: tuple[Token, ...], lang: str) -> bool:
    """Whether all of a sentence is said to be untrue, or to have been reported in error, or once."""
    found = [root(token.norm) for token in tokens]
    if not roots("bearing", f"debunk_{lang}").isdisjoint(found):
        return True
    return any(_has_run(found, phrase) for phrase in _retractions(lang) if phrase[0] in found)


@cache
def _retractions(lang: str) -> tuple[tuple[str, ...], ...]:
    """Phrases that take back what they are said of, as roots."""
    phrases = (phrase.split("_") for phrase in words("bearing", f"retracted_{lang}"))
    return tuple(tuple(map(root, phrase)) for phrase in phrases)


def _has_run(norms: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether words stand in this order with no more than one between two."""
    place = -1
    for word in phrase:
        reach = range(place + 1, min(place + 3, len(norms))) if place >= 0 else range(len(norms))
        place = next((at for at in reach if norms[at] == word), -2)
        if place < 0:
            return False
    return True


def _mark(tokens: tuple[Token, ...], place: int, lang: str) -> Bearing:
    """What a token does to those after it."""
    token, following = tokens[place], tokens[place + 1].norm if place + 1 < len(tokens) else ""
    word = root(token.norm)
    if token.norm == "нет" and place and tokens[place - 1].norm == "на":
        return Bearing.PLAIN  # свести на нет
    # "Declined to comment", but not "declined to 57 percent".
    behind = tokens[place + 2].norm if place + 2 < len(tokens) else ""
    fails = word in roots("bearing", "negate_before_to_en") and following == "to" and not behind[:1].isdigit()
    if fails or word in roots("bearing", f"negate_{lang}") or token.norm.endswith("n't"):
        return Bearing.PLAIN if _negates_nothing(token, following) else Bearing.NEGATED
    if word in roots("bearing", f"deny_{lang}"):
        return Bearing.DENIED
    is_future = token.norm in words("bearing", f"future_{lang}") or token.norm.endswith("'ll")
    if is_future or (token.norm == "would" and _is_announced(tokens, place)):
        return Bearing.FUTURE
    is_doubt = word in roots("bearing", f"possible_{lang}") or token.norm in words("bearing", f"rest_{lang}")
    is_month = token.text == "May" and following not in words("bearing", "after_may_en")
    if is_doubt and not is_month and not _is_thing(tokens, place, lang):
        is_open = word in roots("bearing", f"open_{lang}") or token.norm in words("bearing", f"rest_{lang}")
        return Bearing.POSSIBLE | Bearing.OPEN if is_open else Bearing.POSSIBLE
    return Bearing.PLAIN


def _is_announced(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a "would" is the "will" of somebody who announced something; an "if" makes it a doubt again."""
    said = words("bearing", "announcing_en")
    return any(token.norm in said for token in tokens[:place]) and all(token.norm != "if" for token in tokens)


@lru_cache(maxsize=65_536)
def _may_mark(norm: str, lang: str) -> bool:
    """Whether a word may do anything to those after it: few do."""
    lists = ("negate_before_to_en", f"negate_{lang}", f"deny_{lang}", f"possible_{lang}")
    if norm.endswith(("n't", "'ll")) or any(root(norm) in roots("bearing", name) for name in lists):
        return True
    return any(norm in words("bearing", name) for name in (f"future_{lang}", f"rest_{lang}"))


def _is_thing(tokens: tuple[Token, ...], place: int, lang: str) -> bool:
    """Whether a word of doubt is a noun that doubts nothing here: the proposal was approved."""
    before = tokens[place - 1].norm if place else ""
    following = tokens[place + 1].norm if place + 1 < len(tokens) else ""
    articles, links = words("bearing", f"articles_{lang}"), words("bearing", f"carried_{lang}")
    return before in articles and following not in links and following not in {"of", "for"}


def _tense(norm: str, lang: str) -> Bearing:
    """A Russian verb may be in the future by its own form: закроют."""
    return Bearing.FUTURE if lang == "ru" and _is_to_come(norm) else Bearing.PLAIN


@lru_cache(maxsize=65_536)
def _is_to_come(norm: str) -> bool:
    return bool(readings(norm)[0].tag.tense == "futr")


def _negates_nothing(token: Token, following: str) -> bool:
    """Not only, no less than, No. 5."""
    if following in {
        "only",
        "just",
        "только",
        "просто",
        "менее",
        "более",
        "меньше",
        "больше",
        "less",
        "fewer",
    }:
        return True
    return token.norm == "no" and following[:1].isdigit()
