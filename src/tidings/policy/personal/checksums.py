"""Check digits: whether a number can be a card's, an account's or a person's."""

from __future__ import annotations

import re

# Characters of an IBAN by country (SWIFT's registry); a country that is not here has no IBAN.
_IBAN_COUNTRIES = {
    15: "NO",
    16: "BE",
    18: "DK FK FO FI GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
_IBAN_LENGTHS = {code: length for length, codes in _IBAN_COUNTRIES.items() for code in codes.split()}
# First digits and lengths of cards: American Express, Diners, JCB, Visa, Mastercard, Mir, Maestro and others.
_ISSUERS = (
    (r"3[47]", (15,)),
    (r"3(?:0|[689])", (14, 15, 16)),
    (r"35", (16,)),
    (r"1800|2131", (15,)),
    (r"4", (13, 16, 19)),
    (r"5[0-9]", (13, 14, 15, 16, 17, 18, 19)),
    (r"2[2-7]", (16, 17, 18, 19)),
    (r"6", (13, 14, 15, 16, 17, 18, 19)),
)
_INN_LAST_TWO = ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))


def is_card(digits: str) -> bool:
    """A payment card's number: an issuer's first digits and its lengths, and Luhn's sum."""
    issued = any(len(digits) in lengths and re.match(first, digits) for first, lengths in _ISSUERS)
    return issued and len(set(digits)) > 1 and _luhn(digits)


def is_iban(text: str) -> bool:
    """An international account number, without spaces: its country's length and the remainder of 97."""
    code = text.upper()
    if len(code) != _IBAN_LENGTHS.get(code[:2]) or not code.isalnum() or not code[2:4].isdigit():
        return False
    return int("".join(str(int(letter, 36)) for letter in code[4:] + code[:4])) % 97 == 1


def is_ssn(area: str, group: str, serial: str) -> bool:
    """A number the United States' social security can have given out."""
    return area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"


def is_snils(digits: str) -> bool:
    """A Russian pension insurance number of eleven digits."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False)) % 101
    return len(digits) == 11 and int(digits[9:]) == total % 100


def is_personal_inn(digits: str) -> bool:
    """A Russian taxpayer's number of twelve digits, a person's; that of a firm has ten and is public."""
    if len(digits) != 12:
        return False
    numbers = list(map(int, digits))
    return all(
        sum(a * b for a, b in zip(weights, numbers, strict=False)) % 11 % 10 == numbers[len(weights)]
        for weights in _INN_LAST_TWO
    )


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
