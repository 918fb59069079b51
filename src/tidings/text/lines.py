"""The project's own labelled lines: invented news in ru and en, grouped under polarity and emotions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from tidings.errors import InternalError
from tidings.text.signals import EMOTION_NAMES

LANGUAGES = ("en", "ru")
_HEADER = re.compile(r"^\[(?P<polarity>[-+]?\d(?:\.\d)?)(?P<emotions>(?: [a-z]+)*)\]")


@dataclass(frozen=True, slots=True)
class Line:
    """One invented news line with its polarity (-1, -.5, 0, .5 or 1) and the emotions it carries."""

    text: str
    lang: str
    polarity: float
    emotions: frozenset[str]


def read_lines() -> list[Line]:
    """All labelled lines of the package."""
    folder = files("tidings.text").joinpath("lines")
    return [
        line
        for lang in LANGUAGES
        for line in parse(folder.joinpath(f"{lang}.txt").read_text(encoding="utf-8"), lang)
    ]


def parse(text: str, lang: str) -> Iterator[Line]:
    """Lines under headers such as `[-1 sadness fear] floods`; blank lines and # comments are skipped."""
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
            yield Line(stripped, lang, polarity, emotions)
