"""Phone numbers of persons: Russian, American and international forms, without the lines anybody may dial."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

# The library reads each text twice; most have no six digits near each other.
_SIX_DIGITS = re.compile(r"\d(?:[\s().\-/]{0,3}\d){5}")
# Shapes that are phones whether or not the prefix is in use: area code, three digits, four.
_FREE = r"(?<![\w.,+$€£₽#№-])"
_ENDED = r"(?![\w%]|[.,-]\d)"
_SHAPE = re.compile(
    rf"{_FREE}(?:\+?\d{{1,3}}[-. ])?(?:\(\d{{2,4}}\) ?|\d{{3}}[-.])\d{{3}}[-.]\d{{4}}(?:x\d{{1,6}})?{_ENDED}"
    rf"|{_FREE}\(\d{{2,4}}\) ?\d{{3,4}}-\d{{3,4}}{_ENDED}"
)
# Any grouping at all, where a word says that it is a phone.
_LOOSE = re.compile(r"(?<![\w$€£₽#№.])\+?\(?\d(?:[ ().\-/]{0,2}\d){5,14}(?:x\d{1,6})?(?![\w%])")
_CALLED_BEFORE = re.compile(
    r"(?:\bphones?\b|\btel\b|\btelephone\b|\bcall(?:ing|ed)?\b|\bdial\b|\bcell\b|\bmobile\b|\bfax\b|\bring\b"
    r"|\breach\b[^.]{0,20}|\banswering at\b|\bwhats ?app\b|\bviber\b"
    r"|\bтел\b|телефон\w*|звон\w+|\bмоб\b|\bфакс\w*|набра\w+)[^\d\n]{0,12}$",
    re.IGNORECASE,
)
_CALLED_AFTER = re.compile(r"^[ -](?:office|fax|mobile)\b", re.IGNORECASE)
_MOBILE = re.compile(r"[78]9\d{9}")
_GROUPED = re.compile(r"\d[)-] ?\d")
# How far before a number these words make it one that anybody may dial.
_NEAR = 70
_PUBLIC_LINE = re.compile(
    r"hot ?line|help ?line|toll.free|call.cent|crisis|lifeline|samaritans|crime ?stoppers|tip ?line"
    r"|switchboard|press.(?:office|service)|горяч\w+ лини|(?:колл|call)-центр|пресс-служб|справочн\w+"
    r"|единый номер|телефон\w* доверия|дежурн\w+ част|оперативн\w+ штаб|при[её]мн\w+",
    re.IGNORECASE,
)
# 8 800 in Russia, 0800 in Europe, 1-800 and its sisters in America.
_TOLL_FREE = re.compile(r"(?:\+?[178][ .-]?\(?8(?:00|33|44|55|66|77|88)|\(?0?800)\)?[ .-]")
# Read as dialled from here; numbers of other countries are known by their plus sign.
_REGIONS = ("RU", "US")


def private_phones(text: str) -> Iterator[tuple[int, int]]:
    """Where phone numbers stand that are no hotline's; spans may overlap."""
    if not _SIX_DIGITS.search(text):
        return
    for start, end in _candidates(text):
        public = _TOLL_FREE.match(text, start) or _PUBLIC_LINE.search(text, max(0, start - _NEAR), start)
        if not public:
            yield start, end


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    for region in _REGIONS:
        for found in PhoneNumberMatcher(text, region, leniency=Leniency.STRICT_GROUPING):
            if _is_written_as_phone(found.raw_string) or _is_called_phone(text, found.start, found.end):
                yield found.start, found.end
    yield from (match.span() for match in _SHAPE.finditer(text))
    yield from (match.span() for match in _LOOSE.finditer(text) if _is_called_phone(text, *match.span()))


def _is_written_as_phone(raw: str) -> bool:
    """Not bare digits, which count things as often as they call somebody."""
    return raw.startswith("+") or bool(_MOBILE.fullmatch(raw)) or bool(_GROUPED.search(raw))


def _is_called_phone(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 40) : start]
    return bool(_CALLED_BEFORE.search(before) or _CALLED_AFTER.match(text[end : end + 10]))
