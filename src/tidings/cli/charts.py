"""Small pictures made of characters: bars, balances and sparklines."""

from __future__ import annotations

from collections.abc import Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
# A sparkline of a calm day should look calm: a span below this is not stretched to full height.
_SMALLEST_SPAN = 0.2


def bar(share: float, width: int) -> str:
    """A horizontal bar filled to `share` (0..1) of `width` cells, to the eighth of a cell."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def balance(score: float, half: int) -> str:
    """A score of -1..1 as a bar that grows left or right from the middle of `2 * half + 1` cells."""
    filled = min(round(abs(score) * half), half)
    left = "━" * filled if score < 0 else ""
    right = "━" * filled if score > 0 else ""
    return left.rjust(half, "·") + "┃" + right.ljust(half, "·")


def sparkline(values: Sequence[float | None]) -> str:
    """One character a value, low to high; a dot where there is none."""
    known = [value for value in values if value is not None]
    if not known:
        return "·" * len(values)
    low = min(known)
    span = max(max(known) - low, _SMALLEST_SPAN)
    top = len(_LEVELS) - 1
    return "".join("·" if v is None else _LEVELS[round((v - low) / span * top)] for v in values)
