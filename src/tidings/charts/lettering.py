"""Lettering: text that the font can draw, in lines that fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container
from dataclasses import dataclass

import regex

from tidings.text.cutting import ELLIPSIS

# How wide a text is in pixels: the text, its size, whether it is bold.
Measure = Callable[[str, float, bool], float]

_GRAPHEME = regex.compile(r"\X")
_SPACES = regex.compile(" +")
# No-break spaces stay: a number is not parted from its word.
_BLANKS = regex.compile(r"[^\S\u00a0\u202f]+")
# Arabic and Indic letters are joined or kept apart by these; all other unseen characters only mislead.
_JOINERS = frozenset("\u200c\u200d")
# No language piles more marks on a letter; more of them would be drawn over the lines around.
_LONGEST_GRAPHEME = 4
# What a cut line does not end with.
_DANGLING = " ,;:–—-(«“„/"
# Between two baselines, in sizes of the letters: what DejaVu Sans is made for, a little tighter.
LEADING = 1.22


def visible(text: str) -> str:
    """The text in one line, without characters that cannot be seen and those that turn the line around."""
    line = _BLANKS.sub(" ", unicodedata.normalize("NFC", text))
    return "".join(char for char in line if char in _JOINERS or unicodedata.category(char)[0] != "C").strip()


def drawable(text: str, glyphs: Container[int]) -> str:
    """What can be seen of the text and the font has glyphs for, whole graphemes at a time."""
    parts = (part[:_LONGEST_GRAPHEME] for part in _GRAPHEME.findall(visible(text)))
    kept = (part for part in parts if all(ord(char) in glyphs for char in part))
    return _BLANKS.sub(" ", "".join(kept)).strip() or ELLIPSIS


def wrapped(text: str, fits: Callable[[str], bool], lines: int) -> list[str]:
    """The text in at most that many lines; what is left over is cut at a word and marked with an ellipsis."""
    rest, found = text, list[str]()
    while rest and len(found) < lines:
        line = _first_line(rest, fits)
        rest = rest[len(line) :].lstrip(" ")
        found.append(line)
    if rest:
        found[-1] = _shortened(found[-1], fits)
    return found


def _first_line(text: str, fits: Callable[[str], bool]) -> str:
    """As many words as fit; of a word wider than the line, as much as fits."""
    ends = [*(space.start() for space in _SPACES.finditer(text)), len(text)]
    line = text[: ends[_most(len(ends), lambda count: fits(text[: ends[count - 1]])) - 1]]
    return line if fits(line) else _beginning(line, fits)


def _beginning(word: str, fits: Callable[[str], bool]) -> str:
    """As many graphemes of the word as fit, at least one."""
    graphemes = _GRAPHEME.findall(word)
    return "".join(graphemes[: _most(len(graphemes), lambda count: fits("".join(graphemes[:count])))])


def _most(limit: int, holds: Callable[[int], bool]) -> int:
    """The largest number from 1 to `limit` up to which all hold, by halving."""
    low, high = 1, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _shortened(line: str, fits: Callable[[str], bool]) -> str:
    """The line with an ellipsis, less as many words as that takes; its only word is cut."""
    words = line.split(" ")
    for count in range(len(words), 0, -1):
        short = " ".join(words[:count]).rstrip(_DANGLING) + ELLIPSIS
        if fits(short):
            return short
    return _beginning(words[0], lambda piece: fits(piece + ELLIPSIS)) + ELLIPSIS


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes with one font: knows what it can draw and how wide it is."""

    glyphs: Container[int]
    measure: Measure

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide the text is, in pixels."""
        return self.measure(text, size, bold)

    def text(self, text: str) -> str:
        """The text as it can be drawn."""
        return drawable(text, self.glyphs)

    def lines(self, text: str, width: float, most: int, size: float, *, bold: bool = False) -> list[str]:
        """The text in at most that many lines of that width."""
        return wrapped(self.text(text), lambda line: self.measure(line, size, bold) <= width, most)
