"""Phone numbers of persons: Russian, American and international forms, without the lines anybody may dial."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

_SIX_DIGITS = re.compile(r"\d(?:[\s().\-/]{0,3}\d){5}")
# What stands before a number that is a price, a share, a code, or the end of a longer number.
_FREE = r"(?<![\w+$€£₽#№/-])(?<!\d[.,])"
_ENDED = r"(?![\w%]|[.,-]\d| ?%)"
_RUSSIAN = (
    rf"{_FREE}(?:\+ ?7|[78])[ .-]?(?:\([3489]\d\d\)|[3489]\d\d)[ .-]?\d{{3}}[ .-]?\d\d[ .-]?\d\d{_ENDED}"
)
# Area codes of towns are longer than three digits, and the numbers in them shorter; no year looks like one.
_TOWN = (
    rf"{_FREE}(?:(?:\+ ?7|8)[ .-]?)?(?:\([3489]\d{{3}}\) ?\d\d-?\d\d-?\d\d"
    rf"|\([3489]\d{{4}}\) ?\d-?\d\d-?\d\d){_ENDED}"
)
_AMERICAN = (
    rf"{_FREE}(?:\+?\d{{1,3}}[-. ])?(?:\(\d{{3}}\)[ -]?\d{{3}}[-. ]?\d\d-?\d\d|\d{{3}}[-.]\d{{3}}[-.]\d{{4}}"
    rf"|\d{{3}} \d{{3}}-\d{{4}})(?: ?(?:x|ext\.?) ?\d{{1,6}})?{_ENDED}"
    rf"|{_FREE}\(\d{{2,4}}\) ?\d{{3,4}}-\d{{3,4}}{_ENDED}"
)
# Shapes that are phones whether or not the prefix is in use.
_SHAPE = re.compile(f"{_RUSSIAN}|{_TOWN}|{_AMERICAN}")
_MOBILE = re.compile(r"[78]9\d{9}")
_INTERNATIONAL = re.compile(
    rf"(?<![\w+])(?:\+ ?|00)[1-9](?:[ .()/-]{{0,3}}\d){{7,14}}(?: ?(?:x|ext\.?) ?\d{{1,6}})?{_ENDED}"
)
_TRUNK_ZERO = re.compile(r"\(0\)")
# Any grouping at all, where a word says that it is a phone.
_RUN = r"(?<![\w$€£₽#№])(?<!\d[.,])\+?\(?\d(?:[ ().\-/]{0,2}\d){5,14}(?: ?x ?\d{1,6})?(?![\w%])"
_LOOSE = re.compile(_RUN)
_CALLED_AFTER = re.compile(rf"{_RUN}(?=[ -]{{1,3}}(?:office|fax|mobile)\b)", re.IGNORECASE)
# Numbers that count; and those that date, fill up with noughts, or tell a version, in the grouping of phones.
_COUNT = re.compile(r"\+?\d{1,3}(?:[ .]\d{3})+")
_OTHERWISE = re.compile(
    r"(?:19|20)\d\d[-/ ](?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
    r"|0{2,}\d+|\d+0{4,}|\d+(?:\.\d+)*\.\d(?:\.\d+)*|\d{1,2}(?:\.\d{1,4}){2,3}"
)
_UNIT = re.compile(
    r"^ ?(?:руб|дол|евро|тыс|млн|млрд|раз[а ]|чел|штук|экз|users?\b|people|times\b|calls\b|dollars|euros?\b)",
    re.IGNORECASE,
)
_CALL = (
    r"(?:\bphones?\b|\btel\b|\btelephone\b|\bcall(?:ing)?\b|\bcalled (?:on|at|from)\b|\bdial\b"
    r"|\bcell\b|\bmobile\b|\bfax\b|\bring\b"
    r"|\breach\b[^.]{0,20}|\banswering at\b|\bwhats ?app\b|\bviber\b|\btext (?:me|her|him|us)\b"
    r"|\b(?:my|his|her) number\b"
    r"|\bтел\b|\bтелефон(?!н)\w*|\b(?:по|пере)?звон(?!ок|к)\w+|\bмоб\b|\bмобильн\w+|\bфакс\w*"
    r"|\bнабер(?:и|ите)\b|\bнабрать\b|в[ао]тсап\w*|вайбер\w*)"
)
_CALLED_BEFORE = re.compile(rf"{_CALL}[^\d\n]{{0,12}}$", re.IGNORECASE)
# Right before a number it means that, however it is grouped.
_CALLED_AT_ONCE = re.compile(rf"{_CALL}[^\w\n]{{0,3}}$", re.IGNORECASE)
# How far before a number these words make it one that anybody may dial, within its sentence.
_NEAR = 70
_SENTENCE_END = re.compile(r"[.!?] +(?=[A-ZА-ЯЁ])|\n")
_PUBLIC_LINE = re.compile(
    r"hot ?line|help ?line|toll.free|call.cent|crisis|lifeline|samaritans|crime ?stoppers|tip ?line"
    r"|box office"
    r"|switchboard|press.(?:office|service|enquir|inquir)|горяч\w+ лини|(?:колл|call|контакт).центр"
    r"|пресс.служб"
    r"|справочн\w+|един\w+ (?:номер|телефон|контакт)|доверия|дежурн\w+ част|(?:оператив"
    r"|кризис)н\w+ штаб|при[её]мн\w+"
    r"|бесплатн\w+ (?:номер|телефон|лини)",
    re.IGNORECASE,
)
# 8 800 and 8 804 in Russia, 0800 and its like in Europe, 1-800 and its sisters in America.
_TOLL_FREE = re.compile(
    r"(?:\+ ?7|8)[ .-]?\(?80[04]|\+?1[ .-]?\(?8(?:00|33|44|55|66|77|88)\)?[ .-]|\(?0?80[08]\)?[ .-]"
    r"|\(?8(?:44|55|66|77|88)\)[ .-]"
)


def private_phones(text: str) -> Iterator[tuple[int, int]]:
    """Where phone numbers stand that are no hotline's; spans may overlap."""
    if not _SIX_DIGITS.search(text):
        return
    for start, end in _candidates(text):
        if not _TOLL_FREE.match(text, start) and not _PUBLIC_LINE.search(_said_before(text, start)):
            yield start, end


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    yield from _international(text)
    yield from (match.span() for match in _SHAPE.finditer(text) if _is_grouped(match[0]))
    yield from (match.span() for match in _CALLED_AFTER.finditer(text))
    yield from (match.span() for match in _LOOSE.finditer(text) if _is_called_phone(text, *match.span()))


def _international(text: str) -> Iterator[tuple[int, int]]:
    """Numbers with the prefix of a country, as far as they are in that country's plan."""
    for match in _INTERNATIONAL.finditer(text):
        ends = [
            match.end(),
            *(match.start() + gap.start() for gap in reversed(list(re.finditer("[ .(-]", match[0])))),
        ]
        valid = (end for end in ends if _is_in_plan(text[match.start() : end]))
        end = next(valid, None)
        if end is not None:
            yield match.start(), end


def _is_in_plan(raw: str) -> bool:
    """Whether a country has numbers of this length; without a plus sign, whether it gives this one out."""
    if _COUNT.fullmatch(raw):
        return False
    plus = raw.startswith("+")
    try:
        number = phonenumbers.parse("+" + _TRUNK_ZERO.sub("", raw)[1 if plus else 2 :])
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number) if plus else phonenumbers.is_valid_number(number)


def _is_grouped(raw: str) -> bool:
    """Not bare digits, which count things as often as they call somebody, nor a decimal number."""
    if raw.isdigit():
        return bool(_MOBILE.fullmatch(raw))
    return raw.startswith("+") or raw.count(".") != 1 or "-" in raw or "(" in raw


def _is_called_phone(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 40) : start]
    if not _CALLED_BEFORE.search(before) or _UNIT.match(text[end : end + 10]):
        return False
    if _OTHERWISE.fullmatch(text, start, end):
        return False
    return not _COUNT.fullmatch(text, start, end) or bool(_CALLED_AT_ONCE.search(before))


def _said_before(text: str, start: int) -> str:
    """What the sentence says just before a place."""
    return _SENTENCE_END.split(text[max(0, start - _NEAR) : start])[-1]
