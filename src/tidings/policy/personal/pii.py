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
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from tidings.policy.personal.keys import keys
from tidings.policy.personal.mailboxes import private_mailboxes
from tidings.policy.personal.papers import cards, ibans, inns, passports, snils, ssns
from tidings.policy.personal.phones import private_phones
from tidings.policy.personal.plain import plain

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


_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# In an address digits are an article's; a person's stand under a name, or in the way to write to somebody.
_CALLING = re.compile(
    r"(?:wa\.me/|t\.me/\+|\btel:|[?&](?:phone|tel|mobile|msisdn|number|card|passport|snils|inn|iban"
    r"|ssn)=)(?:\+|%2B)?"
    r"((?:[\w-]|%20){7,40})",
    re.IGNORECASE,
)
# Less than this share of a text's letters and digits beside personal data, or fewer words that do more than
# lead up to them, and they are what it is about.
_LEFT = 0.5
_LEAST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTER = re.compile(r"[^\W\d_]")
_LEADS_UP = re.compile(
    r"тел\w*|моб\w*|звон\w*|позвон\w*|номер\w*|почт\w*|mail|e|email|адрес\w*|пиш\w*|написать|связ\w*"
    r"|контакт\w*|карт\w*"
    r"|счет\w*|счёт\w*|паспорт\w*|снилс|инн|парол\w*|ключ\w*|токен\w*|или|по|на|ее|её|его|их|мой|моя"
    r"|для|это|вот|и"
    r"|phones?|tel|telephone|mobile|cell|call|ring|dial|text|numbers?|mail|address|write|contacts?"
    r"|reach|cards?|accounts?"
    r"|iban|ssn|passport|password|key|token|or|and|at|on|to|is|was|his|her|their|my|the|for|by|us|me"
    r"|him|them",
    re.IGNORECASE,
)
# Nothing personal but an address or a key has fewer digits than this.
_FEWEST_DIGITS = re.compile(r"(?:\d\D{0,8}){6}")
# Nor have cards and the numbers that states give fewer than this, close together.
_NINE_DIGITS = re.compile(r"\d(?:[ .()/-]{0,3}\d){8}")


# An answer shows some 300 texts: as many as 25 answers of a day have, which share most of them.
@lru_cache(maxsize=8192)
def find(text: str) -> tuple[Finding, ...]:
    """Personal data of a text in reading order; of two that overlap the surer one.

    What an answer shows is looked through when it is masked and once more in the last look.
    """
    shape = plain(text)
    taken: list[Finding] = []
    for kind, start, end in _detected(shape.text):
        first, last = shape.span(start, end)
        shown = any(map(str.isalnum, text[first:last]))
        if shown and all(last <= other.start or first >= other.end for other in taken):
            taken.append(Finding(kind, first, last))
    return tuple(sorted(taken, key=lambda finding: finding.start))


def masked(text: str) -> str:
    """The text with every letter and digit of personal data as a dot, so that offsets into it still hold."""
    # What was hidden by something personal beside it may only then come to light.
    while findings := find(text):
        text = hidden(text, ((finding.start, finding.end) for finding in findings))
    return text


def hidden(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the letters and digits of these stretches as dots."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = (MASK if char.isalnum() else char for char in chars[start:end])
    return "".join(chars)


# An answer has some 80 addresses, and each again in the last look.
@lru_cache(maxsize=8192)
def in_address(url: str) -> bool:
    """Whether an address gives somebody away: in itself, in what it hands over, or in a part of its path.

    A part of the path that is digits alone is an article's number, whatever it looks like; so are digits at
    the end of words.
    """
    try:
        parts = urlsplit(url)
        handed = [value for _, value in parse_qsl(parts.query)]
    except ValueError:
        return True
    ways = [part for part in parts.path.split("/") if not part.isalnum() and not _LETTER.search(part)]
    return any(map(find, (url, *map(unquote, (url, parts.fragment, *ways)), *handed)))


def is_point(text: str) -> bool:
    """Whether personal data are what a text is about: most of it, or all but words that lead up to them."""
    findings = find(text)
    if not findings:
        return False
    shown = hidden(text, ((finding.start, finding.end) for finding in findings))
    left = sum(map(str.isalnum, shown))
    if left < _LEFT * sum(map(str.isalnum, text)):
        return True
    return len([word for word in _WORD.findall(shown) if not _LEADS_UP.fullmatch(word)]) < _LEAST_WORDS


def _detected(text: str) -> Iterator[tuple[Kind, int, int]]:
    yield from ((Kind.SECRET, *span) for span in keys(text))
    yield from ((Kind.EMAIL, *span) for span in private_mailboxes(text))
    if not _FEWEST_DIGITS.search(text):
        return
    yield from ((Kind.PHONE, *match.span(1)) for match in _CALLING.finditer(text))
    urls = [match.span() for match in _URL.finditer(text)]
    for kind, detect in _NUMBERS if _NINE_DIGITS.search(text) else _SHORT_NUMBERS:
        for start, end in detect(text):
            if not any(first <= start < last for first, last in urls):
                yield kind, start, end


# The surer first: a card's digits are also a phone's to whoever looks for phones.
_SHORT_NUMBERS: tuple[tuple[Kind, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (Kind.IBAN, ibans),
    (Kind.PASSPORT, passports),
    (Kind.PHONE, private_phones),
)
_NUMBERS = (
    (Kind.IBAN, ibans),
    (Kind.CARD, cards),
    (Kind.SSN, ssns),
    (Kind.SNILS, snils),
    (Kind.INN, inns),
    *_SHORT_NUMBERS[1:],
)
