"""A chart as plain values: what is drawn, in the reader's words, without how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sign = Literal["up", "down", "flat"]
Kind = Literal["topics", "tone", "phrases"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing of a ranking: its length from zero, the figure it stands for, and where it is heading."""

    label: str
    length: float
    figure: str
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Things by size, the largest first; `signs` says what the signs among the bars mean."""

    bars: tuple[Bar, ...]
    signs: tuple[tuple[Sign, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A span of the axis, its ends as shares of the whole; no level where there were no articles."""

    start: float
    end: float
    level: float | None
    count: int
    figure: str
    is_sparse: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A place of the axis, as a share of the whole, and its name."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Course:
    """A level over time around zero, and how many articles each is the mean of.

    The axis goes from -`reach` to `reach`. `levels` names its places from the top down, `mean` the level of
    the whole, `sparse` what a point of few articles looks like.
    """

    points: tuple[Point, ...]
    reach: float
    levels: tuple[tuple[float, str], ...]
    sides: tuple[str, str]
    mean: float
    mean_label: str
    counts_label: str
    sparse_label: str
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture's words and figures; `caption` says of what and when, `alt` tells it to who cannot see it."""

    kind: Kind
    title: str
    plot: Ranking | Course
    caption: str
    alt: str
