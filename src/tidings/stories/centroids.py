"""The matrix of story centroids: fast approximate search, exact cosines."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tidings.stories.state import IntVector

Rows = NDArray[np.intp]
FloatMatrix = NDArray[np.float32]

# float32 products of unit vectors err by about 1e-6: whatever is within this of a limit is measured exactly.
APPROXIMATION = 1e-4
INITIAL_ROWS = 1024


def exact_cosine(left: IntVector, right: IntVector) -> float:
    """Cosine of two integer vectors; the same on every machine, since only the last division rounds."""
    wide_left, wide_right = left.astype(np.int64), right.astype(np.int64)
    lengths = math.sqrt(int(wide_left @ wide_left)) * math.sqrt(int(wide_right @ wide_right))
    return float(int(wide_left @ wide_right) / lengths) if lengths else 0.0


class Centroids:
    """Rows of exact integer vector sums, and beside them the unit vectors that searching multiplies."""

    def __init__(self, dimension: int) -> None:
        self.count = 0
        self.sums: IntVector = np.zeros((INITIAL_ROWS, dimension), np.int32)
        self.units: FloatMatrix = np.zeros((INITIAL_ROWS, dimension), np.float32)
        self.lengths: NDArray[np.float64] = np.zeros(INITIAL_ROWS)
        self.first_seen: NDArray[np.float64] = np.zeros(INITIAL_ROWS)
        self.last_seen: NDArray[np.float64] = np.zeros(INITIAL_ROWS)

    def append(self, vector: IntVector) -> int:
        """Add a row that holds this sum; returns its number."""
        self.reserve(1)
        row = self.count
        self.count += 1
        self.put(row, vector)
        return row

    def append_empty(self) -> int:
        """Add a row that sums nothing yet; returns its number."""
        return self.append(np.zeros(self.sums.shape[1], np.int32))

    def reserve(self, rows: int) -> None:
        """Make room for this many more rows without moving the matrix again."""
        needed, have = self.count + rows, len(self.sums)
        if needed <= have:
            return
        grown = max(needed, 2 * have)
        for name in ("sums", "units", "lengths", "first_seen", "last_seen"):
            old = getattr(self, name)
            new = np.zeros((grown, *old.shape[1:]), old.dtype)
            new[: self.count] = old[: self.count]
            setattr(self, name, new)

    def put(self, row: int, vector: IntVector) -> None:
        """Replace a row's sum."""
        wide = vector.astype(np.int64)
        length = math.sqrt(int(wide @ wide))
        self.sums[row] = vector
        self.lengths[row] = length
        self.units[row] = vector / length if length else 0.0

    def add(self, row: int, vector: IntVector) -> None:
        """Add to a row's sum."""
        self.put(row, self.sums[row] + vector)

    def span(self, row: int, first_seen: float, last_seen: float) -> None:
        """Note when the row's story was first and last seen."""
        self.first_seen[row], self.last_seen[row] = first_seen, last_seen

    def clear(self, row: int) -> None:
        """Make a row unfindable; `keep` gives its place back."""
        self.put(row, np.zeros_like(self.sums[row]))

    def keep(self, rows: Rows) -> None:
        """Drop all rows but these, which close up in the order given."""
        for name in ("sums", "units", "lengths", "first_seen", "last_seen"):
            matrix = getattr(self, name)
            matrix[: len(rows)] = matrix[rows]
        self.count = len(rows)

    def cosines(self, vector: IntVector, rows: Rows) -> NDArray[np.float64]:
        """Exact cosines to these rows: integers below 2**53 make float64 products and sums exact."""
        products = self.sums[rows].astype(np.float64) @ vector.astype(np.float64)
        length = math.sqrt(float(vector.astype(np.float64) @ vector.astype(np.float64)))
        return np.asarray(products / (self.lengths[rows] * length))


class BatchSearch:
    """Cosines of a batch against all centroids, kept true while the batch itself changes them."""

    def __init__(self, centroids: Centroids, vectors: IntVector) -> None:
        centroids.reserve(len(vectors))
        self._centroids = centroids
        wide = vectors.astype(np.float32)
        self._batch: FloatMatrix = wide / np.linalg.norm(wide, axis=1, keepdims=True).clip(min=1.0)
        self._scores: FloatMatrix = np.zeros((len(vectors), centroids.count + len(vectors)), np.float32)
        np.matmul(self._batch, centroids.units[: centroids.count].T, out=self._scores[:, : centroids.count])

    def refresh(self, row: int, after: int) -> None:
        """A row has changed: measure it again for the articles after this one."""
        rest = slice(after + 1, None)
        self._scores[rest, row] = self._batch[rest] @ self._centroids.units[row]

    def above(self, position: int, floor: float) -> Rows:
        """Rows whose cosine to the article at `position` may reach `floor`."""
        scores = self._scores[position, : self._centroids.count]
        return np.flatnonzero(scores >= floor - APPROXIMATION)

    def nearest(self, position: int, rows: Rows, wanted: int) -> Rows:
        """Those of the rows that may be among the `wanted` nearest."""
        if len(rows) <= wanted:
            return rows
        scores = self._scores[position, rows]
        last = np.partition(scores, len(rows) - wanted)[len(rows) - wanted]
        return np.asarray(rows[scores >= last - APPROXIMATION])
