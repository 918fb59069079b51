"""Numbers, dates and phrases as one reader sees them: in their language and their zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from tidings import messages
from tidings.messages import Lang
from tidings.prose.phrasebook import decimal, signed

_DAY = {"ru": "d MMMM y", "en": "d MMMM y"}
_MOMENT = {"ru": "d MMM HH:mm", "en": "d MMM HH:mm"}
_MOMENT_WITH_YEAR = {"ru": "d MMM y HH:mm", "en": "d MMM y HH:mm"}


@dataclass(frozen=True)
class Words:
    """How to say things to one reader."""

    lang: Lang
    zone: ZoneInfo

    def say(self, key: str, /, **params: object) -> str:
        """The interface's phrase of that key."""
        return messages.say(key, self.lang, **params)

    def reason(self, code: str) -> str:
        """A reason code in words."""
        return messages.reason(code, self.lang)

    def number(self, value: int) -> str:
        """A whole number with its thousands apart."""
        return messages.grouped(value, self.lang)

    def decimal(self, value: float, digits: int = 2) -> str:
        """A number with a fraction, with the language's own mark."""
        return decimal(value, digits, self.lang)

    def signed(self, value: float) -> str:
        """A score with its sign; nothing but zero shows none."""
        return signed(value, self.lang)

    def day(self, iso: str) -> str:
        """A date of the contract, such as 2020-05-30, in words."""
        return str(format_date(date.fromisoformat(iso), _DAY[self.lang], locale=self.lang))

    def since(self, since: datetime, until: datetime) -> str:
        """The beginning of a span whose end is told with its year: with its own where that is another."""
        begun, ended = since.astimezone(self.zone), until.astimezone(self.zone)
        return self.moment(since, year=begun.year != ended.year)

    def moment(self, value: datetime, *, year: bool = False) -> str:
        """A moment on the reader's clock."""
        pattern = (_MOMENT_WITH_YEAR if year else _MOMENT)[self.lang]
        return str(format_datetime(value.astimezone(self.zone), pattern, locale=self.lang))
