"""When: the words for a window and for the moment it ends."""

from __future__ import annotations

from datetime import UTC, datetime

from babel.dates import format_datetime

from tidings.messages.phrase import Lang, Phrase, fill

# After "in the" in English and after "за" in Russian.
_SPANS: dict[str, Phrase] = {
    "6h": Phrase(en="6 hours", ru="6 часов"),
    "12h": Phrase(en="12 hours", ru="12 часов"),
    "24h": Phrase(en="24 hours", ru="24 часа"),
    "1d": Phrase(en="day", ru="сутки"),
    "3d": Phrase(en="3 days", ru="3 дня"),
    "1w": Phrase(en="week", ru="неделю"),
    "2w": Phrase(en="2 weeks", ru="2 недели"),
    "1m": Phrase(en="month", ru="месяц"),
    "3m": Phrase(en="3 months", ru="3 месяца"),
    "6m": Phrase(en="6 months", ru="полгода"),
    "1y": Phrase(en="year", ru="год"),
}
_MOMENT = {"en": "d MMM y HH:mm", "ru": "d MMMM y, HH:mm"}


def span(window: str, lang: Lang) -> str:
    """How long a window is, in words."""
    return fill(_SPANS[window], lang, {})


def moment(when: datetime, lang: Lang) -> str:
    """A moment in UTC as people write it."""
    return f"{format_datetime(when.astimezone(UTC), _MOMENT[lang], locale=lang)} UTC"
