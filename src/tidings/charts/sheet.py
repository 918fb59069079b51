"""The sheet charts are drawn on: its measures, its margins and sizes of letters, and running text on it."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.charts.lettering import LEADING, Pen
from tidings.charts.shapes import Label, Role

# Telegram shows a picture up to 1280 pixels; in a chat on a phone it is some 330 points wide, of three each.
WIDTH = 1080.0
MARGIN = 50.0
INNER = WIDTH - 2 * MARGIN
# There these are 17, 12.8, 10.4 and 9.8 points.
TITLE, TEXT, NOTE, SMALL = 56.0, 42.0, 34.0, 32.0


def paragraph(
    text: str, y: float, size: float, pen: Pen, *, most: int, role: Role = "ink", bold: bool = False
) -> Iterator[Label]:
    """The text in lines from the left margin; `y` is its upper edge."""
    for number, line in enumerate(pen.lines(text, INNER, most, size, bold=bold)):
        yield Label(MARGIN, y + size * (1 + number * LEADING), line, size, role, bold)


def below(labels: list[Label], y: float) -> float:
    """Where the next thing may begin: under the last line, or where this would have begun."""
    return labels[-1].y + labels[-1].size * (LEADING - 1) if labels else y
