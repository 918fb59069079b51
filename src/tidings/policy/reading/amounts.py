"""Amounts: a number with its unit as a sentence gives it, and when two of them say the same."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

CALENDAR = "calendar"
ORDINAL = "ordinal"
DECADE = "decade"
WEEKDAY = "weekday"
MONTH = "month of"
CURRENCIES = frozenset({"USD", "EUR", "GBP", "RUB", "JPY", "CNY", "INR", "UAH", "KZT"})
# What "about" and "almost" may stand for: a twentieth off.
_NEAR = 0.05
# How far from a half something may be that a headline calls a half.
_ROUNDED = 0.1


class Bound(Enum):
    """How a number is given: as it is, as more or less than what is meant, or as near it."""

    NONE = 0
    OVER = 1
    UNDER = -1
    ABOUT = 2
    ALMOST = -2


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `start:end` of its sentence; no unit where none is given.

    `bound` says on which side of it the thing is, `slack` how far a fraction in words may be off.
    """

    value: float
    unit: str
    start: int
    end: int
    bound: Bound = Bound.NONE
    slack: float = 0.0

    def agrees(self, cited: Quantity) -> bool:
        """Whether a cited quantity is this one: of its kind, and the same or fairly rounded to it."""
        if not self.is_of_kind(cited):
            return False
        if self.unit == MONTH != cited.unit:
            return True
        if self.bound not in {Bound.OVER, Bound.UNDER} or self.bound is cited.bound:
            near = max(self.slack, cited.slack) or 1e-9 * abs(self.value)
            if math.isclose(self.value, cited.value, rel_tol=0.0, abs_tol=near):
                return True
        return cited.bound is Bound.NONE and self._rounds(cited.value)

    def _rounds(self, exact: float) -> bool:
        """Whether an exact figure may be told so: "more than 50" of 52, not of 61; "almost 60" of 59."""
        grain = _grain(self.value)
        if self.bound is Bound.OVER:
            return self.value < exact < self.value + grain
        if self.bound is Bound.UNDER:
            return self.value - grain < exact < self.value
        if self.bound is Bound.ALMOST:
            return (1 - _NEAR) * self.value <= exact < self.value
        rounder = grain > _grain(exact)
        return self.bound is Bound.ABOUT and rounder and abs(exact - self.value) <= _NEAR * self.value

    def is_of_kind(self, cited: Quantity) -> bool:
        """Whether the two can be measured against each other; a bare number is any amount, but no date."""
        if self.unit == MONTH and cited.unit == f"{MONTH} {self.value:g}":
            return True
        if self.unit in {"", CALENDAR} and cited.unit in {"", CALENDAR}:
            return True
        return self.unit == cited.unit or (not self.unit and cited.is_amount)

    def is_rivalled_by(self, cited: Quantity) -> bool:
        """Whether the other says something else of the kind, and not this one rounded: half, nine."""
        rounded = bool(cited.slack) and abs(self.value - cited.value) <= _ROUNDED * cited.value
        rounded = rounded or _is_rounder(cited.value, self.value)
        dates = (self.unit == CALENDAR) == (cited.unit == CALENDAR)
        counts = bool(self.unit) or cited.unit in {"", "times"}
        return self.is_of_kind(cited) and not self.agrees(cited) and not rounded and dates and counts

    def covers(self, offset: int) -> bool:
        """Whether a character of the sentence is of it."""
        return self.start <= offset < self.end

    @property
    def is_measured(self) -> bool:
        """Whether it is given in a unit that other things are not counted in."""
        return self.unit not in {"", "times", "point"} and self.is_amount

    @property
    def is_article(self) -> bool:
        """Whether it is a one that may say no more than "a" does."""
        return self.value == 1 and not self.unit

    @property
    def is_amount(self) -> bool:
        """Whether it measures something, instead of placing it in time or in a row."""
        return not self.unit.startswith((MONTH, WEEKDAY, ORDINAL, CALENDAR, DECADE))


def _is_rounder(rough: float, exact: float) -> bool:
    """Whether one number is the other in rounder figures: nine percent, of 9.2."""
    grain = _grain(rough)
    return grain > _grain(exact) and math.isclose(round(exact / grain) * grain, rough)


def _grain(value: float) -> float:
    """What the last figure of a number that is no zero counts: 100, of 3,800."""
    exponent = Decimal(repr(abs(value))).normalize().as_tuple().exponent
    return 10.0**exponent if isinstance(exponent, int) else 1.0
