"""A phrase in every language of the interface, and how numbers bend the words beside them."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

Lang = Literal["ru", "en"]

# Digits are grouped with a no-break space in Russian and a comma in English.
_GROUPING = {"ru": "\N{NO-BREAK SPACE}", "en": ","}


class Phrase(NamedTuple):
    """One thing to say; `{n:article|articles}` is a number with the word in the form it asks for."""

    en: str
    ru: str


def plural_form(number: int, lang: Lang) -> int:
    """Index of the word's form: en one, other; ru one (21 статья), few (22 статьи), many (25 статей)."""
    count = abs(number)
    if lang == "en":
        return 0 if count == 1 else 1
    if count % 10 == 1 and count % 100 != 11:
        return 0
    if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14:
        return 1
    return 2


def grouped(number: int, lang: Lang) -> str:
    """The number with its thousands apart."""
    return f"{number:,}".replace(",", _GROUPING[lang])


class _Filler(string.Formatter):
    """`str.format` that knows `|` as a choice between the forms of a word."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            number = grouped(value, self._lang)
            if "|" in format_spec:
                return f"{number} {format_spec.split('|')[plural_form(value, self._lang)]}"
            return number if not format_spec else format(value, format_spec)
        return str(super().format_field(value, format_spec))


def pieces(phrase: Phrase, lang: Lang, params: Mapping[str, object]) -> Iterator[tuple[str, str | None]]:
    """The filled phrase in parts, each with the gap it fills; None is what stands between gaps."""
    filler = _Filler(lang)
    for literal, gap, form, _ in filler.parse(getattr(phrase, lang)):
        if literal:
            yield literal, None
        if gap is not None:
            yield filler.format_field(params[gap], form or ""), gap


def fill(phrase: Phrase, lang: Lang, params: Mapping[str, object]) -> str:
    """The phrase in that language with its gaps filled."""
    return "".join(text for text, _ in pieces(phrase, lang, params))
