"""Papers: numbers a state or a bank gave to a person, by their check digits and the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tidings.policy.personal.checksums import is_card, is_iban, is_personal_inn, is_snils, is_ssn
from tidings.policy.personal.plain import latin

Span = tuple[int, int]

# Bare, in fours, as American Express and Diners print them, or each digit by itself.
_CARD = re.compile(
    r"(?<![\w.,/])(?<!\d[ -])(?:\d{13,19}|\d{4}(?:[ .-]{1,2}\d{4}){2}[ .-]{1,2}\d{1,4}(?:[ .-]{1,2}\d{1,3})?"
    r"|\d{4}[ .-]\d{6}[ .-]\d{4,5}|\d(?:[ -]\d){12,18})(?![\w-]|[ .,]\d)"
)
_CARD_LOOSE = re.compile(r"(?<!\d)\d(?:[ .-]{0,2}\d){12,18}(?!\d)")
_CARD_WORDS = re.compile(r"\bкарт[аыеуо]|\bcard\b|\bvisa\b|mastercard|\bмир\b", re.IGNORECASE)
_SSN = re.compile(r"(?<![\w-])(\d{3})([- .]|)(\d{2})\2(\d{4})(?![\w-])")
_SSN_WORDS = re.compile(r"\bssn\b|social.security|социальн\w+ страхован", re.IGNORECASE)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_SNILS = re.compile(r"(?<!\d)\d{3}[- ]\d{3}[- ]\d{3}[- ]?\d{2}(?!\d)|(?<!\d)\d{11}(?!\d)")
_SNILS_WORDS = re.compile(r"снилс|пенсионн|страхов\w+ свидетельств", re.IGNORECASE)
_INN = re.compile(r"(?<!\d)\d(?:[ -]?\d){11}(?!\d)")
_INN_WORDS = re.compile(r"\bинн\b|налогоплательщик", re.IGNORECASE)
# Series and number of a Russian one, of one for travel, and what others have; bare digits after "number".
_PASSPORT = re.compile(
    r"(?<!\d)\d{2} ?\d{2}(?: ?(?:№|N|#|номер|н))? ?\d{6}(?!\d)|(?<!\d)\d{2} (?:№ ?)?\d{7}(?!\d)"
    r"|(?<!\w)[A-Z]{1,2} ?\d{6,9}(?!\w)"
)
_PASSPORT_WORDS = re.compile(r"паспорт|\bpassport", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:(?:загран)?паспорт|\bpassport)[\w ,]{0,25}(?:№|номер|\bno\b|number|:)[^\w\n]{0,3}(\d{7,9})(?!\w)",
    re.IGNORECASE,
)
# A word that says what a number is stands within this many characters before it.
_NEAR = 70


def cards(text: str) -> Iterator[Span]:
    """Payment cards: in the usual groups, or in any where a word says that it is one."""
    for pattern, said in ((_CARD, False), (_CARD_LOOSE, True)):
        for match in pattern.finditer(text):
            if is_card(_digits(match)) and (not said or _is_said(text, match, _CARD_WORDS)):
                yield match.span()


def ibans(text: str) -> Iterator[Span]:
    """Accounts with an international number."""
    folded = latin(text)
    for match in _IBAN.finditer(folded):
        # Words after the account may be letters too: the longest beginning that is an account is taken.
        for end in range(match.end(), match.start() + 14, -1):
            if is_iban(re.sub(r"[ -]", "", folded[match.start() : end])):
                yield match.start(), end
                break


def ssns(text: str) -> Iterator[Span]:
    """American social security numbers: with dashes, or where a word says so."""
    for match in _SSN.finditer(text):
        area, mark, group, serial = match.groups()
        if is_ssn(area, group, serial) and (mark == "-" or _is_said(text, match, _SSN_WORDS)):
            yield match.span()


def snils(text: str) -> Iterator[Span]:
    """Russian pension insurance numbers."""
    for match in _SNILS.finditer(text):
        dashed = match[0].count("-") >= 2
        if is_snils(_digits(match)) and (dashed or _is_said(text, match, _SNILS_WORDS)):
            yield match.span()


def inns(text: str) -> Iterator[Span]:
    """Russian taxpayers' numbers of persons; those of firms are public."""
    for match in _INN.finditer(text):
        if is_personal_inn(_digits(match)) and _is_said(text, match, _INN_WORDS):
            yield match.span()


def passports(text: str) -> Iterator[Span]:
    """Passports, where the word stands before their number."""
    if not _PASSPORT_WORDS.search(text):
        return
    for match in _PASSPORT.finditer(latin(text)):
        if _is_said(text, match, _PASSPORT_WORDS):
            yield match.span()
    yield from (match.span(1) for match in _NUMBERED.finditer(text))


def _is_said(text: str, match: re.Match[str], words: re.Pattern[str]) -> bool:
    return bool(words.search(text[max(0, match.start() - _NEAR) : match.start()]))


def _digits(match: re.Match[str]) -> str:
    return re.sub(r"\D", "", match[0])
