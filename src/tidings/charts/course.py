"""A course laid out: levels above and below zero over time, and under them how many articles each is of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tidings.charts.chart import Course, Point
from tidings.charts.lettering import LEADING, Pen
from tidings.charts.shapes import Box, Label, Role, Rule, Shape
from tidings.charts.sheet import MARGIN, NOTE, SMALL, WIDTH

_LEVELS, _COUNTS = 430.0, 120.0
_UNDER_LEGEND, _BETWEEN = 64.0, 56.0
# Of the room between two points that a bar takes.
_SHARE = 0.62
# A level of just zero, or one article beside thousands, is still seen to be there.
_LEAST = 5.0
_SWATCH = 30.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where on the sheet the axes are."""

    left: float
    right: float
    zero: float
    unit: float
    counts_top: float
    floor: float

    def x(self, share: float) -> float:
        return self.left + share * (self.right - self.left)

    def y(self, level: float) -> float:
        return self.zero - level * self.unit


def lay_course(course: Course, y: float, pen: Pen) -> tuple[list[Shape], float]:
    """The course's shapes from `y` down, and where they end."""
    top = y + NOTE * LEADING + _UNDER_LEGEND
    left = MARGIN + max(pen.width(name, SMALL) for _, name in course.levels) + 18
    counts_top = top + _LEVELS + SMALL * 2 + _BETWEEN
    frame = _Frame(
        left,
        WIDTH - MARGIN,
        top + _LEVELS / 2,
        _LEVELS / 2 / course.reach,
        counts_top,
        counts_top + _COUNTS,
    )
    shapes = [
        *_legend(course, y, pen),
        *_levels(course, frame),
        *_bars(course, frame),
        *_mean(course, frame),
        *_sides(course, frame, pen),
        *_counts(course, frame, pen),
        *_axis(course, frame, pen),
    ]
    return shapes, frame.floor + 18 + SMALL * LEADING


def _legend(course: Course, y: float, pen: Pen) -> Iterator[Shape]:
    """What the dashed line is, and what an outline is where there are any."""
    x, middle = MARGIN, y + NOTE * 0.64
    yield Rule(x, middle, x + 2 * _SWATCH, middle, "ink", 4, dashed=True)
    x += 2 * _SWATCH + 14
    yield Label(x, y + NOTE, course.mean_label, NOTE, "muted")
    if any(point.level is not None and point.is_sparse for point in course.points):
        x += pen.width(course.mean_label, NOTE) + 44
        yield Box(x, middle - _SWATCH / 2, _SWATCH, _SWATCH, "muted", filled=False)
        yield Label(x + _SWATCH + 14, y + NOTE, course.sparse_label, NOTE, "muted")


def _levels(course: Course, frame: _Frame) -> Iterator[Shape]:
    for level, name in course.levels:
        y = frame.y(level)
        yield Rule(frame.left, y, frame.right, y, "muted" if level == 0 else "rule")
        yield Label(frame.left - 18, y + SMALL * 0.36, name, SMALL, "muted", anchor="right")


def _bars(course: Course, frame: _Frame) -> Iterator[Shape]:
    for point in course.points:
        if point.level is not None:
            x, width = _place(point, frame)
            height = max(abs(point.level) * frame.unit, _LEAST)
            yield Box(
                x,
                frame.zero - (height if point.level >= 0 else 0),
                width,
                height,
                _role(point.level),
                filled=not point.is_sparse,
            )


def _role(level: float) -> Role:
    return "up" if level >= 0 else "down"


def _place(point: Point, frame: _Frame) -> tuple[float, float]:
    """A bar's left edge and width, in the middle of its span."""
    room = frame.x(point.end) - frame.x(point.start)
    return frame.x(point.start) + room * (1 - _SHARE) / 2, room * _SHARE


def _mean(course: Course, frame: _Frame) -> Iterator[Shape]:
    y = frame.y(course.mean)
    yield Rule(frame.left, y, frame.right, y, "ink", 3, dashed=True)


def _sides(course: Course, frame: _Frame, pen: Pen) -> Iterator[Shape]:
    """Which side of zero is which, outside the levels where nothing is drawn."""
    above, below = course.sides
    yield Label(frame.right, frame.y(course.reach) - 12, above, SMALL, "up", bold=True, anchor="right")
    yield Label(
        frame.right, frame.y(-course.reach) + SMALL + 8, below, SMALL, "down", bold=True, anchor="right"
    )


def _counts(course: Course, frame: _Frame, pen: Pen) -> Iterator[Shape]:
    """How many articles each level is the mean of, with the number where there is room for all of them."""
    most = max(point.count for point in course.points) or 1
    room = min(frame.x(point.end) - frame.x(point.start) for point in course.points)
    fits = all(pen.width(point.figure, SMALL) <= room for point in course.points)
    yield Label(frame.left, frame.counts_top - SMALL * 1.4, course.counts_label, SMALL, "muted")
    for point in course.points:
        x, width = _place(point, frame)
        height = max(point.count / most * _COUNTS, _LEAST) if point.count else 0.0
        if point.count:
            yield Box(x, frame.floor - height, width, height, "flat")
        if fits or point.count == most:
            yield Label(
                x + width / 2, frame.floor - height - 8, point.figure, SMALL, "muted", anchor="center"
            )
    yield Rule(frame.left, frame.floor, frame.right, frame.floor, "muted")


def _axis(course: Course, frame: _Frame, pen: Pen) -> Iterator[Shape]:
    """Names of times under the floor, each at its line; none that runs into the one before."""
    free = frame.left
    for tick in course.ticks:
        x, half = frame.x(tick.place), pen.width(tick.label, SMALL) / 2
        yield Rule(x, frame.floor, x, frame.floor + 12, "muted")
        centre = min(max(x, frame.left + half), frame.right - half)
        if centre - half >= free:
            free = centre + half + 20
            yield Label(centre, frame.floor + 18 + SMALL, tick.label, SMALL, "muted", anchor="center")
