"""The two streams: answers go to standard output, everything else to standard error."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.text import Text

from tidings.cli.streams import answering
from tidings.cli.untrusted import many_lines

if TYPE_CHECKING:
    from pydantic import BaseModel

# JSON leaves these as they are, and a terminal may obey them.
_CONTROLS = re.compile("[\x7f-\x9f]")


# Longer lines are hard to follow, however wide the window.
WIDEST = 100


def console(*, stderr: bool = False) -> Console:
    """A rich console that reads no markup, emoji codes or meanings into text."""
    target = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    target.width = min(target.width, WIDEST)
    return target


def show(*parts: RenderableType) -> None:
    """Print for a person: colours on a terminal, plain lines without trailing blanks in a pipe."""
    # Grouped, as rich joins what is printed loose, and forgets which line must not be broken.
    page = Group(*parts)
    target = console()
    if target.is_terminal:
        with answering():
            target.print(page, crop=False)
        return
    file = io.StringIO()
    plain = Console(file=file, width=target.width, markup=False, emoji=False, highlight=False, no_color=True)
    plain.print(page, crop=False)
    _write("".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines()))


def show_json(value: BaseModel | dict[str, Any] | list[Any]) -> None:
    """Print for a program: one JSON document and nothing else."""
    data = value if isinstance(value, dict | list) else value.model_dump(mode="json")
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    _write(_CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n")


def show_document(text: str) -> None:
    """Print a document for a program as it is, without what a terminal may obey."""
    _write(many_lines(text) + "\n")


def note(text: str, style: str = "") -> None:
    """Tell a person something that is not part of the answer."""
    console(stderr=True).print(Text(text, style=style), soft_wrap=True)


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    with answering():
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
