"""Numbers as sentences write them, in Russian and English."""

from __future__ import annotations

import re
from typing import NamedTuple

# A sign counts only where it opens the number: "24-30" is no minus thirty.
_NUMBER = re.compile(r"(?<![\w.,])[+\u2212-]?\d+(?:[\u00a0\u202f,.]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:([\u00a0\u202f,.])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")


class Written(NamedTuple):
    """A number as a text writes it, and where."""

    text: str
    start: int
    end: int


def written_numbers(text: str) -> list[Written]:
    """Every number of a text."""
    return [Written(match.group(), *match.span()) for match in _NUMBER.finditer(text)]


def readings(written: str) -> set[float]:
    """The values a written number can have: 1,234 is a thousand in English and one and a bit in Russian."""
    negative = written[0] in "\u2212-"
    digits = re.sub(r"[\u00a0\u202f]", "", written.lstrip("+\u2212-"))
    values = set()
    if re.fullmatch(r"\d+(?:[.,]\d+)?", digits):
        values.add(float(digits.replace(",", ".")))
    if _GROUPED.fullmatch(written.lstrip("+\u2212-")):
        values |= _ungrouped(digits)
    return {-value for value in values} if negative else values


def _ungrouped(digits: str) -> set[float]:
    """Commas, or points, read as separators of thousands."""
    found = set()
    for group, point in ((",", "."), (".", ",")):
        plain = digits.replace(group, "").replace(point, ".")
        if plain.count(".") <= 1:
            found.add(float(plain))
    return found


def decimals(value: float) -> int:
    """How many decimals a figure is given with."""
    text = repr(float(value))
    return 0 if text.endswith(".0") or "e" in text else len(text.partition(".")[2])
