"""Nominal: whether words can be what news is about. Names and noun phrases can, verbs and measures cannot."""

from __future__ import annotations

import re
from functools import lru_cache

from tidings.text.morphology import is_known, readings

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
# What news counts in says nothing of what it counts.
_MEASURES = frozenset({"percent", "percentage", "hundred", "thousand", "million", "billion", "trillion"})
_MEASURES_RU = frozenset(
    {"процент", "тысяча", "миллион", "миллиард", "триллион", "тыс", "млн", "млрд", "трлн"}
)
_NOMINAL = frozenset({"NOUN", "ADJF", "PRTF", "LATN", "UNKN"})
_VERBAL = frozenset({"VERB", "INFN", "GRND", "PRTS", "ADJS", "COMP"})
# "One", "this", "first" are adjectives to the dictionary.
_DETERMINING = ("Apro", "Anum")
# A reading this much rarer than the likeliest is not what is meant.
_LEAST_SHARE = 0.1
# English words in -ed are verbs and participles, except short ones and those in -eed: "shed", "speed".
_PARTICIPLE = re.compile(r"[a-z]{3,}[^e\W\d_]ed")


@lru_cache(maxsize=8192)
def is_nominal(phrase: str) -> bool:
    """Whether a phrase has a word that names something, and none that can only be a verb."""
    words = _WORDS.findall(phrase.casefold())
    if not words:
        return False
    if not _CYRILLIC.search(phrase):
        plain = len(words) == 1 and _PARTICIPLE.fullmatch(words[0]) is not None
        return not plain and any(word.removesuffix("s") not in _MEASURES for word in words)
    return any(map(_names, words)) and not any(map(_is_verb, words))


def _names(word: str) -> bool:
    """Whether the word can be a noun, or an adjective that stands for one."""
    found = readings(word)
    if found[0].normal_form in _MEASURES_RU:
        return False
    return not is_known(word) or any(
        reading.tag.POS in _NOMINAL and not any(mark in reading.tag for mark in _DETERMINING)
        for reading in found
    )


def _is_verb(word: str) -> bool:
    """Whether the dictionary has the word as nothing else, short adjectives among verbs."""
    if not is_known(word):
        return False
    found = readings(word)
    likely = [item for item in found if item.score >= _LEAST_SHARE * found[0].score]
    return all(item.tag.POS in _VERBAL for item in likely)
