"""Pairs of a claim and an article made from the corpora of 2020 by a seed: headlines, true and altered.

Nothing is stored. A false claim is a true one with one name or one number of a sister story put in, a
sister's own headline, or a true one with a clause of a sister added. A sister is the nearest report, by the
rarity of the words its headline shares, that tells of another event.

Judged by eye on the calibration half: of the headlines said to be true of their teasers 58 of 60 are (en) and
54 of 57 (ru), of sisters' headlines 88 of 90 are false, of additions all 75, of names and numbers 72 of 73.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import log
from pathlib import Path
from random import Random

from bench._headlines import (
    Capitals,
    Piece,
    Report,
    figures,
    folded,
    is_covered,
    numbers,
    repeats,
    reports,
    words,
)
from tidings.schemas.insight import INSIGHT_LIMIT
from tidings.store.articles import StoredArticle
from tidings.text.morphology import readings

# Of every set: what is said is true of its article where the second is True.
KINDS = {
    "own": True,
    "own_name": False,
    "own_number": False,
    "teaser": True,
    "teaser_name": False,
    "teaser_number": False,
    "sister": False,
    "addition": False,
    "teaser_any": True,
    "teaser_lacking": True,
}
# What no name and no number gives away; these fit the check of the rest, and measure nothing.
HARD_KINDS = {"word": False, "plain_addition": False}
# Words that open a headline which announces rather than states: of such a teaser need not say the answer.
_ANNOUNCING = {
    lang: frozenset(listed.split())
    for lang, listed in {
        "en": "how why what when where who which here here's heres this these watch see read listen meet "
        "live review opinion best top can could should is are does do did will would have has",
        "ru": "как почему зачем что кто когда где куда откуда сколько какой какая какое какие каким какую "
        "какого каких чем вот это эти этот эта топ видео фото онлайн обзор тест прогноз лучшие",
    }.items()
}
_UNTOLD = re.compile(r"[?!|…\[\]()/]|\.\.\.|#\d")
_CLAUSE = re.compile(r"[,;:–—()«»“”\"…]|\s-\s|(?<=\w[.!?])\s")
# A headline of fewer telling words beside its names says too little to be judged; a clause as well.
_LEAST_TOLD = 3
# What a teaser must have of its headline's telling words, and how many of them it may lack at most.
_COVERED = 0.7
_MISSING = 2
# Two reports whose headlines the other covers more than this may tell of one event; so may two of one time.
_ANOTHER_EVENT = 0.5
_DAYS_APART = timedelta(days=3)
# Stems of this many headlines and more find no sisters; reports looked at for one.
_COMMON = 400
_SISTERS = 12
# A name in this share of headlines, and in this many, has too many other names (Covid-19).
_EVERYWHERE = 0.01
_EVERYWHERE_AT_LEAST = 10
# Shorter words with a capital are numerals, initials and what a break in a compound left.
_LEAST_NAME = 3
_ADDED = {"en": (" and ", " as ", ", "), "ru": (" и ", ", при этом ", ", ")}
# What a clause cut out of a sentence may begin with, and cannot keep.
_LEADING = {
    lang: frozenset(listed.split())
    for lang, listed in {
        "en": "and but or as who which that whose while whom where because so",
        "ru": "и а но или что чтобы как который которая которое которые которого которой которых где "
        "также же причем однако",
    }.items()
}
_WORDS_ADDED = (3, 12)
# A clause without names says something from this many telling words on.
_LEAST_PLAIN = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence, the articles it is held against, and whether it is true of them."""

    kind: str
    text: str
    articles: tuple[StoredArticle, ...]
    is_true: bool


def pairs(data: Path, lang: str, half: str, n: int, seed: int = 0) -> Iterator[Pair]:
    """For `n` reports of each set, drawn by the seed, the true claim and each false one that can be made."""
    half_of_corpus = _Half(reports(data, lang, half), lang)
    order = list(half_of_corpus.reports)
    Random(seed).shuffle(order)
    for number, make in enumerate((half_of_corpus.own, half_of_corpus.teaser, half_of_corpus.any)):
        left = n
        for report in order:
            made = list(make(report, Random(f"{seed} {number} {report.number}")))
            yield from made
            left -= bool(made)
            if not left:
                break


def hard_pairs(data: Path, lang: str, half: str, n: int, seed: int = 0) -> Iterator[Pair]:
    """False claims of `n` teasers with a common word of a sister put in, or a clause without names added."""
    half_of_corpus = _Half(reports(data, lang, half), lang)
    order = list(half_of_corpus.reports)
    Random(seed).shuffle(order)
    left = n
    for report in order:
        made = list(half_of_corpus.hard(report, Random(f"{seed} hard {report.number}")))
        yield from made
        left -= bool(made)
        if not left:
            break


class _Half:
    """The reports of one half of a corpus, and what finds the sisters of each."""

    def __init__(self, found: Sequence[Report], lang: str) -> None:
        self.reports = found
        self._lang = lang
        self._capitals = Capitals(found, lang)
        self._by_stem: defaultdict[str, list[int]] = defaultdict(list)
        for place, report in enumerate(found):
            for stem in self._stems(report.title):
                self._by_stem[stem].append(place)

    def own(self, report: Report, chance: Random) -> Iterator[Pair]:
        """A headline or a sentence of the teaser, against the whole article."""
        told = [report.title, *_sentences(report.teaser)]
        told = [text for text in told if self._is_statement(text) and self._telling(text)]
        if not told:
            return
        text = chance.choice(told)
        article = (_stored(report, report.title, f"{report.title}\n\n{report.teaser}"),)
        yield Pair("own", text, article, True)
        yield from self._altered("own", text, report, article, chance)

    def teaser(self, report: Report, chance: Random) -> Iterator[Pair]:
        """A headline against the teaser alone, where that has its names and numbers and most of its words."""
        if not self._stands_alone(report) or self._lacks(report) or not self._is_told(report):
            return
        article = (_stored(report, "", report.teaser),)
        yield Pair("teaser", report.title, article, True)
        yield from self._altered("teaser", report.title, report, article, chance)
        sisters = self._sisters(report)
        for sister in sisters[:1]:
            yield Pair("sister", sister.title, article, False)
        added = next((text for sister in sisters if (text := self._added(report, sister, chance))), None)
        if added:
            yield Pair("addition", added, article, False)

    def any(self, report: Report, chance: Random) -> Iterator[Pair]:
        """Any headline against its teaser alone, told apart by whether that has its names and numbers."""
        if self._stands_alone(report):
            kind = "teaser_lacking" if self._lacks(report) else "teaser_any"
            yield Pair(kind, report.title, (_stored(report, "", report.teaser),), True)

    def hard(self, report: Report, chance: Random) -> Iterator[Pair]:
        """A headline with another common word, and with a clause that has no name and no number."""
        if not self._stands_alone(report) or self._lacks(report) or not self._is_told(report):
            return
        article = (_stored(report, "", report.teaser),)
        sisters = self._sisters(report)
        worded = next((made for sister in sisters if (made := self._reworded(report, sister, chance))), None)
        if worded:
            yield Pair("word", worded, article, False)
        clauses = [
            clause
            for sister in sisters
            for clause in _clauses(sister, self._lang)
            if self._is_plain(clause) and self._is_addition(clause, report, least=_LEAST_PLAIN)
        ]
        if clauses:
            added = _joined(report.title, clauses, self._lang, chance)
            yield from [Pair("plain_addition", added, article, False)] * (len(added) <= INSIGHT_LIMIT)

    def _altered(
        self, kind: str, text: str, report: Report, article: tuple[StoredArticle, ...], chance: Random
    ) -> Iterator[Pair]:
        sisters = self._sisters(report)
        named = next(
            (made for sister in sisters if (made := self._renamed(text, report, sister, chance))), None
        )
        if named:
            yield Pair(f"{kind}_name", named, article, False)
        counted = next(
            (made for sister in sisters if (made := _recounted(text, report, sister, chance))), None
        )
        if counted:
            yield Pair(f"{kind}_number", counted, article, False)

    def _stands_alone(self, report: Report) -> bool:
        return self._is_statement(report.title) and not repeats(report.teaser, report.title)

    def _is_statement(self, text: str) -> bool:
        """Whether a text states something of its own, in no more words than an insight has."""
        said = words(text)
        opening = {said[0].key} if said else set[str]()
        opening |= {words(part)[0].key for part in text.split(": ")[1:] if words(part)}
        known = _ANNOUNCING[self._lang]
        return len(text) <= INSIGHT_LIMIT and not _UNTOLD.search(text) and known.isdisjoint(opening)

    def _lacks(self, report: Report) -> bool:
        """Whether the teaser lacks a name or a number of the headline."""
        names = [word for name in self._capitals.names(report.title) for word in name]
        if not all(is_covered(word.key, report.teaser_words) for word in names):
            return True
        return not figures(report.title) <= figures(report.teaser)

    def _is_told(self, report: Report) -> bool:
        telling = self._telling(report.title)
        missing = sum(not is_covered(word.key, report.teaser_words) for word in telling)
        enough = missing <= min(_MISSING, (1 - _COVERED) * len(telling))
        return len(telling) >= _LEAST_TOLD and enough

    def _telling(self, text: str) -> list[Piece]:
        """What a text says beside its names and numbers."""
        named = {word.start for name in self._capitals.names(text) for word in name}
        return [
            word
            for word in words(text)
            if word.start not in named and word.text[0].isalpha() and not self._capitals.is_stop(word)
        ]

    def _stems(self, text: str) -> set[str]:
        telling = (word for word in words(text) if not self._capitals.is_stop(word))
        return {_start(word) for word in telling if len(word.key) > 3}

    def _sisters(self, report: Report) -> list[Report]:
        """The nearest reports of other events, the nearest first."""
        weights = defaultdict[int, float](float)
        for stem in sorted(self._stems(f"{report.title} {report.teaser}")):
            holders = self._by_stem[stem]
            if 0 < len(holders) <= _COMMON:
                rarity = log(len(self.reports) / len(holders))
                for place in holders:
                    weights[place] += rarity
        near = sorted(weights, key=lambda place: (-weights[place], place))[: 3 * _SISTERS]
        others = (self.reports[place] for place in near)
        return [other for other in others if self._is_another(report, other)][:_SISTERS]

    def _is_another(self, report: Report, other: Report) -> bool:
        if abs(report.published_at - other.published_at) < _DAYS_APART:
            return False
        both = ((report, other), (other, report))
        return max(self._covered(one.title, two.words) for one, two in both) <= _ANOTHER_EVENT

    def _covered(self, text: str, among: frozenset[str]) -> float:
        said = [word for word in words(text) if not self._capitals.is_stop(word)]
        return sum(is_covered(word.key, among) for word in said) / max(len(said), 1)

    def _renamed(self, text: str, report: Report, sister: Report, chance: Random) -> str | None:
        """The text with one name of it replaced by one of the sister's headline that the report has not."""
        own = [name for name in self._capitals.names(text) if self._is_swappable(text, name)]
        others = [
            name
            for name in self._capitals.names(sister.title)
            if self._capitals.are_names(name) and self._is_swappable(sister.title, name)
        ]
        chance.shuffle(own)
        for name in own:
            for other in others:
                if _is_alike(name, other, self._lang) and self._is_new(name, other, report, sister):
                    return _replaced(
                        text, name[0].start, name[-1].end, sister.title[other[0].start : other[-1].end]
                    )
        return None

    def _is_swappable(self, text: str, name: Sequence[Piece]) -> bool:
        """A name that what is said depends on, and that few reports share: no topic before a colon."""
        topic = text[name[-1].end :].startswith(":")
        short = any(len(word.key) < _LEAST_NAME for word in name)
        return not topic and not short and not any(self._is_everywhere(word) for word in name)

    def _is_everywhere(self, word: Piece) -> bool:
        many = max(_EVERYWHERE * len(self.reports), _EVERYWHERE_AT_LEAST)
        return len(self._by_stem[_start(word)]) > many

    def _is_new(self, name: Sequence[Piece], other: Sequence[Piece], report: Report, sister: Report) -> bool:
        """Whether neither name is given in the other's report, so that they are no two names of one."""
        return not any(is_covered(word.key, report.words) for word in other) and not any(
            is_covered(word.key, sister.words) for word in name
        )

    def _added(self, report: Report, sister: Report, chance: Random) -> str | None:
        """The headline with a clause of the sister, or its headline, that says what the report does not."""
        clauses = [
            text for text in (*_clauses(sister, self._lang), sister.title) if self._is_addition(text, report)
        ]
        if not clauses:
            return None
        text = _joined(report.title, clauses, self._lang, chance)
        return text if len(text) <= INSIGHT_LIMIT else None

    def _is_addition(self, clause: str, report: Report, least: int = _LEAST_TOLD) -> bool:
        shortest, longest = _WORDS_ADDED
        new = [word for word in self._telling(clause) if not is_covered(word.key, report.words)]
        told = shortest <= len(words(clause)) <= longest and len(new) >= least
        return told and self._is_statement(clause)

    def _is_plain(self, clause: str) -> bool:
        return not self._capitals.names(clause) and not figures(clause)

    def _reworded(self, report: Report, sister: Report, chance: Random) -> str | None:
        """The headline with a common word replaced by one of the sister's, of the same form, that is new."""
        own, others = (self._common_words(text) for text in (report.title, f"{sister.title} {sister.teaser}"))
        chance.shuffle(own)
        for word in own:
            for other in others:
                alike = _form(word.key, self._lang) == _form(other.key, self._lang)
                if alike and _start(other) != _start(word) and not is_covered(other.key, report.words):
                    return _replaced(report.title, word.start, word.end, other.text)
        return None

    def _common_words(self, text: str) -> list[Piece]:
        telling = self._telling(text)
        return [
            word for word in telling if word.text.islower() and word.text.isalpha() and len(word.text) > 3
        ]


def _joined(title: str, clauses: Sequence[str], lang: str, chance: Random) -> str:
    return title.rstrip(".") + chance.choice(_ADDED[lang]) + chance.choice(clauses)


def _form(word: str, lang: str) -> tuple[str, ...]:
    """What must agree for a word to stand for another: its ending; in Russian its part, case and number."""
    if lang == "ru":
        tag = readings(word)[0].tag
        return str(tag.POS), str(tag.case), str(tag.number)
    return (next((ending for ending in ("ing", "ed", "ly", "s") if word.endswith(ending)), ""),)


def _clauses(report: Report, lang: str) -> Iterator[str]:
    """The clauses of a teaser's whole sentences, without the words that tied them to what stood before."""
    for sentence in _sentences(report.teaser):
        for clause in _CLAUSE.split(sentence):
            said = words(clause)
            start = next((word.start for word in said if word.key not in _LEADING[lang]), len(clause))
            if clause[start : start + 1].islower():
                yield clause[start:].strip(" .")


def _start(word: Piece) -> str:
    """What the forms of a word begin with."""
    return word.key[: max(4, len(word.key) - 3)]


def _sentences(text: str) -> list[str]:
    """The whole sentences of a teaser; the last may have been cut off."""
    parts = re.split(r"(?<=[\w»”\"][.!?])\s+(?=[A-ZА-ЯЁ«“\"])", text)
    return [part for part in parts if part.endswith(".") and len(part) >= 40]


def _is_alike(name: Sequence[Piece], other: Sequence[Piece], lang: str) -> bool:
    """Whether one name can stand where the other does: as many words, and in Russian the same case."""
    if len(name) != len(other) or _ends_owning(name) != _ends_owning(other):
        return False
    return lang != "ru" or _cases(name[-1]) == _cases(other[-1])


def _ends_owning(name: Sequence[Piece]) -> bool:
    return name[-1].text.endswith(("'s", "’s"))


def _cases(word: Piece) -> tuple[str, str]:
    tag = readings(folded(word.text))[0].tag
    return str(tag.POS), str(tag.case)


def _recounted(text: str, report: Report, sister: Report, chance: Random) -> str | None:
    """The text with one number of it replaced by a number of the sister that the report has not."""
    own, others = numbers(text), numbers(f"{sister.title} {sister.teaser}")
    chance.shuffle(own)
    for number in own:
        for other in others:
            if _is_as_written(number, other) and figures(other.text).isdisjoint(report.figures):
                return _replaced(text, number.start, number.end, other.text)
    return None


def _is_as_written(number: Piece, other: Piece) -> bool:
    """Whether one number can stand where the other does: a year, a fraction, nearly as many digits."""
    both = (number.text, other.text)
    sizes = [sum(map(str.isdigit, text)) for text in both]
    shapes = {(text[:2] in {"19", "20"} and len(text) == 4, re.sub(r"\d+", "", text)) for text in both}
    return len(shapes) == 1 and abs(sizes[0] - sizes[1]) <= 1


def _replaced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _stored(report: Report, title: str, text: str) -> StoredArticle:
    return StoredArticle(
        report.number + 1, report.url, title, text, report.source, report.lang, report.published_at, 1
    )
