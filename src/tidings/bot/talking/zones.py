"""Time zones as people name them: by a city in their language, by their IANA name, by their offset."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale

from tidings.messages import LANGUAGES, Lang

# Offered as buttons, west to east: where most readers of each language live.
OFFERED: Mapping[Lang, tuple[str, ...]] = {
    "ru": (
        "Europe/Kaliningrad",
        "Europe/Moscow",
        "Europe/Samara",
        "Asia/Yekaterinburg",
        "Asia/Novosibirsk",
        "Asia/Vladivostok",
    ),
    "en": (
        "America/Los_Angeles",
        "America/New_York",
        "Europe/London",
        "Europe/Berlin",
        "Asia/Dubai",
        "Asia/Singapore",
    ),
}
# What people write that is neither a zone's name nor its city's.
_ALSO: Mapping[str, str] = {
    "мск": "Europe/Moscow",
    "msk": "Europe/Moscow",
    "питер": "Europe/Moscow",
    "санкт-петербург": "Europe/Moscow",
    "спб": "Europe/Moscow",
    "казань": "Europe/Moscow",
    "сочи": "Europe/Moscow",
    "пермь": "Asia/Yekaterinburg",
    "челябинск": "Asia/Yekaterinburg",
    "уфа": "Asia/Yekaterinburg",
    "тюмень": "Asia/Yekaterinburg",
    "washington": "America/New_York",
    "вашингтон": "America/New_York",
    "boston": "America/New_York",
    "san francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "munich": "Europe/Berlin",
    "frankfurt": "Europe/Berlin",
    "geneva": "Europe/Zurich",
    "barcelona": "Europe/Madrid",
    "milan": "Europe/Rome",
    "edinburgh": "Europe/London",
    "delhi": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "пекин": "Asia/Shanghai",
    "дели": "Asia/Kolkata",
    "tel aviv": "Asia/Jerusalem",
    "тель-авив": "Asia/Jerusalem",
    "utc": "UTC",
    "gmt": "UTC",
}
_OFFSET = re.compile(r"(?:utc|gmt|мск)?\s*([+\-−–])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
# The offsets of the inhabited world; the names of such zones have the sign turned round, as POSIX has it.
_WESTMOST, _EASTMOST = -12, 14

# Clocks that are off by a part of an hour, all year round: there are no zones called by such an offset.
_BY_PART_OF_AN_HOUR: Mapping[int, str] = {
    -570: "Pacific/Marquesas",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    525: "Australia/Eucla",
    570: "Australia/Darwin",
}


def zone_named(text: str) -> str | None:
    """The IANA name of the zone that is meant; None where none is known by that name."""
    folded = " ".join(text.casefold().replace("ё", "е").split()).strip(".,!?")
    offset = _OFFSET.fullmatch(folded)
    if offset:
        return _at_offset(offset[0].startswith("мск"), offset[1], 60 * int(offset[2]) + int(offset[3] or 0))
    return _names().get(folded) or _names().get(folded.replace(" ", "_"))


def _at_offset(from_moscow: bool, sign: str, minutes: int) -> str | None:
    """The zone so many minutes from Greenwich, or from Moscow, which is at 3 hours."""
    minutes = (minutes if sign == "+" else -minutes) + (180 if from_moscow else 0)
    if minutes % 60:
        return _BY_PART_OF_AN_HOUR.get(minutes)
    east = minutes // 60
    if not _WESTMOST <= east <= _EASTMOST:
        return None
    return f"Etc/GMT{-east:+d}" if east else "UTC"


@cache
def _names() -> Mapping[str, str]:
    """Every name of a zone, folded."""
    known: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/")):
            known.setdefault(zone.casefold(), zone)
            known.setdefault(zone.rpartition("/")[2].casefold(), zone)
            known |= {city.casefold().replace("ё", "е"): zone for city in _cities(zone)}
    return known | dict(_ALSO)


def _cities(zone: str) -> set[str]:
    """What the zone's city is called in the languages of the interface."""
    return {city(zone, lang) for lang in LANGUAGES}


def city(zone: str, lang: Lang) -> str:
    """The zone's city in that language, or what its name ends in."""
    known = Locale(lang).time_zones.get(zone, {})
    return str(known.get("city") or zone.rpartition("/")[2].replace("_", " "))


def zone_label(zone: str, lang: Lang, moment: datetime) -> str:
    """The zone for people: its city, and how far from UTC its clock is at that moment."""
    offset = offset_label(zone, moment)
    return offset if zone == "UTC" or zone.startswith("Etc/") else f"{city(zone, lang)}, {offset}"


def zone_button(zone: str, lang: Lang, moment: datetime) -> str:
    """The zone as it fits on a button: Vladivostok +10."""
    return f"{city(zone, lang)} {offset_label(zone, moment).removeprefix('UTC') or '+0'}"


def offset_label(zone: str, moment: datetime) -> str:
    """How far from UTC a zone's clock is, such as UTC+5:30."""
    delta = moment.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = int(delta.total_seconds()) // 60 if delta else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")
