"""How a text sounds, -1 to 1: a classifier over the embedding, blended with the tone of its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tidings.text.lexicon import lexicon_score
from tidings.text.signals import Vector
from tidings.text.tone import ToneModel

# The words' share where there is a lexicon. By bench/sentiment.py, classifier alone, words alone, blend:
# macro F1 on finance headlines .44, .66, .61; on English news sentences .47, .54, .56; on Russian ones .36,
# .40, .42; correlation with readers' valence .54, .54, .60. Between .5 and .7 little changes.
LEXICON_SHARE = 0.6


class SentimentScorer(Protocol):
    """Scores the tone of texts."""

    def score(self, texts: Sequence[str], vectors: Vector, langs: Sequence[str]) -> list[float]:
        """One number in -1..1 per text; `vectors` are their embeddings."""
        ...


class BlendedSentiment:
    """The embedding classifier for every language, and a lexicon beside it for English and Russian."""

    def __init__(self, model: ToneModel, lexicon_share: float = LEXICON_SHARE) -> None:
        self._model = model
        self._share = lexicon_share

    def score(self, texts: Sequence[str], vectors: Vector, langs: Sequence[str]) -> list[float]:
        """One number in -1..1 per text."""
        polarities = self._model.polarities(vectors)
        return [
            blend(float(polarity), lexicon_score(text, lang), self._share)
            for text, lang, polarity in zip(texts, langs, polarities, strict=True)
        ]


def blend(polarity: float, lexicon: float | None, share: float = LEXICON_SHARE) -> float:
    """Classifier and lexicon as one number; the classifier alone in a language without a lexicon."""
    return polarity if lexicon is None else (1 - share) * polarity + share * lexicon
