"""Tone by words: VADER with this package's news words for English, the same sum over stems for Russian."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from tidings.text.tokens import Token, stem, tokenize
from tidings.text.wordlists import tone_words

# Valences on VADER's scale of -4..4.
_STRENGTH: Mapping[str, float] = {"strong_bad": -2.8, "bad": -1.5, "good": 1.5, "strong_good": 2.8}
# VADER's own constants, kept for Russian so that both languages read the same scale.
_NORMALISER = 15.0
_NEGATED = -0.74
_INTENSIFIED = 1.3
_NEGATION_REACH = 3
# Beyond this the sum of words saturates, and time is spent for nothing.
_PREFIX = 1_000


def lexicon_score(text: str, lang: str) -> float | None:
    """Tone of a text in -1..1 by its words; None in a language without a lexicon."""
    if lang == "en":
        return float(_vader().polarity_scores(text[:_PREFIX])["compound"])
    if lang == "ru":
        return _russian_score(tokenize(text[:_PREFIX]))
    return None


@lru_cache(maxsize=1)
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    for word in tone_words("en")["none"]:
        analyzer.lexicon.pop(word, None)
    for name, valence in _STRENGTH.items():
        for word in sorted(tone_words("en")[name]):
            for form in english_forms(word):
                analyzer.lexicon.setdefault(form, valence)
    return analyzer


def english_forms(word: str) -> Iterator[str]:
    """A base word and its regular forms; some are no words, which does no harm."""
    yield word
    if word.endswith("e"):
        yield from (f"{word}s", f"{word}d", f"{word[:-1]}ing")
    elif word.endswith("y") and word[-2] not in "aeiou":
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing")
    else:
        yield from (f"{word}s", f"{word}es", f"{word}ed", f"{word}ing", f"{word}{word[-1]}ed")


@lru_cache(maxsize=1)
def _russian_valences() -> dict[str, float]:
    valences: dict[str, float] = {}
    for name, valence in _STRENGTH.items():
        for word in sorted(tone_words("ru")[name]):
            valences.setdefault(stem(word.replace("ё", "е"), "ru"), valence)
    return valences


def _russian_score(tokens: Sequence[Token]) -> float:
    norms = [token.norm for token in tokens]
    total = math.fsum(_valence_at(norms, position) for position in range(len(norms)))
    return total / math.sqrt(total * total + _NORMALISER)


def _valence_at(norms: Sequence[str], position: int) -> float:
    """A word's valence, turned by a negation shortly before it and raised by an intensifier."""
    valence = _russian_valences().get(stem(norms[position], "ru"), 0.0)
    if not valence:
        return 0.0
    before = norms[max(0, position - _NEGATION_REACH) : position]
    if before and before[-1] in tone_words("ru")["intensifiers"]:
        valence *= _INTENSIFIED
    if any(word in tone_words("ru")["negations"] for word in before):
        valence *= _NEGATED
    return valence
