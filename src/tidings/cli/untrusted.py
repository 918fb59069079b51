"""Text that came from outside, made safe to print: no control sequence, no invisible reordering, one line."""

from __future__ import annotations

import re
import unicodedata

# Directional overrides can make a line read otherwise than it is written; tags and fillers can hide text.
_REORDERING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
# What somebody says in a line; more belongs into a report.
_PARAGRAPH = 500
_BLANKS = re.compile(r"\s+")
# An escape sequence goes as a whole, or its letters would remain as litter: CSI, OSC and its kin, short ones.
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]"
)


def one_line(text: str) -> str:
    """The text without anything a terminal would obey, its blanks and line ends made single spaces."""
    return _BLANKS.sub(" ", _without_controls(text, keep="\n\t\r")).strip()


def short_line(text: str) -> str:
    """The same as a table keeps it: what PostgreSQL can hold, no longer than a paragraph."""
    return one_line(text.encode("utf-8", "replace").decode())[:_PARAGRAPH].strip()


def many_lines(text: str) -> str:
    """The same, with its line ends kept."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _without_controls(unified, keep="\n").strip("\n")


def _without_controls(text: str, keep: str) -> str:
    visible = _REORDERING.sub("", _SEQUENCES.sub("", text))
    return "".join(char for char in visible if char in keep or unicodedata.category(char) not in {"Cc", "Cs"})
