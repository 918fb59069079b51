"""Train the tone weights of an embedder on the package's own lines: `python -m tidings.text.train`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidings.text.blas import limit_to_one_thread
from tidings.text.embeddings import DEFAULT_EMBEDDER, load_embedder
from tidings.text.lines import Line, digest, read_lines
from tidings.text.signals import EMOTION_NAMES, Vector
from tidings.text.tone import ToneModel

Doubles = npt.NDArray[np.float64]
Fit = Callable[[Doubles, Doubles, Doubles], Doubles]

# Ridge strengths, chosen by cross-validation over the lines alone .
_POLARITY_RIDGE = 8.0
_EMOTION_RIDGE = 0.3
_NEWTON_STEPS = 25
_FOLDS = 10
# tanh reaches a label of 1 only at infinity.
_LABEL_CAP = 0.85


def train(lines: Sequence[Line], vectors: Vector, embedder: str) -> ToneModel:
    """Fit both models on embedded lines, each calibrated by what it says of lines it has not seen."""
    rows, weights = _design(vectors), np.array([line.weight for line in lines])
    folds = _folds(lines)
    polarity = _calibrated_ridge(rows, _polarity_targets(lines), weights, folds)
    emotions = [_calibrated_logistic(rows, _has(lines, name), weights, folds) for name in EMOTION_NAMES]
    return ToneModel(
        embedder, polarity.astype(np.float32), np.stack(emotions).astype(np.float32), digest(lines)
    )


def _design(vectors: Vector) -> Doubles:
    return np.hstack([vectors.astype(np.float64), np.ones((len(vectors), 1))])


def _polarity_targets(lines: Sequence[Line]) -> Doubles:
    return np.arctanh(np.array([line.polarity for line in lines]) * _LABEL_CAP)


def _has(lines: Sequence[Line], emotion: str) -> Doubles:
    return np.array([float(emotion in line.emotions) for line in lines])


def _folds(lines: Sequence[Line]) -> npt.NDArray[np.int64]:
    """Fold of each line; the lines of one pattern, which follow each other, stay together."""
    starts = [
        i == 0 or line.weight != lines[i - 1].weight or line.weight == 1 for i, line in enumerate(lines)
    ]
    return np.cumsum(starts) % _FOLDS


def _penalty(size: int, strength: float) -> Doubles:
    """Ridge on every weight but the bias."""
    diagonal = np.full(size, strength)
    diagonal[-1] = 1e-6
    return np.diag(diagonal)


def _ridge(rows: Doubles, targets: Doubles, weights: Doubles) -> Doubles:
    weighted = rows * weights[:, None]
    gram = weighted.T @ rows + _penalty(rows.shape[1], _POLARITY_RIDGE)
    return np.asarray(np.linalg.solve(gram, weighted.T @ targets))


def _logistic(rows: Doubles, targets: Doubles, weights: Doubles, strength: float | None = None) -> Doubles:
    """L2-regularised logistic regression by Newton's method."""
    penalty = _penalty(rows.shape[1], _EMOTION_RIDGE if strength is None else strength)
    fitted = np.zeros(rows.shape[1])
    for _ in range(_NEWTON_STEPS):
        chances = 1.0 / (1.0 + np.exp(-np.clip(rows @ fitted, -30, 30)))
        gradient = rows.T @ (weights * (chances - targets)) + penalty @ fitted
        curvature = (rows * (weights * chances * (1 - chances))[:, None]).T @ rows + penalty
        step = np.linalg.solve(curvature, gradient)
        fitted -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return fitted


def _unseen(fit: Fit, rows: Doubles, targets: Doubles, weights: Doubles, folds: Any) -> Doubles:
    """Scores of each line by a model that was fitted without its fold."""
    scores = np.empty(len(rows))
    for fold in range(_FOLDS):
        held = folds == fold
        scores[held] = rows[held] @ fit(rows[~held], targets[~held], weights[~held])
    return scores


def _calibrated_ridge(rows: Doubles, targets: Doubles, weights: Doubles, folds: Any) -> Doubles:
    """Ridge scaled so that unseen lines spread as their labels do: shrinkage alone makes all look mild."""
    scores = _unseen(_ridge, rows, targets, weights, folds)
    neutral = targets == 0
    spread = float(np.sqrt(np.average(targets**2, weights=weights) / np.average(scores**2, weights=weights)))
    fitted: Doubles = _ridge(rows, targets, weights) * spread
    fitted[-1] -= float(np.average(scores[neutral], weights=weights[neutral])) * spread
    return fitted


def _calibrated_logistic(rows: Doubles, targets: Doubles, weights: Doubles, folds: Any) -> Doubles:
    """Logistic weights with their scale and bias refitted on unseen lines (Platt)."""
    scores = _unseen(_logistic, rows, targets, weights, folds)
    scale, bias = _logistic(_design(scores[:, None].astype(np.float32)), targets, weights, strength=1e-3)
    fitted: Doubles = _logistic(rows, targets, weights) * scale
    fitted[-1] += bias
    return fitted


def main() -> None:
    """Embed the lines, fit, and write `weights/<embedder>.npz` beside this module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--embedder", default=DEFAULT_EMBEDDER)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "weights")
    options = parser.parse_args()
    limit_to_one_thread()
    lines = read_lines()
    vectors = load_embedder(options.embedder).encode([line.text for line in lines])
    options.out.mkdir(parents=True, exist_ok=True)
    train(lines, vectors, options.embedder).save(options.out / f"{options.embedder}.npz")
    print(f"{len(lines)} lines -> {options.out / options.embedder}.npz")


if __name__ == "__main__":
    main()
