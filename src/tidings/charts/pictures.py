"""A chart as a file: pixels for a chat, letters and lines for a page; to be called off the event loop."""

from __future__ import annotations

from tidings.charts.chart import Chart
from tidings.charts.layout import lay_out


def png(chart: Chart, *, dark: bool = False) -> bytes:
    """The chart as a PNG 1080 pixels wide; the same bytes for the same chart. Any thread may call it."""
    from tidings.charts import painting

    return painting.as_png(lay_out(chart, painting.pen()), dark=dark)


def svg(chart: Chart, *, dark: bool = False) -> str:
    """The chart as an SVG whose text is text; the same for the same chart. Any thread may call it."""
    from tidings.charts import painting

    return painting.as_svg(lay_out(chart, painting.pen()), dark=dark, title=chart.alt)
