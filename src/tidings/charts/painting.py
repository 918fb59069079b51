"""Shapes painted by matplotlib; imported late, as matplotlib takes half a second to load."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from tidings.charts.lettering import Pen
from tidings.charts.palette import colours, ground
from tidings.charts.shapes import Arrow, Box, Drawing, Label, Role, Rule, Shape

# One pixel is one point, for letters and lines alike.
_DPI = 72
# FreeType counts in 64ths of a pixel.
_FRACTIONS = 64
_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_REGULAR, _BOLD = _FONTS / "DejaVuSans.ttf", _FONTS / "DejaVuSans-Bold.ttf"
_OUTLINE = 4.0
_DASHES = (0, (4, 3))
# Seven colours and their mixtures at the edges of letters: more cannot be told apart, and make a file three
# times as large. This way of choosing keeps a colour of large areas as it is; the faster octree does not.
_COLOURS, _METHOD = 64, Image.Quantize.MAXCOVERAGE

# Set once, before anything is drawn and not while it is: drawings go on in several threads. What somebody has
# set for matplotlib on this machine counts for nothing. Text in an SVG stays text, and its ids are the same
# in every run; who looks at it may not have the font: Verdana is as wide.
matplotlib.rcdefaults()
matplotlib.rcParams.update(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "tidings",
        "font.family": ["sans-serif"],
        "font.sans-serif": ["DejaVu Sans", "Verdana"],
    }
)


@cache
def _font(size: float, *, bold: bool) -> FontProperties:
    path = _BOLD if bold else _REGULAR
    return FontProperties(weight="bold" if bold else "normal", size=size, fname=path)


@cache
def _glyphs() -> frozenset[int]:
    """The characters both fonts have."""
    regular, bold = (FT2Font(str(path)).get_charmap() for path in (_REGULAR, _BOLD))
    return frozenset(regular) & frozenset(bold)


def pen() -> Pen:
    """A pen of DejaVu Sans, which comes with matplotlib; for one thread, as a font keeps its last text."""
    fonts = {bold: FT2Font(str(_BOLD if bold else _REGULAR)) for bold in (False, True)}

    def measure(text: str, size: float, bold: bool) -> float:
        font = fonts[bold]
        font.set_size(size, _DPI)
        font.set_text(text)
        width, _ = font.get_width_height()
        return width / _FRACTIONS

    return Pen(_glyphs(), measure)


def as_png(drawing: Drawing, *, dark: bool) -> bytes:
    """The drawing in pixels."""
    raw, written = io.BytesIO(), io.BytesIO()
    _figure(drawing, dark=dark).savefig(raw, format="rgba", dpi=_DPI)
    image = Image.frombytes("RGBA", (round(drawing.width), round(drawing.height)), raw.getvalue())
    image.convert("RGB").quantize(_COLOURS, _METHOD).save(written, format="PNG")
    return written.getvalue()


def as_svg(drawing: Drawing, *, dark: bool, title: str) -> str:
    """The drawing in lines and letters, its title for who cannot see it."""
    written = io.StringIO()
    # A date would make every run another file.
    metadata = {"Title": title, "Date": None, "Creator": None}
    _figure(drawing, dark=dark).savefig(written, format="svg", metadata=metadata)
    return written.getvalue()


def _figure(drawing: Drawing, *, dark: bool) -> Figure:
    size = (drawing.width / _DPI, drawing.height / _DPI)
    figure = Figure(figsize=size, dpi=_DPI, facecolor=ground(dark=dark))
    down = Affine2D().scale(1, -1).translate(0, drawing.height)
    roles = colours(dark=dark)
    for number, shape in enumerate(drawing.shapes):
        artist = _artist(shape, roles)
        artist.set_zorder(number)
        artist.set_transform(down)
        figure.add_artist(artist)
    return figure


def _artist(shape: Shape, roles: Mapping[Role, str]) -> Artist:
    colour = roles[shape.role]
    match shape:
        case Label():
            return _text(shape, colour)
        case Box():
            return _box(shape, colour)
        case Rule():
            return Line2D(
                (shape.x1, shape.x2),
                (shape.y1, shape.y2),
                color=colour,
                linewidth=shape.thickness,
                linestyle=_DASHES if shape.dashed else "-",
            )
        case Arrow():
            return _arrow(shape, colour)


def _text(label: Label, colour: str) -> Text:
    return Text(
        label.x,
        label.y,
        label.text,
        color=colour,
        horizontalalignment=label.anchor,
        verticalalignment="baseline",
        fontproperties=_font(label.size, bold=label.bold),
        parse_math=False,
    )


def _box(box: Box, colour: str) -> Rectangle:
    """An outline lies inside the box, so that both kinds are of one size; a low box is still seen through."""
    if box.filled:
        return Rectangle((box.x, box.y), box.width, box.height, facecolor=colour, edgecolor="none")
    inset = min(_OUTLINE, box.width / 3, box.height / 3) / 2
    return Rectangle(
        (box.x + inset, box.y + inset),
        box.width - 2 * inset,
        box.height - 2 * inset,
        facecolor="none",
        edgecolor=colour,
        linewidth=2 * inset,
        joinstyle="miter",
    )


def _arrow(arrow: Arrow, colour: str) -> Patch:
    half = arrow.size / 2
    if arrow.role == "flat":
        return Circle((arrow.x, arrow.y), half * 0.8, facecolor=colour, edgecolor="none")
    tip = -half if arrow.role == "up" else half
    corners = [
        (arrow.x, arrow.y + tip * 0.9),
        (arrow.x - half, arrow.y - tip * 0.9),
        (arrow.x + half, arrow.y - tip * 0.9),
    ]
    return Polygon(corners, closed=True, facecolor=colour, edgecolor="none")
