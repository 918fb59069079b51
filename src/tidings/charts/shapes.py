"""The shapes a chart is drawn of, in pixels from the upper left corner; colours are named by their part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["ink", "muted", "rule", "up", "down", "flat"]
Anchor = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float
    role: Role = "ink"
    bold: bool = False
    anchor: Anchor = "left"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, or only its outline."""

    x: float
    y: float
    width: float
    height: float
    role: Role
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: Role = "rule"
    thickness: float = 2.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A sign of direction: a triangle up or down, or a disc for neither; `y` is its middle."""

    x: float
    y: float
    size: float
    role: Role


Shape = Label | Box | Rule | Arrow


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet of that size."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
