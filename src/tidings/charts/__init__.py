"""Charts: an answer as a picture, for a chat and for a page alike."""

from tidings.charts.chart import Chart
from tidings.charts.choosing import chart_of
from tidings.charts.pictures import png, svg

__all__ = ["Chart", "chart_of", "png", "svg"]
