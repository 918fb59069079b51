"""Numbers, dates and phrases as the reader of a page sees them: in their language and their zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from tidings import messages
from tidings.messages import Lang
from tidings.pages.reader import Reader
from tidings.prose.phrasebook import decimal, mood, signed

_NO_BREAK = "\N{NO-BREAK SPACE}"
_UTC = f"{_NO_BREAK}UTC"
# A word counted by the number before it; shorter ones are prepositions.
_AFTER_NUMBER = re.compile(r"(?<=\d) (?=[^\W\d_]{3})")
_BLANKS = re.compile(r"[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")

# Short enough for a line on a phone; Russian months are words, as their short forms look like misprints.
_DAY = {"ru": "d MMMM", "en": "d MMM"}
_DAY_OF_YEAR = {"ru": "d MMMM y", "en": "d MMM y"}
# Of a longer time the hours at its ends say nothing.
_HOURS_MATTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Words:
    """How to say things to one reader, beside a moment: of its year the number is left out."""

    lang: Lang
    zone: ZoneInfo
    around: datetime

    @classmethod
    def of(cls, reader: Reader, around: datetime) -> Words:
        """Those of a reader."""
        return cls(reader.lang, ZoneInfo(reader.zone), around)

    def say(self, key: str, /, **params: object) -> str:
        """The phrase of that key, its numbers never parted from the word after them."""
        return _with_no_breaks(messages.say(key, self.lang, **params))

    def typeset(self, text: str) -> str:
        """A sentence of an answer in one line, its quotation marks and numbers as the language sets them."""
        return _with_no_breaks(nested(one_line(text), self.lang))

    def number(self, value: float) -> str:
        """A whole number with its thousands apart."""
        return messages.grouped(round(value), self.lang)

    def decimal(self, value: float, places: int = 2) -> str:
        """A number with a fraction, with the language's own mark."""
        return decimal(value, places, self.lang)

    def signed(self, value: float) -> str:
        """A tone with its sign; nothing but zero shows none."""
        return signed(value, self.lang)

    def mood(self, tone: float) -> str:
        """A tone in a word."""
        return mood(tone, self.lang)

    def day(self, value: date) -> str:
        """A date, with its year where that is another than the reader would think of."""
        here = self.around.astimezone(self.zone)
        pattern = (_DAY if value.year == here.year else _DAY_OF_YEAR)[self.lang]
        return _unbroken(format_date(value, pattern, locale=self.lang))

    def moment(self, value: datetime) -> str:
        """A moment on the reader's clock; where nobody has set one, it says which clock that is."""
        local = value.astimezone(self.zone)
        clock = format_datetime(local, "HH:mm", locale=self.lang)
        zone = _UTC if self.zone.key == "UTC" else ""
        return f"{self.day(local.date())}, {clock}{zone}"

    def span(self, since: datetime, until: datetime) -> str:
        """From when to when."""
        start, end = since.astimezone(self.zone), until.astimezone(self.zone)
        if until - since <= _HOURS_MATTER:
            return f"{self.moment(since).removesuffix(_UTC)} – {self.moment(until)}"
        if (start.year, start.month) == (end.year, end.month):
            return f"{start.day}–{self.day(end.date())}"
        return f"{self.day(start.date())} – {self.day(end.date())}"


def one_line(text: str) -> str:
    """The text with each row of blanks and line ends as one space; no-break spaces stay."""
    return _BLANKS.sub(" ", text).strip(" ")


def nested(text: str, lang: Lang) -> str:
    """The text with quotation marks inside quotation marks as the language writes them; odd ones stay."""
    outer, inner = (("«", "»"), ("„", "“")) if lang == "ru" else (("“", "”"), ("‘", "’"))
    depth, kept = 0, []
    for char in text:
        if char == outer[1]:
            depth -= 1
        kept.append(inner[outer.index(char)] if char in outer and depth > 0 else char)
        if char == outer[0]:
            depth += 1
        if depth < 0:
            return text
    return "".join(kept) if depth == 0 else text


def _with_no_breaks(text: str) -> str:
    return _AFTER_NUMBER.sub(_NO_BREAK, text)


def _unbroken(text: str) -> str:
    return text.replace(" ", _NO_BREAK)
