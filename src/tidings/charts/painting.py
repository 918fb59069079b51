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
from matplotlib.ft2font import FT2Font, LoadFlags
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
# FreeType counts advances in 65,536ths of a pixel; unhinted, they grow with the size.
_FRACTIONS, _MEASURED = 65_536, 100
_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_REGULAR, _BOLD = _FONTS / "DejaVuSans.ttf", _FONTS / "DejaVuSans-Bold.ttf"
_OUTLINE = 4.0
_DASHES = (0, (4, 3))
# Seven colours and their mixtures at the edges of letters: more cannot be told apart, and make a file three
# times as large. This way of choosing keeps a colour of large areas as it is; the faster octree does not.
_COLOURS, _METHOD = 64, Image.Quantize.MAXCOVERAGE
# They are chosen from every third pixel of every third row, which takes a fifth of the time.
_EVERY = 3

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
        "text.hinting": "none",
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
    """A pen of DejaVu Sans, which comes with matplotlib; for one thread, as a font keeps its last letter."""
    fonts = {bold: FT2Font(str(_BOLD if bold else _REGULAR)) for bold in (False, True)}
    for font in fonts.values():
        font.set_size(_MEASURED, _DPI)

    @cache
    def advance(letter: str, bold: bool) -> float:
        glyph = fonts[bold].load_char(ord(letter), flags=LoadFlags.NO_HINTING)
        return float(glyph.linearHoriAdvance) / _FRACTIONS / _MEASURED

    def measure(text: str, size: float, bold: bool) -> float:
        return size * sum(advance(letter, bold) for letter in text)

    return Pen(_glyphs(), measure)


def as_png(drawing: Drawing, *, dark: bool) -> bytes:
    """The drawing in pixels."""
    raw, written = io.BytesIO(), io.BytesIO()
    _figure(drawing, dark=dark).savefig(raw, format="rgba", dpi=_DPI)
    image = Image.frombytes("RGBA", (round(drawing.width), round(drawing.height)), raw.getvalue())
    _few_colours(image.convert("RGB")).save(written, format="PNG")
    return written.getvalue()


def _few_colours(image: Image.Image) -> Image.Image:
    some = image.resize((image.width // _EVERY, image.height // _EVERY), Image.Resampling.NEAREST)
    chosen = some.quantize(_COLOURS, _METHOD)
    return image.quantize(palette=chosen, dither=Image.Dither.NONE)


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
