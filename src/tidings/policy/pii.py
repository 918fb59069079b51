"""Personal data in a text: where it is, and the same text with it masked, character for character.

What serves the public is not personal: hotlines and toll-free numbers, the address of a press office, years,
prices, scores, the numbers of laws and cases. A number counts by its check digits or its shape, and where
many things have that shape, only beside a word that says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tidings.policy.checksums import is_card, is_iban, is_personal_inn, is_snils, is_ssn
from tidings.policy.phones import private_phones
from tidings.policy.plain import latin, plain

MASK = "•"


class Kind(StrEnum):
    """What personal data are."""

    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    SSN = "ssn"
    IBAN = "iban"
    PASSPORT = "passport"
    SNILS = "snils"
    INN = "inn"
    SECRET = "secret"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data at `text[start:end]`."""

    kind: Kind
    start: int
    end: int


_Span = tuple[int, int]

_AT = r"(?:@| @ | ?[(\[{] ?(?:at|собака) ?[)\]}] ?)"
_DOT = r"(?:\.| ?[(\[{] ?(?:dot|точка) ?[)\]}] ?| \. )"
_EMAIL = re.compile(
    rf"(?<![\w.+-])([\w%+-]+(?:\.[\w%+-]+)*){_AT}(?:[^\W_]+(?:-[^\W_]+)*{_DOT})+[^\W\d_]{{2,24}}(?![\w@])",
    re.IGNORECASE,
)
# Boxes of an office, which whoever answers that day reads.
_OFFICES = re.compile(
    r"(?:press|info|news|newsroom|editor|editors|editorial|letters|tips|contact|contacts|office|media|help|helpdesk"
    r"|support|hotline|pr|hello|feedback|subscribe|subscriptions|customerservice|enquiries|inquiries|redaktsia"
    r"|redaktor|redakcia|pressa|noreply|no-reply|webmaster|admin|sales|jobs|hr|privacy)(?:[._+-]?\w*)?",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

_CARD = re.compile(r"(?<![\w.,])(?<!\d[ -])\d(?:[ -]?\d){12,18}(?![ -]?\d)")
_SSN = re.compile(r"(?<![\w-])(\d{3})([- .]|)(\d{2})\2(\d{4})(?![\w-])")
_SSN_WORDS = re.compile(r"(?:\bssn\b|social.security)", re.IGNORECASE)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_SNILS = re.compile(r"(?<!\d)\d{3}[- ]\d{3}[- ]\d{3}[- ]\d{2}(?!\d)|(?<!\d)\d{11}(?!\d)")
_SNILS_WORDS = re.compile(r"снилс|пенсионн", re.IGNORECASE)
_INN = re.compile(r"(?<!\d)\d{12}(?!\d)")
_INN_WORDS = re.compile(r"\bинн\b", re.IGNORECASE)
_PASSPORT = re.compile(r"(?<!\d)\d{2} ?\d{2}(?: ?(?:№|N|номер))? ?\d{6}(?!\d)|(?<!\w)[A-Z]{0,2}\d{7,9}(?!\w)")
_PASSPORT_WORDS = re.compile(r"паспорт|\bpassport", re.IGNORECASE)
_SECRET = re.compile(
    r"(?<![\w-])(?:sk-[A-Za-z0-9_-]{20,}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|gh[opsur]_[A-Za-z0-9]{30,}"
    r"|github_pat_\w{30,}|glpat-[\w-]{20,}|hf_[A-Za-z0-9]{30,}|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{35}"
    r"|ya29\.[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|\d{8,10}:[\w-]{35}"
    r"|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
)
_NAMED_SECRET = re.compile(
    r"(?:(?:api|access|secret)[ _-]?key|(?:access|auth)[ _-]?token|bearer|password|passwd|пароль)"
    r"(?:\s*[:=]\s*|\s+(?=bearer)|(?<=bearer)\s+)[\"'«“]?(?=\S*[\d_/+=-])([^\s\"'»”]{8,})",
    re.IGNORECASE,
)
# A word that says what a number is stands within this many characters before it.
_NEAR = 70


def find(text: str) -> tuple[Finding, ...]:
    """Personal data of a text in reading order; of two that overlap the surer one."""
    shape = plain(text)
    taken: list[Finding] = []
    for kind, detect in _DETECTORS:
        for start, end in detect(shape.text):
            first, last = shape.span(start, end)
            if all(last <= other.start or first >= other.end for other in taken):
                taken.append(Finding(kind, first, last))
    return tuple(sorted(taken, key=lambda finding: finding.start))


def masked(text: str) -> str:
    """The text with every letter and digit of personal data as a dot, so that offsets into it still hold."""
    findings = find(text)
    if not findings:
        return text
    chars = list(text)
    for finding in findings:
        for place in range(finding.start, finding.end):
            if chars[place].isalnum():
                chars[place] = MASK
    return "".join(chars)


def _emails(text: str) -> Iterator[_Span]:
    if "@" not in text and "(" not in text and "[" not in text and "{" not in text:
        return
    for match in _EMAIL.finditer(latin(text)):
        if not _OFFICES.fullmatch(match[1]):
            yield match.span()


def _secrets(text: str) -> Iterator[_Span]:
    yield from (match.span() for match in _SECRET.finditer(text))
    yield from (match.span(1) for match in _NAMED_SECRET.finditer(text))


def _cards(text: str) -> Iterator[_Span]:
    for match in _CARD.finditer(text):
        if is_card(re.sub(r"\D", "", match.group())) and _outside_urls(text, match):
            yield match.span()


def _ibans(text: str) -> Iterator[_Span]:
    for match in _IBAN.finditer(latin(text)):
        # Words after the account may be letters too: the longest beginning that is an account is taken.
        for end in range(match.end(), match.start() + 14, -1):
            if is_iban(re.sub(r"[ -]", "", latin(text[match.start() : end]))):
                yield match.start(), end
                break


def _ssns(text: str) -> Iterator[_Span]:
    for match in _SSN.finditer(text):
        area, mark, group, serial = match.groups()
        if is_ssn(area, group, serial) and (mark == "-" or _before(text, match, _SSN_WORDS)):
            yield match.span()


def _snils(text: str) -> Iterator[_Span]:
    for match in _SNILS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        spaced = match.group().count("-") >= 2
        if is_snils(digits) and (spaced or _before(text, match, _SNILS_WORDS)):
            yield match.span()


def _inns(text: str) -> Iterator[_Span]:
    for match in _INN.finditer(text):
        if is_personal_inn(match.group()) and _before(text, match, _INN_WORDS):
            yield match.span()


def _passports(text: str) -> Iterator[_Span]:
    for match in _PASSPORT.finditer(text):
        if _before(text, match, _PASSPORT_WORDS):
            yield match.span()


def _phones(text: str) -> Iterator[_Span]:
    return (span for span in private_phones(text) if not _inside_url(text, span[0]))


def _before(text: str, match: re.Match[str], words: re.Pattern[str]) -> bool:
    return bool(words.search(text[max(0, match.start() - _NEAR) : match.start()]))


def _outside_urls(text: str, match: re.Match[str]) -> bool:
    return not _inside_url(text, match.start())


def _inside_url(text: str, place: int) -> bool:
    return any(url.start() <= place < url.end() for url in _URL.finditer(text))


# The surer first: a card's digits are also a phone's to whoever looks for phones.
_DETECTORS: Iterable[tuple[Kind, Callable[[str], Iterator[_Span]]]] = (
    (Kind.SECRET, _secrets),
    (Kind.EMAIL, _emails),
    (Kind.IBAN, _ibans),
    (Kind.CARD, _cards),
    (Kind.SSN, _ssns),
    (Kind.SNILS, _snils),
    (Kind.INN, _inns),
    (Kind.PASSPORT, _passports),
    (Kind.PHONE, _phones),
)
