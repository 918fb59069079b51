"""Cutting a text to a limit: after a word, never inside a grapheme, a figure with its unit, or a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

ELLIPSIS = "…"

_GRAPHEME = regex.compile(r"\X")
# Characters that belong to the one after them, whatever it is.
_PREPENDED = regex.compile(r"\p{Grapheme_Cluster_Break=Prepend}")
# What looks like the end of a cut text but only led up to what was cut away.
# A full stop before the ellipsis would look like a misprint, and the ellipsis ends the sentence as well.
_DANGLING = " \t\r\n\u00a0\u202f,;:([{«“„‘\"'–—-/.…"
# A space between digits groups thousands (1 200 000): cutting there would change the number.
_INSIDE_NUMBER = re.compile(r"\d[\s.,]\d")
# In an endless token digits stay together with the marks between them.
_AMONG_DIGITS = re.compile(r"\d[.,:/-]?\d")
# Where the only space comes this early, what follows is one endless token: it is cut rather than lost.
_LEAST_KEPT = 0.25
# A word on either side of a place, as far as it is looked at.
_REACH = 60
# ... and a figure's or a month's, whose words are short.
_LONGEST_WORD = 32

_MONTHS = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
    r"|янв|февр?|март|апр|ма[йяе]|июн|июл|авг|сент?|окт|нояб?|дек)\w*"
)
_SCALES = (
    r"(?:thousand|million|billion|trillion|hundred|dozen|[mb]n\b|тыс|млн|млрд|трлн|тысяч|миллион"
    r"|миллиард|триллион)\w*\.?"
)
# Units of share, money, time, length, area, mass, volume, energy, temperature and data.
_UNITS = (
    r"(?:per ?cent|pct|процент|п\. ?п|б\. ?п|basis|points?\b|пункт|degree|градус|times?\b|раз\w?\b"
    r"|dollar|euro|pound|rouble|ruble|yuan|yen\b|crown|franc|доллар|евро|руб|юан|иен|фунт|крон|франк"
    r"|гривн|тенге|usd|eur|rub"
    r"|years?\b|months?\b|weeks?\b|days?\b|hours?\b|minutes?\b|seconds?\b|год|лет\b|месяц|недел|дн"
    r"|день|суток|час|минут|секунд"
    r"|[ap]\.?m\b|gmt|utc|мск|г\.|гг\.|века?\b|в\. до|утра|вечера|дня|ночи"
    r"|k?m\b|cm\b|mm\b|km/h|mph|miles?\b|feet\b|ft\b|inch|met(?:er|re)|kilomet|acres?\b|hectares?\b|sq\.?"
    r"|к?м\b|см\b|мм\b|км/ч|метр|километр|мил[ьяи]|кв\.?|куб|га\b|гектар|этаж"
    r"|[km]?g\b|lbs?\b|tonn?e?s?\b|kilo|barrel|ounce|к?г\b|мг\b|т\b|тонн|килограмм|грамм|баррел|унци"
    r"|лит?р?\b|литр|lit(?:er|re)"
    r"|[kmg]?wh?\b|watt|mb\b|gb\b|tb\b|[кмг]?вт|гб\b|мб\b|тб\b|[°%‰€$£₽¥])"
)
# A number belongs to its scale, its unit or its month; so does a number with its scale.
_COUNTS = re.compile(rf"(?:[\d½¼¾]|\d ?{_SCALES})$", re.IGNORECASE)
_COUNTED = re.compile(rf"{_SCALES}|{_UNITS}|{_MONTHS}", re.IGNORECASE)
# What belongs to the number after it.
_BEFORE_NUMBER = re.compile(
    rf"(?:[№§#$€£₽¥+±~≈<>≤≥]|\bNo\.?|\b{_MONTHS}\.?|\b{_MONTHS} \d{{1,2}},)$", re.IGNORECASE
)
# Short for a title, a kind of place or a first name: nothing without the word after it.
_SHORTENED = re.compile(
    r"(?:^|[\s(«“\"])(?:[^\W\d_]|г|ул|пр|пл|пер|наб|им|стр|корп|обл|пос|оз|ст|рис|см|др|просп|гл|mr"
    r"|mrs|ms|dr|st|prof|gen|sen|rep"
    r"|gov|lt|col|sgt|capt|rev|hon|mt|ft|art|fig|vs|ул)\.$",
    re.IGNORECASE,
)
_NAME = r"[A-ZА-ЯЁ\u00c0-\u00de][\w’'-]*"
_PARTICLE = (
    r"(?:of|de|van|von|der|den|da|di|del|della|la|le|al|el|bin|ibn|фон|ван|де|ла|дер|аль|эль|ибн|оглы)"
)
_NAME_BEFORE = re.compile(
    rf"(?:(?<!\S)[(«“\"‘]?{_NAME}(?: {_PARTICLE})* )*(?<!\S)[(«“\"‘]?{_NAME}(?: {_PARTICLE})*$"
)
_NAME_AFTER = re.compile(rf"(?:{_PARTICLE} )*{_NAME}(?: {_NAME})*")
# More capitalised words in a row than these are a headline in capitals, not a name.
_LONGEST_NAME = 4


def cut(text: str, limit: int) -> str:
    """`text` in at most `limit` characters: as it is, or cut after a word and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    kept = text[: cut_point(text, limit - len(ELLIPSIS))].rstrip(_DANGLING)
    return kept + ELLIPSIS if kept else ELLIPSIS[:limit]


def cut_point(text: str, limit: int) -> int:
    """How many characters of `text` to keep so that at most `limit` remain and no word is broken."""
    if len(text) <= limit:
        return len(text)
    if limit <= 0:
        return 0
    least = limit * _LEAST_KEPT
    whole = next((end for end in _word_ends(text, limit) if not _belongs_together(text, end)), 0)
    if whole > least:
        return whole
    # One long name or list of figures: rather between its words than inside one of them.
    point = next(_word_ends(text, limit), 0)
    return point if point > least else _last_grapheme_end(text, limit) or point


def _word_ends(text: str, limit: int) -> Iterator[int]:
    """The places up to `limit` where a word ends before a space, the last one first."""
    for point in range(limit, 0, -1):
        if text[point].isspace() and not text[point - 1].isspace() and not _splits(text, point):
            yield point


def _splits(text: str, point: int) -> bool:
    """Whether cutting before the space at `point` breaks a grouped number or a mark off its base."""
    return bool(
        _INSIDE_NUMBER.match(text, point - 1)
        or _PREPENDED.match(text, point - 1)
        or _GRAPHEME.match(text, point).end() != point + 1
    )


def _belongs_together(text: str, point: int) -> bool:
    """Whether the words on either side of a space are one figure, one date or one name."""
    before, after = text[max(0, point - _REACH) : point], text[point + 1 : point + 1 + _REACH]
    last = before[-_LONGEST_WORD:]
    # What is told at once by where it begins is asked first: few places get as far as a search.
    if _COUNTED.match(after) and _COUNTS.search(last):
        return True
    if _BEFORE_NUMBER.search(last):
        return after[:1].isdigit()
    shortened = last.endswith(".") and _SHORTENED.search(last)
    return bool(shortened) or _is_inside_name(before, after)


def _is_inside_name(before: str, after: str) -> bool:
    last = _NAME_AFTER.match(after)
    first = _NAME_BEFORE.search(before) if last else None
    if not first or not last:
        return False
    return len(first[0].split()) + len(last[0].split()) <= _LONGEST_NAME


def _last_grapheme_end(text: str, limit: int) -> int:
    """The last place up to `limit` between two graphemes and not inside a number; 0 when there is none."""
    end = 0
    # One grapheme more than fits must be seen whole; marks stacked beyond 64 count as their own.
    for match in _GRAPHEME.finditer(text, 0, limit + 64):
        if match.end() > limit:
            break
        place = match.end()
        if not (
            _AMONG_DIGITS.match(text, place - 1) or _AMONG_DIGITS.match(text, max(0, place - 2), place + 1)
        ):
            end = place
    return end
