"""Service levels from Prometheus: the same counts, as it scraped them."""

from __future__ import annotations

from datetime import UTC, datetime

from tidings.prometheus import Prometheus, grown
from tidings.slo.report import RECENT, WINDOW, Readings
from tidings.slo.traffic import Tally
from tidings.tallies import SERIES, Series

_DAY_SECONDS = 86_400
# The first of its samples is looked for at every minute of the span: processes live for longer.
_STEP = 60
# Users of a span are told apart by the database, and only for these does it tell Prometheus.
_USERS_DAYS = (1, 7)


async def read_prometheus(prometheus: Prometheus, days: int) -> Readings:
    """What it scraped in the days before now."""
    spans = {
        span: await _tally(prometheus, round(length * _DAY_SECONDS))
        for span, length in {**RECENT, WINDOW: days}.items()
    }
    earliest = await prometheus.value(first_sample(days * _DAY_SECONDS))
    return Readings(
        source="prometheus",
        moment=datetime.now(UTC),
        days=days,
        begun=None if earliest is None else datetime.fromtimestamp(earliest, UTC),
        spans=spans,
        users=await _users(prometheus, days),
    )


async def _tally(prometheus: Prometheus, seconds: int) -> Tally:
    """All counts of a span, under the names that processes write them down by."""
    tally: dict[str, float] = {}
    for series in SERIES:
        for labels, count in (await prometheus.vector(increase(series, seconds))).items():
            values = dict(labels)
            tally[" ".join((series.key, *(values[label] for label in series.labels)))] = count
    return tally


async def _users(prometheus: Prometheus, days: int) -> int | None:
    if days not in _USERS_DAYS:
        return None
    # As it was last told, also where no process runs any more.
    users = await prometheus.value(f'max(last_over_time(users_active{{days="{days}"}}[1h]))')
    return None if users is None else round(users)


def increase(series: Series, seconds: int) -> str:
    """By how much a series grew in all processes, by the labels that are told apart."""
    by = f" by ({', '.join(series.labels)})" if series.labels else ""
    return f"sum{by} ({grown(series.sample, seconds)})"


def first_sample(seconds: int) -> str:
    """When the first sample of any process was taken within a span."""
    return f"min(min_over_time(timestamp(tidings_build)[{seconds}s:{_STEP}s]))"
