"""Days and hours as the page writes them, in the zone of this machine."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_date, format_time

from tidings.messages import Lang

_DAY = {"en": "MMMM d", "ru": "d MMMM"}


def day(moment: datetime, lang: Lang) -> str:
    """The day, without its year."""
    return str(format_date(moment.astimezone().date(), _DAY[lang], locale=lang))


def clock(moment: datetime, lang: Lang) -> str:
    """The hour and the minute."""
    return str(format_time(moment.astimezone(), "HH:mm", locale=lang))
