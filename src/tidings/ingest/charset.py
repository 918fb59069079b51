"""Which encoding bytes are really in: a byte-order mark, then what they can be, then what they claim."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings whose text is ASCII bytes or zero bytes, so that being valid UTF-8 proves nothing.
_ESCAPED = ("iso2022", "hz", "utf_7", "utf_16", "utf_32", "cp037", "cp500", "cp1026", "cp1140")
_HIGH, _HIGH_RUNS = re.compile(rb"[\x80-\xff]"), re.compile(rb"[\x80-\xff]{2,}")
# The commonest letters of Russian, a third of any text of some length.
_FREQUENT = frozenset("оеаинтсрвл")


def decode(data: bytes, claims: Iterable[str] = ()) -> str:
    """`data` as text, `claims` being the encodings stated, best first; what fits none becomes U+FFFD."""
    return data.decode(detect(data, claims), errors="replace")


def detect(data: bytes, claims: Iterable[str] = ()) -> str:
    """The name of a codec for `data`.

    The rule: a byte-order mark; UTF-16 seen by its zero bytes; a claim of an encoding that hides in ASCII;
    valid UTF-8, which other encodings are almost never by chance, whatever was claimed; the first claim that
    decodes without an error; otherwise the Cyrillic or Western code page that reads most like a language.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    known = [name for name in map(_codec, claims) if name]
    for name in known:
        if name.startswith(_ESCAPED) and _decodes(data, name):
            return name
    if data[:4:2] == b"\0\0" or data[1:5:2] == b"\0\0":
        return "utf-16-be" if data[0] == 0 else "utf-16-le"
    if _decodes(data, "utf-8"):
        return "utf-8"
    return next((name for name in known if name != "utf-8" and _decodes(data, name)), _guess(data))


def _codec(name: str) -> str:
    """Python's name of a text encoding; empty for one it does not have."""
    try:
        found = codecs.lookup(name.strip())
        "".encode(found.name)
    except (LookupError, ValueError):
        return ""
    # What is called Latin-1 in feeds is written with Windows' quotation marks and dashes.
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(found.name, found.name.replace("-", "_"))


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeError, ValueError):
        return False
    return True


def _guess(data: bytes) -> str:
    """UTF-8 with some broken bytes, else the single-byte encoding that gives the most plausible letters."""
    sample = data[:65536]
    broken = sample.decode("utf-8", errors="replace")
    if broken.count("\ufffd") * 4 < sum(mark > "\x7f" for mark in broken):
        return "utf-8"
    # Letters with accents stand alone among Latin ones; Cyrillic words are high bytes throughout.
    if len(b"".join(_HIGH_RUNS.findall(sample))) < 0.6 * len(_HIGH.findall(sample)):
        return "cp1252"
    cyrillic = {name: _likeness(sample, name) for name in ("cp1251", "koi8_r", "cp866")}
    best = max(cyrillic, key=lambda name: cyrillic[name])
    return best if cyrillic[best] > 0.5 else "cp1252"


def _likeness(sample: bytes, name: str) -> float:
    """How much of what is not ASCII reads as lower-case Russian, 0 to 1 and a little over."""
    marks = [mark for mark in sample.decode(name, errors="replace") if mark > "\x7f"]
    letters = sum(2 if mark in _FREQUENT else 1 for mark in marks if "а" <= mark <= "я")
    return letters / (1.5 * len(marks)) if marks else 0.0
