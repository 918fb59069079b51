"""Mailboxes of persons: e-mail addresses, also written out, without those that an office reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tidings.policy.personal.plain import latin

_NAME = r"(?<![\w.+'’-])([\w%+'’-]+(?:\.[\w%+'’-]+)*)"
_AT = r"(?:@ ?| @ |%40|&#64;| ?[(\[{<] ?(?:at|@|собака) ?[)\]}>] ?)"
_DOT = r"(?:\.| ?[(\[{<] ?(?:dot|точка|\.) ?[)\]}>] ?| \. ?)"
_LABEL = r"[^\W_]+(?:-+[^\W_]+)*"
_TOP = r"(?:xn--[a-z0-9-]{2,}|[^\W\d_]{2,24})(?![\w@])"
_WRITTEN = re.compile(rf"{_NAME}{_AT}(?:{_LABEL}{_DOT})+{_TOP}", re.IGNORECASE)
# In words, all of it: "jane at mail dot example".
_SPOKEN = re.compile(
    rf"{_NAME} (?:at|собака) (?:{_LABEL}(?: (?:dot|точка) |\.))*{_LABEL} (?:dot|точка) {_TOP}", re.IGNORECASE
)
_BRACKETED = re.compile(r"[(\[{<] ?(?:at|собака) ?[)\]}>]", re.IGNORECASE)
_MAY_BE_SPOKEN = re.compile(r" (?:at|собака) .{1,80} (?:dot|точка) ", re.IGNORECASE)
# Boxes of an office, which whoever answers that day reads; a town or a number may follow.
_OFFICES = re.compile(
    r"(?:press|pressa|press[._-]?(?:office|service|center|centre)|info|information|news|newsroom|newsdesk|editor|editors"
    r"|editorial|editor[._-]in[._-]chief|letters|tips|contact|contacts|contactus|office|media|help|helpdesk|support|hotline"
    r"|pr|hello|feedback|subscribe|subscriptions|customerservice|customercare|service|services|enquiries|inquiries|ask|team"
    r"|general|mail|post|pochta|redaktsia|redaktor|redakcia|redaktion|redaction|noreply|no-reply|donotreply|webmaster"
    r"|postmaster|admin|abuse|security|sales|orders|order|shop|store|booking|bookings|reservations|tickets|events|jobs|career"
    r"|careers|hr|cv|vacancy|privacy|legal|compliance|marketing|adv|ads|advertising|reklama|konkurs|contest|zayavka|zakaz"
    r"|priem|priemnaya|kanc|kancelaria|secretary|secretariat|reception|admissions|registrar|volunteer|volunteers|donate"
    r"|donations|membership|members|partners|communications|comms|public|publicaffairs|spokesperson|desk|group)"
    r"(?:[._+-]\w+)?\d*",
    re.IGNORECASE,
)


def private_mailboxes(text: str) -> Iterator[tuple[int, int]]:
    """Where e-mail addresses stand that are no office's."""
    # Russian words have lookalikes of Latin letters, too: read both ways.
    for shape in dict.fromkeys((latin(text), text)):
        for pattern in _patterns_for(shape):
            yield from (match.span() for match in pattern.finditer(shape) if not _OFFICES.fullmatch(match[1]))


def _patterns_for(text: str) -> Iterator[re.Pattern[str]]:
    """The ways to write an address that a text has signs of."""
    lowered = text.lower()
    bracketed = any(bracket in text for bracket in "([{<") and _BRACKETED.search(text)
    if "@" in text or "%40" in text or "&#64;" in text or bracketed:
        yield _WRITTEN
    if (" dot " in lowered or " точка " in lowered) and _MAY_BE_SPOKEN.search(text):
        yield _SPOKEN
