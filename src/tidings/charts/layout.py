"""A chart laid out on a sheet: title, plot and caption under each other, in shapes and pixels."""

from __future__ import annotations

from tidings.charts.chart import Chart, Ranking
from tidings.charts.course import lay_course
from tidings.charts.lettering import Pen
from tidings.charts.ranking import lay_ranking
from tidings.charts.shapes import Drawing, Shape
from tidings.charts.sheet import MARGIN, SMALL, TITLE, WIDTH, below, paragraph

_UNDER_TITLE, _OVER_CAPTION = 22.0, 40.0


def lay_out(chart: Chart, pen: Pen) -> Drawing:
    """The shapes of a chart."""
    title = list(paragraph(chart.title, MARGIN, TITLE, pen, most=3, bold=True))
    top = below(title, MARGIN) + _UNDER_TITLE
    plot = chart.plot
    shapes, end = lay_ranking(plot, top, pen) if isinstance(plot, Ranking) else lay_course(plot, top, pen)
    caption = list(paragraph(chart.caption, end + _OVER_CAPTION, SMALL, pen, most=3, role="muted"))
    drawn: tuple[Shape, ...] = (*title, *shapes, *caption)
    return Drawing(WIDTH, round(below(caption, end) + MARGIN - 8), drawn)
