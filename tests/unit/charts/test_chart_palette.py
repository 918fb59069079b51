from __future__ import annotations

import pytest

from tidings.charts.palette import colours, ground
from tidings.charts.shapes import Role


def light(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(part * value for part, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dim, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("role", "least"), [("ink", 7), ("muted", 4.5), ("up", 4.5), ("down", 4.5), ("flat", 3)]
)
def test_letters_and_bars_stand_out_from_the_ground(role: Role, least: float, dark: bool) -> None:
    assert contrast(colours(dark=dark)[role], ground(dark=dark)) >= least
