"""The lexicon of proof: roots of words, and what words mean to it, from `tables/lexicon.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import simplemma
from pymorphy3.analyzer import Parse

from tidings.text.morphology import readings
from tidings.text.stopwords import phrase_stop_words, stop_words
from tidings.text.tokens import stem

# An axis and the pole on it, such as (0, 1) for what falls.
Pole = tuple[int, int]

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# The languages whose negations, numbers and titles are known here; of others nothing is proved.
LANGUAGES = frozenset({"ru", "en"})


def alphabet_language(word: str) -> str:
    """In which of the two languages a word is to be read, by its letters."""
    return "ru" if _CYRILLIC.search(word) else "en"


@lru_cache(maxsize=65_536)
def root(norm: str) -> str:
    """A folded word's dictionary form: вырос and выросли are one word, so are rose and rise.

    Of English words the stem of it, as a noun and its verb are mostly one there; Russian stems of different
    words meet too often (рано, ранить).
    """
    if alphabet_language(norm) == "ru":
        return str(reading_of(norm).normal_form).replace("ё", "е").removesuffix("ся")
    base = _irregular().get(norm) or str(simplemma.lemmatize(norm, lang="en"))
    return stem(base.casefold(), "en")


@lru_cache(maxsize=65_536)
def reading_of(norm: str) -> Parse:
    """What a Russian word most likely is; news command nobody: нашли is found, not "send"."""
    found = readings(norm)
    return next((reading for reading in found if reading.tag.mood != "impr"), found[0])


@lru_cache(maxsize=65_536)
def is_telling(norm: str) -> bool:
    """Whether a word carries any of a sentence's content: no function word, nothing every item says."""
    lang = alphabet_language(norm)
    return norm not in stop_words(lang) and norm not in phrase_stop_words(lang)


@cache
def roots(table: str, name: str) -> frozenset[str]:
    """One list of words, as roots."""
    return frozenset(map(root, str(_tables()[table][name]).split()))


@cache
def words(table: str, name: str) -> frozenset[str]:
    """One list of words, as they are written."""
    return frozenset(str(_tables()[table][name]).split())


@cache
def pairs_of_words(table: str, name: str) -> Mapping[str, str]:
    """One list of words, as roots, each with the word that must follow it, or none."""
    return {root(word): follower for word, follower in _pairs(table, name)}


@cache
def values(name: str) -> Mapping[str, float]:
    """What words of `[numbers]` are worth, as they are written."""
    return {word: float(value) for word, value in _pairs("numbers", name)}


@cache
def places(name: str) -> Mapping[str, int]:
    """The months or weekdays by their place, from 1."""
    return {word: place for place, word in enumerate(str(_tables()["numbers"][name]).split(), start=1)}


@cache
def units() -> Mapping[str, str]:
    """Units by the words and signs that give them."""
    return {word: unit for unit, words in _tables()["units"].items() for word in str(words).split()}


@cache
def peoples(lang: str) -> Mapping[str, str]:
    """Countries' keys by the roots of their adjectives and inhabitants."""
    return {root(word): key.replace("_", " ") for word, key in _pairs("peoples", lang)}


@cache
def poles(table: str, lang: str) -> Mapping[str, tuple[Pole, ...]]:
    """The poles a root stands for, on the axes of `opposites` or `contrasts`."""
    found: dict[str, list[Pole]] = {}
    for axis, line in enumerate(_tables()[table][lang]):
        for pole, words in enumerate(str(line).split("|")):
            for word in words.split():
                found.setdefault(root(word), []).append((axis, pole))
    return {word: tuple(dict.fromkeys(found[word])) for word in found}


@cache
def strong_words(lang: str) -> Mapping[str, frozenset[str]]:
    """Words that say more than what they stand with, each with those of which one must be cited, as roots."""
    found: dict[str, frozenset[str]] = {}
    for line in _tables()["strong"][lang]:
        strong, _, enough = (frozenset(map(root, words.split())) for words in str(line).partition(":"))
        found |= dict.fromkeys(strong, strong | enough)
    return found


@cache
def offices(lang: str) -> Mapping[str, str]:
    """Offices by the roots of the words that name them."""
    lines = [str(line).split() for line in _tables()["offices"][lang]]
    return {root(word): words[0] for words in lines for word in words}


@lru_cache(maxsize=16_384)
def has_past(norm: str) -> str:
    """The English verb that a word may be a form of, told by its past in the dictionary; of others ""."""
    base = str(simplemma.lemmatize(norm, lang="en"))
    past = f"{base}d" if base.endswith("e") else f"{base}ed"
    return base if base in _irregular().values() or simplemma.is_known(past, lang="en") else ""


def is_irregular(norm: str) -> bool:
    """Whether an English word is the past of a verb that a stemmer cannot bring back, or goes with such."""
    return norm in _irregular()


@cache
def _irregular() -> Mapping[str, str]:
    return dict(_pairs("irregular", "en"))


def _pairs(table: str, name: str) -> list[tuple[str, str]]:
    pairs = (line.partition(":") for line in str(_tables()[table][name]).split())
    return [(word, value) for word, _, value in pairs]


@cache
def _tables() -> dict[str, Any]:
    text = files("tidings.policy").joinpath("tables", "lexicon.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
