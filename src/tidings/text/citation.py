"""Citation forms: the case in which a Russian phrase is named, out of the cases in which texts use it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pymorphy3.analyzer import Parse

from tidings.text.morphology import is_known, readings

# A spelling seen less often than this, beside the most frequent one, may be a misprint.
_LEAST_SHARE = 0.1
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_PERSON = ("Name", "Surn", "Patr")
_MODIFIERS = frozenset({"ADJF", "PRTF"})


def citation_form(spellings: Counter[str]) -> str:
    """The most frequent spelling in the nominative; where none is, the most frequent one put into it.

    A word that is in no dictionary is bent into a form nobody wrote only where several spellings agree on it.
    Other alphabets are left alone.
    """
    best, count = max(spellings.items(), key=lambda item: (item[1], item[0]))
    if not _CYRILLIC.search(best):
        return best
    often = {text: n for text, n in spellings.items() if n >= _LEAST_SHARE * count}
    shared = _shared(often)
    if shared is not None:
        return shared
    form = max(often, key=lambda text: (_nominativeness(text), often[text], text))
    return form if _nominativeness(form) else nominative(best)


def _shared(spellings: Mapping[str, int]) -> str | None:
    """What most spellings of a word in no dictionary are cases of; None where they do not agree."""
    written = {text.casefold(): text for text in spellings}
    if len(written) < 2 or any(not _WORDS.fullmatch(word) for word in written):
        return None
    if all(map(is_known, written)):
        return None
    lemmas = {word: _lemmas(word) for word in written}
    votes = Counter[str]()
    for text, n in spellings.items():
        votes.update(dict.fromkeys(lemmas[text.casefold()] & written.keys(), n))
    agreed, n = max(votes.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if 2 * n > sum(spellings.values()):
        return written[agreed]
    common = set[str].intersection(*lemmas.values())
    return _capitals_of(next(iter(written.values())), common.pop()) if len(common) == 1 else None


def _lemmas(word: str) -> set[str]:
    """The nominatives of which the word can be a singular case."""
    nouns = (reading for reading in readings(word) if {"NOUN", "sing"} in reading.tag)
    forms = (noun.inflect({"nomn"}) for noun in nouns if "Fixd" not in noun.tag)
    return {form.word for form in forms if form is not None}


@lru_cache(maxsize=8192)
def nominative(phrase: str) -> str:
    """The phrase with its head, and what agrees with it, in the nominative; only known words bend."""
    words = _WORDS.findall(phrase)
    place = _head(words)
    if place is None or not all(is_known(word) for word in words[: place + 1]):
        return phrase
    head = readings(words[place])[0]
    person = any(mark in head.tag for mark in _PERSON)
    if (person and _is_ambiguous(words[place])) or _is_counted(head, words[place + 1 :]):
        return phrase
    for word in words if person else words[: place + 1]:
        phrase = phrase.replace(word, _bent(word, head), 1)
    return phrase


@lru_cache(maxsize=8192)
def _nominativeness(phrase: str) -> int:
    """2 where the head can be a singular nominative, 1 where it most likely is a plural one, else 0."""
    words = _WORDS.findall(phrase)
    place = _head(words)
    if place is None:
        return 1
    found = _likely(words[place])
    if any({"sing", "nomn"} in reading.tag or {"Fixd", "nomn"} in reading.tag for reading in found):
        return 2
    return int("nomn" in found[0].tag)


def _likely(word: str) -> Sequence[Parse]:
    """What a word may well be; of one in no dictionary it is a poor guess that it never bends."""
    found = readings(word)
    known = is_known(word)
    kept = [
        reading
        for reading in found
        if (known or "Fixd" not in reading.tag)
        and (reading.score >= _LEAST_SHARE * found[0].score or (word[0].isupper() and "Geox" in reading.tag))
    ]
    return kept or found


def _head(words: Sequence[str]) -> int | None:
    """The place of the first noun, or of an adjective or participle that stands for one."""
    for place, word in enumerate(words):
        kind = readings(word)[0].tag.POS
        if kind == "NOUN":
            return place
        if kind in _MODIFIERS and not _agrees_onward(words, place):
            return place
    return None


def _agrees_onward(words: Sequence[str], place: int) -> bool:
    """Whether the next noun after a modifier can be in its case and number."""
    for word in words[place + 1 :]:
        nouns = [reading for reading in readings(word) if reading.tag.POS == "NOUN"]
        if nouns:
            forms = {(reading.tag.case, reading.tag.number) for reading in readings(words[place])}
            return any((noun.tag.case, noun.tag.number) in forms for noun in nouns)
    return False


def _bent(word: str, head: Parse) -> str:
    """A word in the nominative, agreeing with the head, in its own capitals."""
    grammemes = {"nomn", head.tag.number or "sing"}
    reading = next((item for item in readings(word) if head.tag.case in item.tag), None)
    modifies = reading is not None and reading.tag.POS in _MODIFIERS
    if modifies and head.tag.number == "sing" and head.tag.gender:
        grammemes.add(head.tag.gender)
    form = reading.inflect(grammemes) if reading is not None else None
    return _capitals_of(word, form.word) if form is not None else word


def _is_ambiguous(name: str) -> bool:
    """Whether a name can be a man's and a woman's: "Алену" is Ален or Алена."""
    return len({reading.normal_form for reading in readings(name) if "Name" in reading.tag}) > 1


def _is_counted(head: Parse, rest: Sequence[str]) -> bool:
    """Whether a numeral that was left out rules the phrase: (три) новых случая."""
    nouns = [reading for word in rest[:1] for reading in readings(word) if reading.tag.POS == "NOUN"]
    return head.tag.POS in _MODIFIERS and any(noun.tag.case == head.tag.case for noun in nouns)


def _capitals_of(word: str, form: str) -> str:
    if word.isupper() and len(word) > 1:
        return form.upper()
    return "-".join(
        part.capitalize() if like[:1].isupper() else part
        for part, like in zip(form.split("-"), word.split("-"), strict=False)
    )
