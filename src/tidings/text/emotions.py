"""Which of five emotions a text carries, and how strongly: the embedding's classifier and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tidings.text.signals import EMOTION_NAMES, Emotions, Vector
from tidings.text.tokens import stem, tokenize
from tidings.text.tone import Floats, ToneModel
from tidings.text.wordlists import emotion_words

# What a word naming an emotion adds to its log-odds, and how many such words count. Measured by
# bench/sentiment.py: without them macro F1 is .07 lower in Russian and .09 in English.
_WORD_EVIDENCE = 2.0
_MOST_WORDS = 2
# Words are looked for this far; an emotion is named in the first paragraphs or not at all.
_PREFIX = 1_000


class EmotionScorer(Protocol):
    """Scores the emotions of texts."""

    def score(self, texts: Sequence[str], vectors: Vector, langs: Sequence[str]) -> list[Emotions]:
        """The emotions of each text; `vectors` are their embeddings."""
        ...


class EmbeddingEmotions:
    """One logistic model per emotion; a text may carry several or none."""

    def __init__(self, model: ToneModel, word_evidence: float = _WORD_EVIDENCE) -> None:
        self._model = model
        self._evidence = word_evidence

    def score(self, texts: Sequence[str], vectors: Vector, langs: Sequence[str]) -> list[Emotions]:
        """The emotions of each text."""
        counts = [word_counts(text, lang) for text, lang in zip(texts, langs, strict=True)]
        words = np.asarray(counts, dtype=np.float32).reshape(-1, len(EMOTION_NAMES))
        scores = self._model.emotion_scores(vectors) + self._evidence * np.minimum(words, _MOST_WORDS)
        return [Emotions(*(float(value) for value in row)) for row in _logistic(scores)]


def word_counts(text: str, lang: str) -> list[int]:
    """How many words of each emotion a text has, in the order of EMOTION_NAMES; zeros without a list."""
    lists = _stems(lang)
    if not lists:
        return [0] * len(EMOTION_NAMES)
    stems = [stem(token.norm, lang) for token in tokenize(text[:_PREFIX])]
    return [sum(one in lists[name] for one in stems) for name in EMOTION_NAMES]


@lru_cache(maxsize=4)
def _stems(lang: str) -> Mapping[str, frozenset[str]]:
    return {
        name: frozenset(stem(word.replace("ё", "е"), lang) for word in words)
        for name, words in emotion_words(lang).items()
    }


def _logistic(scores: npt.NDArray[np.floating]) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30.0, 30.0))), dtype=np.float32)
