"""Prompts: a task as the text a model is sent, in which nothing quoted can pass for anything else.

The order serves providers' prompt caches, which hit on equal beginnings: instructions that change with the
language alone, then what was computed, then the documents, most valuable first, and the question last.
Nothing in it tells the present moment: the same news gives the same prompt, which keys the cache of replies.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TypeVar

from pydantic import BaseModel

from tidings.llm.task import Document, Part, Prompt, Task
from tidings.llm.tokens import estimate_request

T = TypeVar("T", bound=BaseModel)

# Comments and tags, also unfinished ones: a reader of the page never saw what is in them.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_SPACE = re.compile(r"\s+")
# Formatting (zero-width, direction, tag characters), private, half and unassigned ones.
_HIDDEN = frozenset({"Cf", "Co", "Cs", "Cn"})
# Marks and letters that show nothing either: joiner and fillers, variation selectors, the braille blank.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def render(task: Task[T], *, documents: int, extras: bool) -> Prompt:
    """The task with its first `documents` documents; without `extras` only with its essential parts."""
    shown = task.documents[:documents]
    parts = [part for part in task.parts if part.essential or extras]
    blocks = [*map(part_block, parts), *map(document_block, shown), safe_line(task.question)]
    text = "\n".join(block for block in blocks if block)
    tokens = estimate_request(task.instructions, text, task.contract)
    return Prompt(task.instructions, text, shown, tokens)


def part_block(part: Part) -> str:
    """A part as it is sent; empty where it has nothing to say."""
    lines = [line for line in map(safe_line, part.text.splitlines()) if line]
    return "\n".join([f'<facts name="{safe_line(part.name)}">', *lines, "</facts>"]) if lines else ""


def document_block(document: Document) -> str:
    """A document as it is sent: whatever it holds, it ends where its block ends."""
    source, date = safe_line(document.source), safe_line(document.date)
    return (
        f'<document id="{safe_line(document.id)}" source="{source}" date="{date}">\n'
        f"<title>{safe_line(document.title)}</title>\n"
        f"{safe_line(document.passage)}\n"
        "</document>"
    )


def safe_line(text: str) -> str:
    """The visible text on one line, with no character that could open or close a block."""
    return html.escape(plain(text), quote=False).replace('"', "&quot;")


def plain(text: str) -> str:
    """What a reader sees of a text, on one line: no markup, no comment, nothing without a shape."""
    visible = _BLANK.sub("", text)
    if not visible.isprintable():
        visible = "".join(map(_shown, visible))
    return _SPACE.sub(" ", _TAG.sub(" ", _COMMENT.sub(" ", visible))).strip()


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category in _HIDDEN:
        return ""
    return " " if category == "Cc" else char
