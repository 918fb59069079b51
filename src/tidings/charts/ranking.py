"""A ranking laid out: bars from zero, long names above them, short ones beside them."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from tidings.charts.chart import Bar, Ranking, Sign
from tidings.charts.lettering import LEADING, Pen
from tidings.charts.shapes import Arrow, Box, Label, Role, Rule, Shape
from tidings.charts.sheet import INNER, MARGIN, NOTE, TEXT, WIDTH, below, paragraph

_ROLE: dict[Sign | None, Role] = {"up": "up", "down": "down", "flat": "flat", None: "up"}
# Names stand beside their bars where most of them fit into this share of the sheet in one line.
_BESIDE = 0.44
_THICK, _GAP, _BETWEEN = 32.0, 14.0, 32.0
_ROW, _ROW_BAR, _AFTER_NAME = 32.0, 42.0, 28.0
_UNDER_LEGEND = 34.0
_SIGN, _AFTER = 30.0, 18.0
# A bar of next to nothing is still seen to be one.
_LEAST = 3.0


def lay_ranking(ranking: Ranking, y: float, pen: Pen) -> tuple[list[Shape], float]:
    """The ranking's shapes from `y` down, and where they end."""
    notes: list[Shape] = []
    for note in ranking.notes:
        lines = list(paragraph(note, y, NOTE, pen, most=2, role="muted"))
        notes += lines
        y = below(lines, y)
    legend, y = _legend(ranking, y, pen)
    top = y + _UNDER_LEGEND
    widths = [pen.width(pen.text(bar.label), TEXT) for bar in ranking.bars]
    if median(widths) <= _BESIDE * INNER:
        shapes, end = _beside(ranking.bars, top, min(max(widths), _BESIDE * INNER), pen)
    else:
        shapes, end = _above(ranking.bars, top, pen)
    return [*notes, *legend, *shapes], end


def _legend(ranking: Ranking, y: float, pen: Pen) -> tuple[list[Shape], float]:
    """What each sign means, in as many rows as that takes."""
    shapes: list[Shape] = []
    x = MARGIN
    for sign, meaning in ranking.signs:
        width = _SIGN + 12 + pen.width(meaning, NOTE)
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, y = MARGIN, y + NOTE * LEADING
        shapes.append(Arrow(x + _SIGN / 2, y + NOTE * 0.64, _SIGN, _ROLE[sign]))
        shapes.append(Label(x + _SIGN + 12, y + NOTE, meaning, NOTE, "muted"))
        x += width + 40
    return shapes, y + NOTE * LEADING if shapes else y


def _above(bars: tuple[Bar, ...], y: float, pen: Pen) -> tuple[list[Shape], float]:
    """Bars under their names, which may take two lines."""
    scale = _Scale(bars, MARGIN, pen)
    shapes: list[Shape] = []
    for bar in bars:
        name = list(paragraph(bar.label, y, TEXT, pen, most=2))
        top = below(name, y) + _GAP
        shapes += [*name, *scale.drawn(bar, top, _THICK)]
        y = top + _THICK + _BETWEEN
    return shapes, y - _BETWEEN


def _beside(bars: tuple[Bar, ...], y: float, width: float, pen: Pen) -> tuple[list[Shape], float]:
    """Names in a column of that width, bars in another, with the line they begin at."""
    left = MARGIN + width + _AFTER_NAME
    scale = _Scale(bars, left, pen)
    shapes: list[Shape] = []
    top = y
    for bar in bars:
        lines = pen.lines(bar.label, width, 2, TEXT)
        height = _ROW_BAR + (len(lines) - 1) * TEXT * LEADING
        for number, line in enumerate(lines):
            baseline = top + _ROW_BAR / 2 + TEXT * (0.36 + number * LEADING)
            shapes.append(Label(left - _AFTER_NAME, baseline, line, TEXT, anchor="right"))
        shapes += scale.drawn(bar, top + (height - _ROW_BAR) / 2, _ROW_BAR)
        top += height + _ROW
    end = top - _ROW + 12
    return [*shapes, Rule(left, y - 12, left, end)], end


class _Scale:
    """Lengths as pixels, so that the longest bar and its figure fill the sheet."""

    def __init__(self, bars: tuple[Bar, ...], left: float, pen: Pen) -> None:
        self._left = left
        figures = max(pen.width(bar.figure, TEXT, bold=True) for bar in bars)
        signs = _SIGN + _AFTER if any(bar.sign for bar in bars) else 0.0
        room = WIDTH - MARGIN - left - figures - signs - _AFTER
        longest = max(bar.length for bar in bars)
        self._unit = room / longest if longest else 0.0

    def drawn(self, bar: Bar, top: float, thick: float) -> Iterator[Shape]:
        """The bar, its sign and its figure."""
        length = max(bar.length * self._unit, _LEAST) if bar.length else 0.0
        role, x = _ROLE[bar.sign], self._left + length + _AFTER
        if length:
            yield Box(self._left, top, length, thick, role)
        if bar.sign:
            yield Arrow(x + _SIGN / 2, top + thick / 2, _SIGN, role)
            x += _SIGN + _AFTER
        yield Label(x, top + thick / 2 + TEXT * 0.36, bar.figure, TEXT, bold=True)
