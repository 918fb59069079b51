"""Train the tone weights of an embedder on the package's own lines: `python -m tidings.text.train`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tidings.text.embeddings import DEFAULT_EMBEDDER, load_embedder
from tidings.text.lines import Line, read_lines
from tidings.text.signals import EMOTION_NAMES, Vector
from tidings.text.tone import Floats, ToneModel

# Ridge strengths, chosen by ten-fold cross-validation over the lines alone.
_POLARITY_RIDGE = 3.0
_EMOTION_RIDGE = 2.0
_NEWTON_STEPS = 25
# tanh is steep near zero: full labels would ask for infinite scores.
_LABEL_CAP = 0.85


def train(lines: Sequence[Line], vectors: Vector, embedder: str) -> ToneModel:
    """Fit both models on embedded lines."""
    labels = np.array([line.polarity for line in lines], dtype=np.float64)
    polarity = _ridge(vectors, np.arctanh(labels * _LABEL_CAP), _POLARITY_RIDGE)
    emotions = np.stack([_logistic(vectors, _has(lines, name), _EMOTION_RIDGE) for name in EMOTION_NAMES])
    return ToneModel(embedder, polarity.astype(np.float32), emotions.astype(np.float32))


def _has(lines: Sequence[Line], emotion: str) -> Floats:
    return np.array([emotion in line.emotions for line in lines], dtype=np.float32)


def _with_bias(vectors: Vector) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.hstack([vectors.astype(np.float64), np.ones((len(vectors), 1))])


def _penalty(dimension: int, strength: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Ridge on every weight but the bias."""
    diagonal = np.full(dimension + 1, strength)
    diagonal[-1] = 1e-6
    return np.diag(diagonal)


def _ridge(vectors: Vector, targets: np.ndarray, strength: float) -> np.ndarray:
    rows = _with_bias(vectors)
    weights: np.ndarray = np.linalg.solve(
        rows.T @ rows + _penalty(vectors.shape[1], strength), rows.T @ targets
    )
    return weights


def _logistic(vectors: Vector, targets: np.ndarray, strength: float) -> np.ndarray:
    """L2-regularised logistic regression by Newton's method."""
    rows = _with_bias(vectors)
    penalty = _penalty(vectors.shape[1], strength)
    weights = np.zeros(rows.shape[1])
    for _ in range(_NEWTON_STEPS):
        chances = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30, 30)))
        gradient = rows.T @ (chances - targets) + penalty @ weights
        curvature = (rows * (chances * (1 - chances))[:, None]).T @ rows + penalty
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def main() -> None:
    """Embed the lines, fit, and write `weights/<embedder>.npz` beside this module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--embedder", default=DEFAULT_EMBEDDER)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "weights")
    options = parser.parse_args()
    lines = read_lines()
    model = train(
        lines, load_embedder(options.embedder).encode([line.text for line in lines]), options.embedder
    )
    options.out.mkdir(parents=True, exist_ok=True)
    model.save(options.out / f"{options.embedder}.npz")
    print(f"{len(lines)} lines -> {options.out / options.embedder}.npz")


if __name__ == "__main__":
    main()
