"""Wording: whether a text is in the language asked for, whatever names and quotes of others stand in it."""

from __future__ import annotations

import re
from functools import lru_cache

from tidings.text.language import FastTextIdentifier, LanguageIdentifier
from tidings.text.wordlists import word_list, word_lists

_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^“]*“|\"[^\"]*\"")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Letters that Russian does not have, of its neighbours.
_NOT_RUSSIAN = re.compile(r"[іїєґўјљњћђџѓќѕәғқңөұүһҷӣӯҳ]", re.IGNORECASE)
# Share of the words that are no names which may be in other letters: a term, a unit, a handle.
_FOREIGN_WORDS = 0.4
# Frequent short words of another language, and none of ours, tell two languages of one alphabet apart.
_LEAST_MARKS = 2
# Fewer words say little of a language; so many names and not one word of ours are a sentence in capitals.
_TELLING = 4
# How sure the identifier must be of another language. Measured on first sentences of 19,000 articles of 2020
# whose language nobody doubts: at .8, 1 English one in 1,000 is taken for another, no whole Russian one, and
# of French ones 2 in 100 pass as English, most of them a name or a number.
_SURE = 0.8


@lru_cache(maxsize=512)
def is_in(text: str, lang: str) -> bool:
    """Whether a text can be Russian or English, as asked; one of names and figures alone can be both."""
    said = _QUOTED.sub(" ", text)
    every = _WORD.findall(said)
    words = [word for word in every if not _is_name(word, lang)]
    if not words:
        return len(every) < _TELLING
    own = _CYRILLIC if lang == "ru" else _LATIN
    foreign = sum(not own.match(word) for word in words)
    if foreign > _FOREIGN_WORDS * len(words):
        return False
    if lang == "ru" and any(_NOT_RUSSIAN.search(word) for word in words):
        return False
    return not _reads_as_another([word for word in words if own.match(word)], lang)


def _is_name(word: str, lang: str) -> bool:
    """A capitalised word of the other alphabet, such as a brand or a person, but no "the" or "of"."""
    other, tongue = (_LATIN, "en") if lang == "ru" else (_CYRILLIC, "ru")
    capital = bool(other.match(word)) and word[0].isupper()
    return capital and word.casefold() not in word_list("language_marks", tongue)


def _reads_as_another(words: list[str], lang: str) -> bool:
    """Whether words in our letters are another language's: by its short words, or as its letters follow."""
    if len(words) < _TELLING:
        return False
    guess = _identifier().identify(" ".join(words))
    if guess.lang != lang and guess.confidence >= _SURE:
        return True
    lower = {word.casefold() for word in words}
    ours = lower & word_list("language_marks", lang)
    others = (
        lower & word_list("language_marks", other) for other in word_lists("language_marks") if other != lang
    )
    return max(len(marks - ours) for marks in others) >= _LEAST_MARKS and not ours


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return FastTextIdentifier()
