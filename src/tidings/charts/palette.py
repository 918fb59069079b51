"""Colours of a chart's parts, on paper and on a dark screen."""

from __future__ import annotations

from tidings.charts.shapes import Role

# Blue and orange are told apart with any kind of colour blindness; in grey, the sign and the side of zero
# tell what the colour does. Letters stand out from the ground by 4.5 to 1 or more, as WCAG asks of text.
_LIGHT: dict[Role, str] = {
    "ink": "#1b1f24",
    "muted": "#5c6873",
    "rule": "#dde3e8",
    "up": "#0b66c2",
    "down": "#b75a06",
    "flat": "#8795a1",
}
_DARK: dict[Role, str] = {
    "ink": "#f2f5f8",
    "muted": "#a7b5c2",
    "rule": "#33424f",
    "up": "#5eabf7",
    "down": "#f0a04b",
    "flat": "#73828f",
}


def colours(*, dark: bool) -> dict[Role, str]:
    """The colour of each part."""
    return _DARK if dark else _LIGHT


def ground(*, dark: bool) -> str:
    """What all is drawn on."""
    return "#17212b" if dark else "#ffffff"
