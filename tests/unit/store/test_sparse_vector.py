"""Building a sparse vector from weights."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tidings.store.vectors import SPARSE_DIMENSIONS, SparseVector

weights = st.dictionaries(st.integers(0, SPARSE_DIMENSIONS - 1), st.floats(-1e6, 1e6, width=32), max_size=50)


@given(weights)
def test_indices_ascend_zeros_are_gone_and_the_rest_is_kept(given_weights: dict[int, float]) -> None:
    vector = SparseVector.from_mapping(given_weights)
    assert np.all(np.diff(vector.indices) > 0)
    assert vector.to_mapping() == {index: value for index, value in given_weights.items() if value}


def test_vectors_are_equal_when_all_of_them_is() -> None:
    one = SparseVector.from_mapping({1: 2.0}, dim=10)
    assert one == SparseVector.from_mapping({1: 2.0}, dim=10)
    assert one != SparseVector.from_mapping({1: 2.0}, dim=11)
    assert one != SparseVector.from_mapping({1: 3.0}, dim=10)
    assert one != SparseVector.from_mapping({2: 2.0}, dim=10)
