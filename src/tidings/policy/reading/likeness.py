"""Likeness: how near two texts are in meaning, by the embedding model that the articles are stored with."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from tidings.text.embeddings import Embedder
from tidings.text.signals import Vector

# Texts kept embedded: those of the passages of some twenty answers, 4 MB.
_REMEMBERED = 2048


class Likeness:
    """One embedding model, asked about sentences; each text is embedded once while it is remembered."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._rows: OrderedDict[str, Vector] = OrderedDict()
        # Claims of several commands are judged at once, each in a thread of its own.
        self._lock = Lock()

    @property
    def model(self) -> str:
        """The embedding model, whose scale no other shares."""
        return self._embedder.name

    def of(self, texts: Sequence[str], others: Sequence[str]) -> Vector:
        """Cosine of each text (rows) with each of the others (columns), -1..1."""
        with self._lock:
            rows = self._embedded([*texts, *others])
        return rows[: len(texts)] @ rows[len(texts) :].T

    def _embedded(self, texts: Sequence[str]) -> Vector:
        fresh = [text for text in dict.fromkeys(texts) if text not in self._rows]
        found = dict(zip(fresh, self._embedder.encode(fresh), strict=True))
        rows = [found[text] if text in found else self._rows[text] for text in texts]
        self._rows.update(found)
        while len(self._rows) > _REMEMBERED:
            self._rows.popitem(last=False)
        return np.stack(rows) if rows else self._embedder.encode([])
