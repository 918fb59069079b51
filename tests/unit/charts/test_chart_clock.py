from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.charts.clock import ticks
from tidings.messages import Lang
from tidings.windows import SPANS

UNTIL = datetime(2025, 3, 8, 18, tzinfo=UTC)


def named(until: datetime, span: timedelta, zone: str = "UTC", lang: Lang = "en") -> list[str]:
    return [tick.label for tick in ticks(until - span, until, ZoneInfo(zone), lang)]


@pytest.mark.parametrize(
    ("window", "lang", "names"),
    [
        ("6h", "en", ["13:00", "14:00", "15:00", "16:00", "17:00"]),
        ("24h", "ru", ["20:00", "8 марта", "04:00", "08:00", "12:00", "16:00"]),
        ("3d", "en", ["6 Mar", "7 Mar", "8 Mar"]),
        ("1w", "ru", ["2 марта", "4 марта", "6 марта", "8 марта"]),
        ("1m", "en", ["8 Feb", "15 Feb", "22 Feb", "1 Mar"]),
        ("6m", "ru", ["октябрь", "ноябрь", "декабрь", "январь 2025", "февраль", "март"]),
        ("1y", "en", ["May", "Jul", "Sep", "Nov", "Jan 2025"]),
    ],
)
def test_each_window_has_names_people_know(window: str, lang: Lang, names: list[str]) -> None:
    assert named(UNTIL, SPANS[window], lang=lang) == names


def test_names_are_of_the_reader_s_clock() -> None:
    shown = ticks(UNTIL - timedelta(hours=6), UNTIL, ZoneInfo("Asia/Kathmandu"), "en")
    assert [tick.label for tick in shown] == ["18:00", "19:00", "20:00", "21:00", "22:00", "23:00"]
    assert shown[0].place == pytest.approx(0.25 / 6)


def test_hours_stay_hours_of_the_wall_where_the_clocks_change() -> None:
    until = datetime(2025, 3, 30, 12, tzinfo=UTC)
    shown = ticks(until - timedelta(hours=24), until, ZoneInfo("Europe/Berlin"), "en")
    assert [tick.label for tick in shown] == ["16:00", "20:00", "30 Mar", "04:00", "08:00", "12:00"]
    steps = [later.place - earlier.place for earlier, later in pairwise(shown)]
    assert steps == pytest.approx([4 / 24, 4 / 24, 3 / 24, 4 / 24, 4 / 24])


@given(
    until=st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    span=st.sampled_from(sorted(set(SPANS.values()))),
    zone=st.sampled_from(
        ["UTC", "Europe/Moscow", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"]
    ),
)
def test_names_stand_in_order_inside_any_window_and_are_few(
    until: datetime, span: timedelta, zone: str
) -> None:
    places = [tick.place for tick in ticks(until - span, until, ZoneInfo(zone), "ru")]
    assert places == sorted(set(places))
    assert all(0 < place < 1 for place in places)
    assert 2 <= len(places) <= 6
