"""How a text sounds, -1 to 1: a classifier over the embedding, blended for English with a lexicon."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

from tidings.text.signals import Vector
from tidings.text.tone import ToneModel

# The lexicon's share for English; see bench/sentiment.py for both parts alone and blended.
_LEXICON_SHARE = 0.4
# Beyond this the lexicon's sum of words saturates, and time is spent for nothing.
_LEXICON_PREFIX = 1_000


class SentimentScorer(Protocol):
    """Scores the tone of texts."""

    def score(self, texts: Sequence[str], vectors: Vector, langs: Sequence[str]) -> list[float]:
        """One number in -1..1 per text; `vectors` are their embeddings."""
        ...


class BlendedSentiment:
    """The embedding classifier for every language, and VADER beside it for English."""

    def __init__(self, model: ToneModel) -> None:
        self._model = model

    def score(self, texts: Sequence[str], vectors: Vector, langs: Sequence[str]) -> list[float]:
        """One number in -1..1 per text."""
        polarities = self._model.polarities(vectors)
        return [
            blend(float(polarity), lexicon_score(text)) if lang == "en" else float(polarity)
            for text, lang, polarity in zip(texts, langs, polarities, strict=True)
        ]


def blend(polarity: float, lexicon: float) -> float:
    """Classifier and lexicon as one number."""
    return (1 - _LEXICON_SHARE) * polarity + _LEXICON_SHARE * lexicon


def lexicon_score(text: str) -> float:
    """VADER's compound score of an English text."""
    return float(_vader().polarity_scores(text[:_LEXICON_PREFIX])["compound"])


@lru_cache(maxsize=1)
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()
