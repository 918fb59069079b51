from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tidings.bot.talking.zones import OFFERED, offset_label, zone_label, zone_named

WINTER = datetime(2025, 1, 15, 12, tzinfo=UTC)
SUMMER = datetime(2025, 7, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Москва", "Europe/Moscow"),
        ("  нью-йорк ", "America/New_York"),
        ("New York", "America/New_York"),
        ("тбилиси.", "Asia/Tbilisi"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("Санкт-Петербург", "Europe/Moscow"),
        ("Орёл", None),
        ("UTC", "UTC"),
        ("UTC+5", "Etc/GMT-5"),
        ("+3", "Etc/GMT-3"),
        ("gmt −4", "Etc/GMT+4"),
        ("мск+2", "Etc/GMT-5"),
        ("+0", "UTC"),
        ("+25", None),
        ("+05:30", "Asia/Kolkata"),
        ("UTC+5:45", "Asia/Kathmandu"),
        ("мск+2:30", "Asia/Kolkata"),
        ("UTC-9:30", "Pacific/Marquesas"),
        ("+03:00", "Etc/GMT-3"),
        ("+5:17", None),
        ("+5:90", None),
        ("нигде", None),
        ("", None),
        ("../etc/passwd", None),
    ],
)
def test_a_zone_is_known_by_its_city_its_name_and_its_offset(typed: str, zone: str | None) -> None:
    assert zone_named(typed) == zone


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_zones_on_buttons_exist_and_are_named_in_words(lang: str) -> None:
    for zone in OFFERED[lang]:
        assert ZoneInfo(zone)
        assert "/" not in zone_label(zone, lang, WINTER)


def test_a_label_tells_the_clock_of_the_moment() -> None:
    assert zone_label("Europe/Berlin", "ru", WINTER) == "Берлин, UTC+1"
    assert zone_label("Europe/Berlin", "ru", SUMMER) == "Берлин, UTC+2"
    assert zone_label("Etc/GMT-5", "en", WINTER) == "UTC+5"
    assert offset_label("Asia/Kolkata", WINTER) == "UTC+5:30"
    assert offset_label("America/St_Johns", WINTER) == "UTC−3:30"
    assert offset_label("Europe/London", WINTER) == "UTC"
