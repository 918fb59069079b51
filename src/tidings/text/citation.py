"""Citation forms: the case in which a Russian phrase is named, out of the cases in which texts use it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

import pymorphy3
from pymorphy3.analyzer import Parse

# A spelling seen less often than this, beside the most frequent one, may be a misprint.
_LEAST_SHARE = 0.1
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_PERSON = ("Name", "Surn", "Patr")


def citation_form(spellings: Counter[str]) -> str:
    """The most frequent spelling in the nominative; where none is, the most frequent one put into it.

    A word that is in no dictionary is never bent into a form nobody wrote. Other alphabets are left alone.
    """
    best, count = max(spellings.items(), key=lambda item: (item[1], item[0]))
    if not _CYRILLIC.search(best):
        return best
    seen = [(n, text) for text, n in spellings.items() if n >= _LEAST_SHARE * count and is_nominative(text)]
    return max(seen)[1] if seen else nominative(best)


def is_nominative(phrase: str) -> bool:
    """Whether its head noun can be read as a singular nominative, or is most likely a plural one."""
    head = _head(phrase)
    if head is None:
        return True
    readings = _readings(head)
    return "nomn" in readings[0].tag or any({"sing", "nomn"} in reading.tag for reading in readings)


@lru_cache(maxsize=8192)
def nominative(phrase: str) -> str:
    """The phrase with its head noun, and what agrees with it, in the nominative; only known words bend."""
    words = _WORDS.findall(phrase)
    head = _head(phrase)
    if head is None or not all(_bends(word) for word in words[: words.index(head) + 1]):
        return phrase
    noun = _readings(head)[0]
    person = any(mark in noun.tag for mark in _PERSON)
    bent = phrase
    for word in words if person else words[: words.index(head) + 1]:
        bent = bent.replace(word, _bent(word, noun), 1)
    return bent


def _bent(word: str, noun: Parse) -> str:
    """A word in the nominative, agreeing with the noun, in its own capitals."""
    grammemes = {"nomn", noun.tag.number or "sing"}
    reading = next((item for item in _readings(word) if noun.tag.case in item.tag), None)
    if reading is not None and "ADJF" in reading.tag and noun.tag.number == "sing" and noun.tag.gender:
        grammemes.add(noun.tag.gender)
    form = reading.inflect(grammemes) if reading is not None else None
    return _capitals_of(word, form.word) if form is not None else word


def _head(phrase: str) -> str | None:
    """The phrase's first noun."""
    return next((word for word in _WORDS.findall(phrase) if "NOUN" in _readings(word)[0].tag), None)


def _bends(word: str) -> bool:
    return bool(_morphology().word_is_known(word))


def _capitals_of(word: str, form: str) -> str:
    if word.isupper() and len(word) > 1:
        return form.upper()
    return "-".join(
        part.capitalize() if like[:1].isupper() else part
        for part, like in zip(form.split("-"), word.split("-"), strict=False)
    )


@lru_cache(maxsize=65_536)
def _readings(word: str) -> list[Parse]:
    return list(_morphology().parse(word))


@cache
def _morphology() -> pymorphy3.MorphAnalyzer:
    """Loaded when the first Russian phrase is named: .1 s and 30 MB."""
    return pymorphy3.MorphAnalyzer(lang="ru")
