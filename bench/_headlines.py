"""Headlines and teasers of the corpora of 2020: their names, numbers and words, told apart without proof.

What is a name is counted, not looked up: a word is one when the running text of the corpus gives it a capital
nearly always. Words meet by their first letters. Both are cruder than proof, and independent of it.
"""

from __future__ import annotations

import calendar
import gzip
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from bench._corpus import FILES
from tidings.ingest.clean import plain_line, plain_text
from tidings.text.stopwords import stop_words

HALVES = ("calibration", "measured")
_WORD = re.compile(r"[^\W_]+(?:[-'’&][^\W_]+)*")
_NUMBER = re.compile(r"(?<![\w.,:/-])\d+(?:[.,]\d+)*(?![\w:/-]|[.,]\d)")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TAIL = re.compile(r"\s+[|–—-]\s+")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_CYRILLIC_LETTER = re.compile(r"[а-яёА-ЯЁ]")
# What English writes with a capital and is no name.
_CALENDAR = frozenset([*calendar.day_name, *calendar.month_name])
# A tail that this many titles of an outlet end with is its name, or a section's.
_TAIL_OF_MANY = 3
# From this share of capitals on a title is in Title Case, where a capital says nothing.
_TITLE_CASE = 0.6
# Running text gives a name a capital this many times as often as not.
_ALMOST_ALWAYS = 4
_HARDLY_EVER = 20
# A word and its other forms share all but this many letters, and at least four.
_ENDING = 3
_LEAST_SHARED = 4
# Share of letters of the wrong alphabet above which a text is not in its corpus' language.
_FOREIGN = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a text with its offsets."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The word as it is compared."""
        return folded(self.text)


@dataclass(frozen=True)
class Report:
    """A headline and its teaser, as the product would store them."""

    number: int
    title: str
    teaser: str
    source: str
    url: str
    lang: str
    published_at: datetime

    @cached_property
    def teaser_words(self) -> frozenset[str]:
        """The teaser's words, compounds also by their parts."""
        return frozenset(_with_parts(self.teaser))

    @cached_property
    def words(self) -> frozenset[str]:
        """All its words, compounds also by their parts."""
        return self.teaser_words | frozenset(_with_parts(self.title))

    @cached_property
    def figures(self) -> frozenset[str]:
        """Every run of digits in it, separators of thousands left out."""
        return figures(f"{self.title} {self.teaser}")


def folded(word: str) -> str:
    """A word without case, ё and possessive."""
    return word.casefold().replace("ё", "е").replace("’", "'").removesuffix("'s")


def figures(text: str) -> frozenset[str]:
    """Runs of digits of a text, those of thousands joined."""
    found = {match.group() for match in _DIGITS.finditer(text)}
    return frozenset(found | {number.replace(",", "").rstrip(".") for number in found})


def numbers(text: str) -> list[Piece]:
    """Numbers that stand alone, not in a product's name, a score or a compound."""
    return [Piece(match.group(), match.start(), match.end()) for match in _NUMBER.finditer(text)]


def words(text: str) -> list[Piece]:
    """Words and numbers in order."""
    return [Piece(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]


def _with_parts(text: str) -> Iterator[str]:
    for word in words(text):
        yield word.key
        if "-" in word.text:
            yield from (folded(part) for part in word.text.split("-"))


def is_covered(word: str, among: Collection[str]) -> bool:
    """Whether a folded word or another form of it, by its first letters, is among folded words."""
    if len(word) <= _LEAST_SHARED or word.isdigit():
        return word in among
    start = word[: max(_LEAST_SHARED, len(word) - _ENDING)]
    return any(other.startswith(start) for other in among)


class Capitals:
    """Which words running text gives a capital; counted over teasers, first words of sentences apart."""

    def __init__(self, reports: Iterable[Report], lang: str) -> None:
        self._lang = lang
        self._upper, self._lower = Counter[str](), Counter[str]()
        for report in reports:
            for sentence in _SENTENCE.split(report.teaser):
                for word in words(sentence)[1:]:
                    (self._upper if word.text[0].isupper() else self._lower)[word.key] += 1

    def names(self, text: str) -> list[tuple[Piece, ...]]:
        """The names of a text: runs of words with a telling capital and nothing but a space between."""
        said = words(text)
        loud = self._is_title_case(said)
        runs: list[list[Piece]] = []
        for place, word in enumerate(said):
            if self._is_name(word, proves=place > 0 and not loud):
                beside = bool(runs) and text[runs[-1][-1].end : word.start] == " "
                (runs[-1].append(word) if beside and not _owns(runs[-1][-1]) else runs.append([word]))
        return [tuple(run) for run in runs]

    def are_names(self, name: Sequence[Piece]) -> bool:
        """Whether running text hardly ever has any of the words without a capital."""
        return all(self._upper[word.key] >= _HARDLY_EVER * self._lower[word.key] for word in name)

    def is_stop(self, word: Piece) -> bool:
        """Whether a word is a function word of the language."""
        return word.key in stop_words(self._lang) and not (word.text.isupper() and len(word.text) > 1)

    def _is_title_case(self, said: Sequence[Piece]) -> bool:
        telling = [word for word in said if word.text[0].isalpha() and not self.is_stop(word)]
        return sum(word.text[0].isupper() for word in telling) >= _TITLE_CASE * len(telling)

    def _is_name(self, word: Piece, *, proves: bool) -> bool:
        if not word.text[0].isupper() or self.is_stop(word) or word.text in _CALENDAR:
            return False
        return proves or self._upper[word.key] >= _ALMOST_ALWAYS * max(self._lower[word.key], 1)


def _owns(word: Piece) -> bool:
    return word.text.endswith(("'s", "’s"))


def reports(data: Path, lang: str, half: str) -> list[Report]:
    """The reports of one half of a corpus: the earlier days calibrate, the later ones measure.

    Halves by time share no event but those that last; halves by chance would share most.
    """
    with gzip.open(data / FILES[lang], "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    moments = sorted(row["published_at"] for row in rows)
    middle = moments[len(moments) // 2][:10]
    later = half == HALVES[1]
    chosen = [(n, row) for n, row in enumerate(rows) if (row["published_at"][:10] >= middle) == later]
    tails = Counter(tail for _, row in chosen if (tail := (row["source"], _tail(row["title"])))[1])
    found = (_report(number, row, lang, tails) for number, row in chosen)
    return [report for report in found if report.title and report.teaser and _is_in(report, lang)]


def _report(number: int, row: Any, lang: str, tails: Counter[tuple[str, str]]) -> Report:
    title, source = plain_line(row["title"]), str(row["source"])
    tail = _tail(row["title"])
    if tail and (tails[source, tail] >= _TAIL_OF_MANY or _is_outlet(tail, source)):
        title = _TAIL.split(title)[0]
    teaser = plain_text(row["description"])
    moment = datetime.fromisoformat(row["published_at"])
    return Report(number, title.strip(), teaser, source, row["url"], lang, moment)


def _tail(title: str) -> str:
    """What stands behind the last dash or bar of a title."""
    parts = _TAIL.split(title)
    return parts[-1] if len(parts) > 1 else ""


def _is_outlet(tail: str, source: str) -> bool:
    short, whole = _bare(tail), _bare(source)
    return bool(short) and (short in whole or whole in short)


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _is_in(report: Report, lang: str) -> bool:
    """Whether both texts are mostly in the alphabet of the language: some rows are torn, some in another."""
    foreign, own = _ASCII_LETTER, _CYRILLIC_LETTER
    if lang == "en":
        foreign, own = own, foreign
    return all(
        _share_of(foreign, text) <= _FOREIGN and own.search(text) for text in (report.title, report.teaser)
    )


def _share_of(letters: re.Pattern[str], text: str) -> float:
    return len(letters.findall(text)) / max(sum(map(str.isalpha, text)), 1)


def repeats(teaser: str, title: str) -> bool:
    """Whether a teaser merely says its headline again: begins with it, or has it whole."""
    opening, told = _bare(title), _bare(teaser)
    return told.startswith(opening[: max(20, len(opening) * 3 // 5)]) or opening in told
