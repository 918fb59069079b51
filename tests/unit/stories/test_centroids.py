"""Searching the centroids fast, and measuring them exactly."""

from __future__ import annotations

import numpy as np
from invented_reports import direction

from tidings.stories.centroids import INITIAL_ROWS, BatchSearch, Centroids, exact_cosine
from tidings.stories.state import IntVector, quantised


def vector(seed: int) -> IntVector:
    return quantised(direction(seed).astype(np.float32))


def filled(count: int) -> Centroids:
    centroids = Centroids(512)
    for seed in range(count):
        centroids.append(vector(seed))
    return centroids


def test_a_cosine_is_the_same_bit_for_bit_whatever_lies_around_the_row() -> None:
    few, many = filled(3), filled(40)
    asked = vector(1) + vector(2)
    alone = few.cosines(asked, np.asarray([2]))[0]
    assert many.cosines(asked, np.arange(40))[2] == alone == exact_cosine(asked, vector(2))


def test_a_sum_does_not_depend_on_the_order_of_its_articles() -> None:
    forwards, backwards = Centroids(512), Centroids(512)
    for centroids, seeds in ((forwards, range(50)), (backwards, reversed(range(50)))):
        row = centroids.append_empty()
        for seed in seeds:
            centroids.add(row, vector(seed))
    assert forwards.sums[0].tolist() == backwards.sums[0].tolist()
    assert forwards.lengths[0] == backwards.lengths[0]


def test_a_search_sees_rows_that_changed_or_came_after_it_began() -> None:
    centroids = filled(2)
    search = BatchSearch(centroids, np.stack([vector(7), vector(8), vector(9)]))
    row = centroids.append_empty()
    centroids.add(row, vector(8))
    search.refresh(row, 0)
    centroids.put(0, vector(9))
    search.refresh(0, 1)
    assert search.above(1, 0.9).tolist() == [row]
    assert search.above(2, 0.9).tolist() == [0]


def test_the_nearest_rows_are_never_fewer_than_wanted_and_hold_the_best() -> None:
    centroids = filled(30)
    search = BatchSearch(centroids, np.stack([vector(4)]))
    rows = search.nearest(0, np.arange(30), 5)
    assert len(rows) >= 5
    best = np.argsort(-centroids.cosines(vector(4), np.arange(30)))[:5]
    assert set(best.tolist()) <= set(rows.tolist())


def test_growing_keeps_what_was_there() -> None:
    centroids = filled(INITIAL_ROWS + 5)
    assert centroids.count == INITIAL_ROWS + 5
    assert centroids.sums[3].tolist() == vector(3).tolist()
    assert centroids.lengths[INITIAL_ROWS + 4] > 0


def test_dropped_rows_close_up() -> None:
    centroids = filled(4)
    centroids.keep(np.asarray([1, 3]))
    assert centroids.count == 2
    assert centroids.sums[1].tolist() == vector(3).tolist()


def test_a_cleared_row_is_found_no_more() -> None:
    centroids = filled(3)
    centroids.clear(1)
    assert BatchSearch(centroids, np.stack([vector(1)])).above(0, 0.3).tolist() == []
