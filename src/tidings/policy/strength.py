"""Strength: the words by which a claim says more than what it cites: superlatives, all, only, again."""

from __future__ import annotations

import re

import simplemma

from tidings.policy.lexicon import roots
from tidings.policy.passage import Passage
from tidings.policy.reading import Sentence, Word

_RUSSIAN_SUPERLATIVE = re.compile(r"\w{3,}(?:ейш|айш)(?:ий|ая|ее|ие|его|ему|им|ем|ую|ей|их|ими)")


def overstating_word(part: Sentence, passage: Passage) -> Word | None:
    """The first strong word of a claim that the passage does not have."""
    return next((word for word in _strong_words(part) if word.root not in passage.roots), None)


def _strong_words(part: Sentence) -> list[Word]:
    strong = roots("strong", part.lang)
    return [word for word in part.words if word.root in strong or _is_superlative(word, part.lang)]


def _is_superlative(word: Word, lang: str) -> bool:
    norm = word.token.norm
    if lang == "ru":
        return bool(_RUSSIAN_SUPERLATIVE.fullmatch(norm))
    return norm.endswith("est") and len(norm) > 5 and simplemma.lemmatize(norm, lang="en") != norm
