"""Linear models from an embedding to polarity and emotions; `tidings.text.train` makes their weights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tidings.errors import InternalError
from tidings.text.signals import EMOTION_NAMES, Vector

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class ToneModel:
    """Weights for one embedder: polarity is tanh of a linear score, each emotion has its log-odds."""

    embedder: str
    polarity: Floats  # dimension + 1, the bias last
    emotions: Floats  # five rows of dimension + 1, in the order of EMOTION_NAMES
    lines: str = ""  # digest of the lines it was trained on

    @property
    def dimension(self) -> int:
        """Length of the vectors it reads."""
        return int(self.polarity.shape[0]) - 1

    def polarities(self, vectors: Vector) -> Floats:
        """One number in -1..1 per row."""
        return np.asarray(np.tanh(_with_bias(vectors) @ self.polarity), dtype=np.float32)

    def emotion_scores(self, vectors: Vector) -> Floats:
        """Five log-odds per row, in the order of EMOTION_NAMES."""
        return np.asarray(_with_bias(vectors) @ self.emotions.T, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the weights with the names they are valid for."""
        np.savez_compressed(
            path,
            embedder=np.array(self.embedder),
            names=np.array(EMOTION_NAMES),
            lines=np.array(self.lines),
            polarity=self.polarity.astype(np.float32),
            emotions=self.emotions.astype(np.float32),
        )


def _with_bias(vectors: Vector) -> Floats:
    return np.hstack([vectors, np.ones((len(vectors), 1), dtype=np.float32)])


def read_model(path: Path, embedder: str) -> ToneModel:
    """Weights from a file; InternalError when they were trained for another embedder or other emotions."""
    with np.load(path, allow_pickle=False) as stored:
        trained_for, names = str(stored["embedder"]), tuple(str(name) for name in stored["names"])
        model = ToneModel(trained_for, stored["polarity"], stored["emotions"], str(stored["lines"]))
    if trained_for != embedder or names != EMOTION_NAMES:
        raise InternalError(
            f"{path.name} holds tone weights for {trained_for} and {', '.join(names)}, not for {embedder}: "
            f"run python -m tidings.text.train --embedder {embedder}"
        )
    return model


@lru_cache(maxsize=2)
def load_model(embedder: str) -> ToneModel:
    """The weights this package ships for an embedder."""
    resource = files("tidings.text").joinpath("weights", f"{embedder}.npz")
    if not resource.is_file():
        raise InternalError(
            f"no tone weights for {embedder}: run python -m tidings.text.train --embedder {embedder}"
        )
    with as_file(resource) as path:
        return read_model(path, embedder)
