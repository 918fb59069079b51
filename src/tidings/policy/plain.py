"""Plain text: what disguises a number or an address taken off, each character still knowing its place."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Invisible between letters or digits: soft hyphen, zero-width spaces and joiners, direction marks, selectors.
_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufe0e\ufe0f\ufeff"
)
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
# Cyrillic and Greek letters that look like Latin ones; only where the word around them is Latin.
_LOOKALIKES = str.maketrans("аеорсухіјѕԁАВЕКМНОРСТХІЅοα", "aeopcyxijsdABEKMHOPCTXISoa")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text undisguised; character `i` of it stood at `places[i]` of the original."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the plain text lies in the original."""
        return self.places[start], self.places[end - 1] + 1


def plain(text: str) -> Plain:
    """Digits as 0 to 9 whatever their script, one dash, one space, narrow letters, nothing unseen."""
    if text.isascii():
        return Plain(text, tuple(range(len(text))))
    kept = [(place, _plain_char(char)) for place, char in enumerate(text) if char not in _INVISIBLE]
    return Plain("".join(char for _, char in kept), tuple(place for place, _ in kept))


def latin(text: str) -> str:
    """The same text, letter for letter, with Cyrillic and Greek lookalikes as Latin letters."""
    return text.translate(_LOOKALIKES)


def _plain_char(char: str) -> str:
    if char.isascii():
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char in _DASHES:
        return "-"
    if char.isspace():
        return "\n" if char in "\u2028\u2029\x85" else " "
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if len(narrow) == 1 else char
