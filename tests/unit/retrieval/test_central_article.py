import numpy as np
import pytest

from tidings.retrieval.representative import most_central, spread


def test_the_article_nearest_the_mean_is_central():
    vectors = np.array([[1, 0, 0], [0.8, 0.6, 0], [0, 1, 0]], np.float32)
    assert most_central([11, 12, 13], vectors)[0] == 12


def test_of_equals_the_first_is_central():
    vectors = np.array([[1, 0], [0, 1], [1, 0], [0, 1]], np.float32)
    assert most_central([4, 3, 2, 1], vectors) == (4, pytest.approx(0.7071))


def test_opposite_vectors_have_no_centre_and_still_a_first():
    assert most_central([5, 6], np.array([[1, 0], [-1, 0]], np.float32)) == (5, 0.0)


def test_a_sample_reaches_from_the_first_to_the_last():
    assert spread(list(range(100)), 5) == [0, 25, 50, 74, 99]
    assert spread([1, 2, 3], 5) == [1, 2, 3]
