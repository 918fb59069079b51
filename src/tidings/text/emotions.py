"""Which of five emotions a text carries, and how strongly: a classifier over the embedding."""

from __future__ import annotations

from typing import Protocol

from tidings.text.signals import Emotions, Vector
from tidings.text.tone import ToneModel


class EmotionScorer(Protocol):
    """Scores the emotions of texts."""

    def score(self, vectors: Vector) -> list[Emotions]:
        """The emotions of each embedded text."""
        ...


class EmbeddingEmotions:
    """One logistic model per emotion; a text may carry several or none."""

    def __init__(self, model: ToneModel) -> None:
        self._model = model

    def score(self, vectors: Vector) -> list[Emotions]:
        """The emotions of each embedded text."""
        return [Emotions(*(float(value) for value in row)) for row in self._model.emotion_rows(vectors)]
