"""Fractions: halves, thirds and quarters in words, and decades: a third of them, in her sixties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tidings.policy.reading.amounts import DECADE, Quantity

# What "about a third" may stand for, in points of a hundred.
_FRACTION_SLACK = 0.5
_SHARES = re.compile(
    r"\b(?:(?P<many>a|one|two|three|\d)[ -])?(?P<part>half|third|thirds|quarter|quarters|fifth|fifths)\b"
    r"(?= of| (?:the|its|their|his|her|all)\b)",
    re.IGNORECASE,
)
# "Rose by a quarter" is by one of four, "by a quarter point" is not.
_BY_SHARES = re.compile(
    r"(?<=\bby )(?:a|one) (?P<part>half|third|quarter|fifth)\b"
    r"(?! of a\b|[ -]?(?:percent|per cent|point|century))",
    re.IGNORECASE,
)
_SHARES_RU = re.compile(
    r"\b(?:(?P<many>две|три)\s)?(?P<part>половин[аеуы]|трет(?:ь|и)(?!й)|четверт(?:ь|и))\b", re.IGNORECASE
)
_PARTS = {
    "half": 50.0,
    "thir": 100 / 3,
    "quar": 25.0,
    "fift": 20.0,
    "поло": 50.0,
    "трет": 100 / 3,
    "четв": 25.0,
}
# In her sixties, в шестидесятых.
_DECADES = re.compile(
    r"\b(?:(?P<en>twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies"
    r"|(?P<ru>двадцат|тридцат|сороков|пятидесят|шестидесят|семидесят|восьмидесят|девяност)(?:ых|ые|ыми|ым))\b",
    re.IGNORECASE,
)
_DECADE_WORDS = (
    "twent двадцат",
    "thirt тридцат",
    "fort сороков",
    "fift пятидесят",
    "sixt шестидесят",
    "sevent семидесят",
    "eight восьмидесят",
    "ninet девяност",
)
_DECADE_OF = {word: 10.0 * tens for tens, pair in enumerate(_DECADE_WORDS, start=2) for word in pair.split()}
_MANY = {"two": 2, "three": 3, "две": 2, "три": 3}


def shares(text: str) -> Iterator[Quantity]:
    """Fractions of something, in percent."""
    for pattern in (_SHARES, _BY_SHARES, _SHARES_RU):
        for match in pattern.finditer(text):
            many = (match.groupdict().get("many") or "1").casefold()
            part = _PARTS[match["part"].casefold()[:4]] * _MANY.get(many, 1)
            yield Quantity(part, "percent", *match.span(), slack=_FRACTION_SLACK)


def decades(text: str) -> Iterator[Quantity]:
    """Decades of a life or a century."""
    for match in _DECADES.finditer(text):
        yield Quantity(_DECADE_OF[(match["en"] or match["ru"]).casefold()], DECADE, *match.span())
