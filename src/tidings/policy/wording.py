"""Wording: whether a text is in the language asked for, whatever names and quotes of others stand in it."""

from __future__ import annotations

import re

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


def is_in(text: str, lang: str) -> bool:
    """Whether a text can be Russian or English, as asked; one of names and figures alone can be both."""
    words = [word for word in _WORD.findall(_QUOTED.sub(" ", text)) if not _is_name(word, lang)]
    if not words:
        return True
    own = _CYRILLIC if lang == "ru" else _LATIN
    foreign = sum(not own.match(word) for word in words)
    if foreign > _FOREIGN_WORDS * len(words):
        return False
    if lang == "ru" and any(_NOT_RUSSIAN.search(word) for word in words):
        return False
    return not _reads_as_another({word.casefold() for word in words}, lang)


def _is_name(word: str, lang: str) -> bool:
    """A capitalised word of the other alphabet, such as a brand or a person."""
    other = _LATIN if lang == "ru" else _CYRILLIC
    return bool(other.match(word)) and word[0].isupper()


def _reads_as_another(words: set[str], lang: str) -> bool:
    ours = len(words & word_list("language_marks", lang))
    others = (
        len((words & word_list("language_marks", other)) - word_list("language_marks", lang))
        for other in word_lists("language_marks")
        if other != lang
    )
    return max(others) >= _LEAST_MARKS and ours == 0
