"""A chart laid out on a sheet: title, plot and caption under each other, in shapes and pixels."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.charts.chart import Chart, Ranking
from tidings.charts.course import lay_course
from tidings.charts.lettering import LEADING, Pen
from tidings.charts.ranking import lay_ranking
from tidings.charts.shapes import Drawing, Label, Shape
from tidings.charts.sheet import INNER, MARGIN, SMALL, TITLE, WIDTH, below, paragraph

_UNDER_TITLE, _OVER_CAPTION = 22.0, 40.0
# Apps write the hour of a message over this corner of its picture.
_CORNER = 190.0


def lay_out(chart: Chart, pen: Pen) -> Drawing:
    """The shapes of a chart."""
    title = list(paragraph(chart.title, MARGIN, TITLE, pen, most=3, bold=True))
    top = below(title, MARGIN) + _UNDER_TITLE
    plot = chart.plot
    shapes, end = lay_ranking(plot, top, pen) if isinstance(plot, Ranking) else lay_course(plot, top, pen)
    caption = list(_caption(chart.caption, end + _OVER_CAPTION, pen))
    drawn: tuple[Shape, ...] = (*title, *shapes, *caption)
    return Drawing(WIDTH, round(below(caption, end) + MARGIN - 8), drawn)


def _caption(text: str, y: float, pen: Pen) -> Iterator[Label]:
    """What the chart is of, in lines that end before the corner and with no mark left over."""
    for number, line in enumerate(pen.lines(text, INNER - _CORNER, 3, SMALL)):
        words = line.removesuffix(" ·").removeprefix("· ")
        yield Label(MARGIN, y + SMALL * (1 + number * LEADING), words, SMALL, "muted")
