"""The project's own sentences with personal data: their numbers filled in by a seed, plain and disguised."""

from __future__ import annotations

import random
import re
import string
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tidings.policy.personal.checksums import is_card, is_iban, is_personal_inn, is_snils

SEED = 20310530
_FOLDER = Path(__file__).with_name("claims")
_VALUE = re.compile(r"⟦(.*?)⟧", re.DOTALL)
_FILLER = re.compile(r"\{([auhb])(\d+)\}")
_ALPHABETS = {
    "a": string.ascii_letters + string.digits,
    "u": string.ascii_uppercase + string.digits,
    "h": "0123456789abcdef",
    "b": string.ascii_letters + string.digits + "-_",
}
_HOLDS: Mapping[str, Callable[[str], bool]] = {
    "card": is_card,
    "iban": is_iban,
    "snils": is_snils,
    "inn": is_personal_inn,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A text and where personal data of a kind stand in it; nowhere in a look-alike."""

    text: str
    kind: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    disguise: str = ""


def sentences(name: str) -> Iterator[Written]:
    """The sentences of a file, those with personal data once plain and once in each disguise that suits."""
    rows = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    chance = random.Random(SEED)
    for group in rows["found"]:
        for pattern in group["texts"]:
            filled = _each_value(pattern, partial(_fill, kind=group["kind"], chance=chance))
            for disguise, put_on in DISGUISES.items():
                disguised = _each_value(filled, put_on)
                if disguise == "plain" or disguised != filled:
                    yield _written(disguised, group["kind"], disguise)
    for group in rows["left"]:
        yield from (Written(text) for text in group["texts"])


def _each_value(marked: str, change: Callable[[str], str]) -> str:
    """The text with what stands between its marks changed."""
    return _VALUE.sub(lambda match: f"⟦{change(match[1])}⟧", marked)


def _written(marked: str, kind: str, disguise: str) -> Written:
    """The text without its marks, and the places between them."""
    spans, text = [], ""
    for place, piece in enumerate(re.split("[⟦⟧]", marked)):
        if place % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return Written(text, kind, tuple(spans), disguise)


def _fill(pattern: str, kind: str, chance: random.Random) -> str:
    """A value of the pattern whose check digits are right."""
    while True:
        filled = _FILLER.sub(lambda found: _random(_ALPHABETS[found[1]], int(found[2]), chance), pattern)
        filled = re.sub("[#?]", lambda _: chance.choice(string.digits), filled)
        if kind not in _HOLDS or _HOLDS[kind](re.sub(r"[\s-]", "", filled)):
            return filled


def _random(alphabet: str, length: int, chance: random.Random) -> str:
    return "".join(chance.choices(alphabet, k=length - 1)) + chance.choice(string.digits)


def _digits(zero: int) -> Callable[[str], str]:
    """The value with its digits of another script."""
    table: dict[int, Any] = {ord(digit): chr(zero + int(digit)) for digit in string.digits}
    return lambda value: value.translate(table)


def _between(mark: str) -> Callable[[str], str]:
    """The value with something unseen after every third character."""
    return lambda value: re.sub(r"(\w{3})(?=\w)", rf"\1{mark}", value)


def _spaces(space: str) -> Callable[[str], str]:
    return lambda value: value.replace(" ", space)


# What people and editors put between and in place of characters; none of it changes what a reader sees much.
DISGUISES: Mapping[str, Callable[[str], str]] = {
    "plain": lambda value: value,
    "no-break spaces": _spaces("\u00a0"),
    "thin spaces": _spaces("\u2009"),
    "line breaks": _spaces("\n"),
    "double spaces": _spaces("  "),
    "other dashes": lambda value: value if "--" in value else re.sub(r"(?<=\d)-(?=\d)", "\u2011", value),
    "zero-width spaces": _between("\u200b"),
    "soft hyphens": _between("\u00ad"),
    "combining joiners": _between("\u034f"),
    "full-width": lambda value: "".join(
        chr(ord(char) + 0xFEE0) if char in string.ascii_letters + string.digits + "@" else char
        for char in value
    ),
    "Arabic digits": _digits(0x660),
    "mathematical digits": _digits(0x1D7CE),
    "Cyrillic letters": lambda value: value.translate(
        str.maketrans("aeopcxABEKMHOPCTX", "аеорсхАВЕКМНОРСТХ")
    ),
    "Greek letters": lambda value: value.translate(str.maketrans("oABEKMHOPTX", "οΑΒΕΚΜΗΟΡΤΧ")),
}
