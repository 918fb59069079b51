"""Tone over time: means of sentiment and emotions from sums per bucket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tidings.store.trends import ToneRow
from tidings.trends.view import Tone, TonePoint
from tidings.windows import Window

# Points people can tell apart on a sparkline, at spans they know: hours of a day, days of a week.
_POINTS = {"6h": 6, "1w": 7, "2w": 14, "1m": 10, "3m": 13}
_USUAL_POINTS = 12


def points_of(window: Window) -> int:
    """How many points the window's timeline has."""
    return _POINTS.get(window.name, _USUAL_POINTS)


def tone_of(rows: Sequence[ToneRow], buckets: Sequence[tuple[datetime, datetime]]) -> Tone:
    """The tone of a window from its buckets' sums."""
    by_bucket = {row.bucket: row for row in rows}
    articles = sum(row.articles for row in rows)
    timeline = []
    for place, (start, end) in enumerate(buckets, 1):
        row = by_bucket.get(place)
        score = row.sentiment / row.articles if row else None
        timeline.append(TonePoint(start, end, score, row.articles if row else 0))
    return Tone(
        overall=sum(row.sentiment for row in rows) / articles if articles else 0.0,
        emotions=_emotions(rows, articles),
        timeline=tuple(timeline),
    )


def _emotions(rows: Sequence[ToneRow], articles: int) -> tuple[float, float, float, float, float]:
    joy, fear, anger, sadness, surprise = (
        sum(row.emotions[place] for row in rows) / max(articles, 1) for place in range(5)
    )
    return joy, fear, anger, sadness, surprise
