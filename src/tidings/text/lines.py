"""The project's own labelled lines: invented news in ru and en, grouped under polarity and emotions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files
from itertools import product

from tidings.errors import InternalError
from tidings.text.signals import EMOTION_NAMES

LANGUAGES = ("en", "ru")
_HEADER = re.compile(r"^\[(?P<polarity>[-+]?\d(?:\.\d)?)(?P<emotions>(?: [a-z]+)*)\]")
_BRACES = re.compile(r"(\{[^{}]*\})")
# A pattern of n lines weighs n to this power in all: its words are few, however often they are combined.
_PATTERN_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """One invented news line, its polarity (-1, -.5, 0, .5 or 1), its emotions, its weight in training."""

    text: str
    lang: str
    polarity: float
    emotions: frozenset[str]
    weight: float = 1.0


def read_lines() -> list[Line]:
    """All labelled lines of the package."""
    folder = files("tidings.text").joinpath("lines")
    return [
        line
        for lang in LANGUAGES
        for line in parse(folder.joinpath(f"{lang}.txt").read_text(encoding="utf-8"), lang)
    ]


def digest(lines: Iterable[Line]) -> str:
    """A short name for exactly these lines and labels, kept with the weights trained on them."""
    rows = (f"{line.lang}|{line.polarity}|{sorted(line.emotions)}|{line.text}" for line in lines)
    return blake2b("\n".join(rows).encode(), digest_size=8).hexdigest()


def parse(text: str, lang: str) -> Iterator[Line]:
    """Lines under headers such as `[-1 sadness fear] floods`, patterns expanded; # comments are skipped."""
    polarity, emotions = None, frozenset[str]()
    for number, row in enumerate(text.splitlines(), start=1):
        stripped = row.strip()
        if not stripped or stripped.startswith("#"):
            continue
        header = _HEADER.match(stripped)
        if header:
            polarity, emotions = float(header["polarity"]), frozenset(header["emotions"].split())
            if not emotions <= set(EMOTION_NAMES) or abs(polarity) > 1:
                raise InternalError(f"lines/{lang}.txt:{number}: no such label: {stripped}")
        elif polarity is None:
            raise InternalError(f"lines/{lang}.txt:{number}: a line before the first header")
        else:
            variants = expand(stripped)
            weight = len(variants) ** (_PATTERN_WEIGHT - 1)
            yield from (Line(variant, lang, polarity, emotions, weight) for variant in variants)


def expand(pattern: str) -> list[str]:
    """Every choice of one alternative from each pair of braces: `{Oil|Gold} {up|down}` is four lines."""
    parts = [part.strip("{}").split("|") for part in _BRACES.split(pattern) if part]
    return [" ".join("".join(choice).split()) for choice in product(*parts)]
