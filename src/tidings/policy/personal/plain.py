"""Plain text: what disguises a number or an address taken off, each character still knowing its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Stands for what a reader does not see, until it is taken out.
_UNSEEN = "\0"
# Seen as nothing, though Unicode has them as letters: fillers.
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d")
# Cyrillic and Greek letters that look like Latin ones; only where the word around them is Latin.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһАВЕКМНОРСТХІЅЈοαρνΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhABEKMHOPCTXISJoapvABEZHIKMNOPTYX",
)
# Letters that look like digits, where digits stand on both sides of them.
_DIGIT_LIKE = dict.fromkeys("OoОоΟο", "0") | dict.fromkeys("lIІ", "1") | dict.fromkeys("Зз", "3")
_LETTERS = "".join(_DIGIT_LIKE)
_AMONG_DIGITS = re.compile(rf"(?<=\d)[{_LETTERS}](?=[ .-]?\d)|(?<=\d[ .-])[{_LETTERS}](?=\d)")
# A line break alone is a space to a reader; paragraphs stay apart.
_LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text undisguised; character `i` of it stood at `places[i]` of the original."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the plain text lies in the original."""
        return self.places[start], self.places[end - 1] + 1


class _Shown(dict[int, str]):
    """What each character is shown as, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain_char(chr(code))
        return self[code]


def plain(text: str) -> Plain:
    """Digits as 0 to 9 whatever their script, one dash, one space, narrow letters, nothing unseen."""
    shown = _LINE_BREAK.sub(" ", text.translate(_SHOWN))
    places: Sequence[int] = range(len(shown))
    if _UNSEEN in shown:
        shown, places = _only(shown, [place for place, char in enumerate(shown) if char != _UNSEEN], places)
    if "  " in shown:
        first = [place for place, char in enumerate(shown) if char != " " or shown[place - 1 : place] != " "]
        shown, places = _only(shown, first, places)
    return Plain(_AMONG_DIGITS.sub(lambda letter: _DIGIT_LIKE[letter[0]], shown), places)


@lru_cache(maxsize=4)
def latin(text: str) -> str:
    """The same text, letter for letter, with Cyrillic and Greek lookalikes as Latin letters.

    Several kinds of data are looked for in it, one after the other.
    """
    return text if text.isascii() else text.translate(_LOOKALIKES)


def _only(text: str, kept: Sequence[int], places: Sequence[int]) -> tuple[str, Sequence[int]]:
    return "".join(text[place] for place in kept), [places[place] for place in kept]


def _plain_char(char: str) -> str:
    if char.isspace():
        return "\n" if char in "\n\u2028\u2029\x85" else " "
    if char.isascii():
        return char if char.isprintable() else _UNSEEN
    # Marks over a letter change how it looks, not what it says; those of one letter with it are no marks.
    if char in _BLANK or unicodedata.category(char) in {"Cf", "Mn", "Me", "Cc"}:
        return _UNSEEN
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char in _DASHES:
        return "-"
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if len(narrow) == 1 else char


_SHOWN = _Shown()
