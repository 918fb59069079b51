"""Redaction: what is secret or somebody's own is masked in everything that is logged, whatever its shape.

Masked are the secrets of the settings wherever they turn up, keys and tokens by their form, what stands after
a word such as `password=`, credentials in addresses, and of persons: mail addresses, telephone and card
numbers, Telegram users. Rather too much is masked than too little: a log line is no place for any of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from pydantic import SecretStr

from tidings.settings import Settings

MASK = "***"
# What is nested deeper is cut off: nothing that is logged on purpose is.
_DEEPEST = 6
# A shorter secret would mask ordinary words; it is nobody's key.
_SHORTEST = 6
# Codes and names come again and again; what becomes of them is remembered, not of whole sentences.
_REMEMBERED = 1024
_SHORT = 40

_NAMED = (
    r"(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|authorization|"
    r"credentials?|cookie|otp)"
)
# The value may be quoted, as in JSON or in a dictionary that was printed.
_ASSIGNED = re.compile(
    rf"(?i)((?:\b|_|-){_NAMED}[\"']?\s*(?:=>|[:=])\s*)"
    r"(?:\\?\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?|(?:bearer|basic|bot)\s+[^\s\"',;&}\])]+|[^\s\"',;&}\])]+)"
)
_BEARER = re.compile(r"(?i)\b(bearer(?=\s)|basic(?=\s+\S*[\d=]))\s+[\w.~+/=-]{6,}")
# user:password@ with anything in the password, and a user alone, which may be a key.
_LOGIN = re.compile(r"(?i)([a-z][a-z0-9+.-]{1,20}://)(?:[^\s/?#@]*:[^\s@]*@(?=[^\s@]*(?:\s|$))|[^\s/?#]+@)")
_SHAPES = re.compile(
    r"\b(?:sk|rk|pk|ak|gsk|xai|hf|pat)[-_][\w-]{8,}|\bAIza[\w-]{10,}|\bgh[pousr]_\w{16,}|\bglpat-[\w-]{8,}"
    r"|\bxox[abeprs]-[\w-]{8,}|\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?"
    r"|(?<![\d:.])\d{5,}:[A-Za-z0-9_-]{16,}|\b1//[\w-]{16,}|\bya29\.[\w-]{10,}"
    r"|hooks\.slack\.com/services/[\w/]+"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----(?:.|\n)*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
)
_MAIL = re.compile(r"[\w.+%'-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}")
_PHONE = re.compile(
    r"(?<![\w+])\+\d{1,3}(?:[\s().-]{0,2}\d){7,12}(?!\d)"
    r"|(?<!\d)8[\s(-]{1,2}\d{3}[\s)-]{1,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)|(?<!\d)[78]9\d{9}(?!\d)"
    r"|(?<![\w.-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w.-])"
)
_CARD = re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)")
_TELEGRAM = re.compile(r"\btelegram:-?\d+")
# What every one of these has: letters and blanks alone need no closer look.
_SUSPICIOUS = re.compile(
    r"[:=@+/]|%40|\d{3}|[-_][\w-]{8}|(?i:bearer|basic)\s|AIza|A[KS]IA|eyJ|ya29|PRIVATE KEY"
)
_SECRET_KEY = re.compile(rf"(?i)(?:^|[_\W]){_NAMED}$")


class Redactor:
    """Masks texts, and everything in which texts may be; knows the secrets of the settings by heart."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None
        self._remembered = lru_cache(_REMEMBERED)(self._masked)

    @classmethod
    def of(cls, settings: Settings) -> Redactor:
        """One that knows these settings' secrets."""
        return cls(secrets_of(settings))

    def text(self, text: str) -> str:
        """The text with everything masked."""
        return self._remembered(text) if len(text) <= _SHORT else self._masked(text)

    def _masked(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(MASK, text)
        if not _SUSPICIOUS.search(text):
            return text
        text = _LOGIN.sub(rf"\1{MASK}@", text)
        text = _ASSIGNED.sub(rf"\1{MASK}", text)
        text = _BEARER.sub(rf"\1 {MASK}", text)
        text = _SHAPES.sub(MASK, text)
        text = _TELEGRAM.sub(f"telegram:{MASK}", text)
        text = _MAIL.sub(_mail, text)
        return _PHONE.sub(MASK, _CARD.sub(_card, text))

    def value(self, value: Any, depth: int = 0) -> Any:
        """Anything that may be logged, masked; what is no plain value becomes a text."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping | list | tuple | set | frozenset):
            return self._inside(value, depth + 1) if depth < _DEEPEST else "…"
        return self.text(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))

    def _inside(self, value: Any, depth: int) -> Any:
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.entry(str(key), item, depth) for key, item in value.items()}
        return [self.value(item, depth) for item in value]

    def entry(self, key: str, value: Any, depth: int = 0) -> Any:
        """The value under a key; one whose key says that it is a secret is masked whole."""
        if value is not None and not isinstance(value, bool) and _names_a_secret(key):
            return MASK
        return self.value(value, depth)


@lru_cache(_REMEMBERED)
def _names_a_secret(key: str) -> bool:
    return _SECRET_KEY.search(key) is not None


def secrets_of(settings: Settings) -> list[str]:
    """Every secret of the settings, and what addresses carry of them."""
    found = []
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            found.append(value.get_secret_value())
        elif isinstance(value, str) and "://" in value:
            found += _in_address(value)
    if settings.database_url is not None:
        found += _in_address(settings.database_url.get_secret_value())
    return found


def _in_address(address: str) -> list[str]:
    """The password of an address, where it has one."""
    try:
        password = urlsplit(address).password
    except ValueError:  # no address; it is masked as a whole where it is a secret
        return []
    return [password] if password else []


def _forms(secret: str) -> set[str]:
    """How a secret may be written: as it is, and as in an address."""
    forms = {secret, quote(secret, safe=""), quote(secret), unquote(secret)}
    return {form for form in forms if len(form) >= _SHORTEST}


def _mail(match: re.Match[str]) -> str:
    """A mail address is masked; what is left of a login that was masked is an address of the net."""
    return match[0] if match[0].startswith(MASK) else MASK


def _card(match: re.Match[str]) -> str:
    digits = [int(char) for char in match[0] if char.isdigit()]
    doubled = (2 * digit - 9 * (digit > 4) for digit in digits[-2::-2])
    return MASK if (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0 else match[0]
