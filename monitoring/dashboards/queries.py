"""PromQL: the few shapes that panels ask in, none of which divides by zero or draws what is not a number."""

from __future__ import annotations

# Grafana's: at least four scrapes, so that a rate has samples however far one zooms in.
RATE = "[$__rate_interval]"
# As long as the panel shows.
SHOWN = "[$__range]"


def rate(series: str, *by: str, over: str = RATE) -> str:
    """How fast a counter grows in all processes, a second."""
    return f"{_sum(by)} (rate({series}{over}))"


def grown(series: str, *by: str, over: str = SHOWN) -> str:
    """By how much a counter grew in all processes."""
    return f"{_sum(by)} (increase({series}{over}))"


def share(part: str, whole: str, *by: str) -> str:
    """A counter as a share of another: nothing while the whole rests, 0 where only the part does.

    The whole is told apart by `by`; `part` need not have been counted at all yet.
    """
    every = rate(whole, *by)
    return f"({rate(part, *by)} or 0 * {every}) / ({every} > 0)"


def shares(part: str, whole: str, by: str) -> str:
    """A counter by one label of its own, as shares of another that has no such label."""
    return f"{rate(part, by)} / on () group_left () ({rate(whole)} > 0)"


def mean(histogram: str, *by: str) -> str:
    """The mean of what a histogram holds; nothing while it rests."""
    return f"{rate(_part(histogram, 'sum'), *by)} / ({rate(_part(histogram, 'count'), *by)} > 0)"


def quantile(of: float, histogram: str, *by: str) -> str:
    """A quantile of what a histogram holds; the comparison drops the NaN of one that rests."""
    return f"histogram_quantile({of}, {rate(_part(histogram, 'bucket'), *by, 'le')}) >= 0"


def newest(gauge: str, *by: str) -> str:
    """What every process says alike: the highest, as one that was just started may not know yet."""
    return f"max{_by(by)} ({gauge})"


def _part(histogram: str, part: str) -> str:
    name, brace, labels = histogram.partition("{")
    return f"{name}_{part}{brace}{labels}"


def _sum(by: tuple[str, ...]) -> str:
    return f"sum{_by(by)}"


def _by(by: tuple[str, ...]) -> str:
    return f" by ({', '.join(by)})" if by else ""
