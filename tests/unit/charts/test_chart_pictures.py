from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.unit.bot.hostile_pages import HOSTILE
from tests.unit.charts.charted import about_phrases, about_tone, about_topics
from tests.unit.pages.made_up_news import meta

from tidings.charts import Chart, chart_of, painting, png, svg
from tidings.charts.layout import lay_out
from tidings.charts.shapes import Arrow, Box, Label, Rule, Shape
from tidings.charts.sheet import MARGIN
from tidings.pages.reader import Reader
from tidings.schemas import Answer

# Anything the contract takes for a label, and what has broken somebody's messages.
NAMES = st.sampled_from([text[:80] for text in HOSTILE if "\ud800" not in text]) | st.text(
    min_size=1, max_size=80
)

READER = Reader("ru", "Europe/Moscow")
TOPICS = about_topics("Порт закрыт", "$\\frac{1}{0}$ & <b>", "Кит 🐋 на воле")
TONE = about_tone((-0.3, 5), (None, 0), (0.25, 2), (-0.9, 99_999), (0.0, 3))
PHRASES = about_phrases(("порт", 1.0), ("очень длинное название порта у самой реки", 0.4), ("мост", 0.0))
TEXT = "{http://www.w3.org/2000/svg}text"
# What Telegram takes of a photo: 10 MB, at most 10,000 pixels for both sides together.
LARGEST = 150_000


def drawn(told: Answer) -> Chart:
    chart = chart_of(told, READER)
    assert chart is not None
    return chart


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def lines(drawing: str) -> list[str]:
    """The lines of text an SVG draws; a file that is not well formed raises."""
    return ["".join(element.itertext()) for element in ElementTree.fromstring(drawing).iter(TEXT)]


each = pytest.mark.parametrize("told", [TOPICS, TONE, PHRASES], ids=["topics", "tone", "phrases"])
either_way = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@each
@either_way
def test_a_picture_is_as_wide_as_three_phones_points_and_small(told: Answer, dark: bool) -> None:
    data = png(drawn(told), dark=dark)
    image = picture(data)
    assert image.format == "PNG"
    assert image.width == 1080
    assert 500 < image.height < 1700
    assert len(data) < LARGEST
    assert image.convert("RGB").getpixel((3, 3)) == ((23, 33, 43) if dark else (255, 255, 255))


@each
@either_way
def test_the_same_chart_is_the_same_file(told: Answer, dark: bool) -> None:
    chart = drawn(told)
    assert png(chart, dark=dark) == png(drawn(told), dark=dark)
    assert svg(chart, dark=dark) == svg(drawn(told), dark=dark)


def test_threads_that_draw_at_once_draw_what_each_would_alone() -> None:
    charts = [drawn(told) for told in (TOPICS, TONE, PHRASES)] * 4
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(png, charts)) == [png(chart) for chart in charts]


def test_bars_are_painted_in_proportion_and_in_the_colour_of_their_direction() -> None:
    chart = drawn(about_topics(sizes=(12, 6, 3)))
    bars = [shape for shape in lay_out(chart, painting.pen()).shapes if isinstance(shape, Box)]
    assert [bar.width / bars[0].width for bar in bars] == pytest.approx([1, 1 / 2, 1 / 4])
    assert [bar.role for bar in bars] == ["up", "flat", "down"]
    image = picture(png(chart)).convert("RGB")
    for bar, colour in zip(bars, [(11, 102, 194), (135, 149, 161), (183, 90, 6)], strict=True):
        inside = (round(bar.x + bar.width - 2), round(bar.y + bar.height / 2))
        assert image.getpixel(inside) == pytest.approx(colour, abs=8)
        beyond = (round(bar.x + bar.width + 3), round(bar.y + bar.height / 2))
        assert image.getpixel(beyond) == (255, 255, 255)


def test_levels_stand_on_their_side_of_zero_and_gaps_stay_empty() -> None:
    chart = drawn(TONE)
    boxes = [shape for shape in lay_out(chart, painting.pen()).shapes if isinstance(shape, Box)]
    levels = [box for box in boxes if box.role in {"up", "down"}]
    assert [(box.role, box.filled) for box in levels] == [
        ("down", True),
        ("up", False),
        ("down", True),
        ("up", True),
    ]
    zero = levels[0].y
    assert levels[2].y == zero
    assert levels[1].y + levels[1].height == pytest.approx(zero)
    assert levels[2].height / levels[0].height == pytest.approx(3)
    assert [box.role for box in boxes].count("flat") == 4


@each
def test_the_corner_where_apps_write_the_hour_is_free(told: Answer) -> None:
    pen = painting.pen()
    drawing = lay_out(drawn(told), pen)
    for shape in drawing.shapes:
        if isinstance(shape, Label) and shape.y > drawing.height - 100:
            assert shape.x + pen.width(shape.text, shape.size) < drawing.width - 230


def test_an_svg_holds_its_words_as_escaped_text() -> None:
    drawing = svg(drawn(TOPICS))
    words = " ".join(lines(drawing))
    assert "Порт закрыт" in words
    assert "$\\frac{1}{0}$ & <b>" in words
    assert "&amp; &lt;b&gt;" in drawing
    assert "Кит на воле" in words
    title = ElementTree.fromstring(drawing).find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == drawn(TOPICS).alt


@settings(max_examples=40, deadline=None)
@given(labels=st.lists(NAMES, min_size=3, max_size=8), query=NAMES, sizes=st.lists(st.integers(0, 10**7)))
def test_nothing_is_drawn_outside_the_sheet_whatever_the_labels(
    labels: list[str], query: str, sizes: list[int]
) -> None:
    told = about_topics(*labels, sizes=sizes or [0], meta=meta(query=query))
    chart = drawn(told)
    pen = painting.pen()
    drawing = lay_out(chart, pen)
    for shape in drawing.shapes:
        left, right = reach(shape, lambda label: pen.width(label.text, label.size, bold=label.bold))
        assert MARGIN - 1 <= left <= right <= drawing.width - MARGIN + 1, shape
    ElementTree.fromstring(svg(chart))


def reach(shape: Shape, width: Callable[[Label], float]) -> tuple[float, float]:
    """From where to where on the sheet a shape is."""
    match shape:
        case Label():
            wide = width(shape)
            start = shape.x - {"left": 0, "center": wide / 2, "right": wide}[shape.anchor]
            return start, start + wide
        case Box():
            return shape.x, shape.x + shape.width
        case Rule():
            return min(shape.x1, shape.x2), max(shape.x1, shape.x2)
        case Arrow():
            return shape.x - shape.size / 2, shape.x + shape.size / 2
