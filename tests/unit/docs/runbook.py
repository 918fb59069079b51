"""docs/RUNBOOK.md taken apart: its sections, and its blocks of commands by what is done with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RUNBOOK = ROOT / "docs" / "RUNBOOK.md"

_FENCE = re.compile(r"^```(?P<mark>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(?P<level>#{2,3}) (?P<title>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a shell under a mark, and the paragraph before them."""

    mark: str
    lines: tuple[str, ...]
    before: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second or third level, the one it is under, and its text."""

    title: str
    under: str | None
    text: str


def text() -> str:
    return RUNBOOK.read_text(encoding="utf-8")


def blocks() -> Iterator[Block]:
    """Every fenced block, in the order of the page."""
    whole = text()
    for fence in _FENCE.finditer(whole):
        before = whole[: fence.start()].rstrip().rpartition("\n\n")[2]
        lines = tuple(line for line in fence["body"].splitlines() if line.strip())
        yield Block(fence["mark"], lines, before)


def sections() -> Iterator[Section]:
    """Every section with its text, without the sections under it."""
    whole, under = text(), None
    found = list(_HEADING.finditer(whole))
    ends = [heading.start() for heading in found[1:]] + [len(whole)]
    for heading, end in zip(found, ends, strict=True):
        if heading["level"] == "##":
            under = heading["title"]
        of = under if heading["level"] == "###" else None
        yield Section(heading["title"], of, whole[heading.end() : end])
