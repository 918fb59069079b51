"""What is left of an error budget, how fast it goes, and when there is too little to judge."""

from __future__ import annotations

import pytest

from tidings.slo.burning import Standing, budget_left, burn_rate, needed, standing
from tidings.slo.objectives import Events


@pytest.mark.parametrize(
    ("bad", "rate", "left"), [(0, 0.0, 1.0), (1, 0.5, 0.5), (2, 1.0, 0.0), (10, 5.0, -4.0)]
)
def test_a_budget_of_two_in_a_hundred(bad: int, rate: float, left: float) -> None:
    assert burn_rate(Events(bad, 100), 0.02) == pytest.approx(rate)
    assert budget_left(Events(bad, 100), 0.02) == pytest.approx(left)


def test_without_events_nothing_burns_and_nothing_is_left_over() -> None:
    assert burn_rate(Events(0, 0), 0.02) is None
    assert budget_left(Events(0, 0), 0.02) is None


@pytest.mark.parametrize(("allowed", "events"), [(0.02, 50), (0.05, 20), (0.1, 20), (0.7, 20), (0.5, 20)])
def test_it_takes_so_many_that_a_single_bad_one_breaks_no_promise(allowed: float, events: int) -> None:
    assert needed(allowed) == events


@pytest.mark.parametrize(
    ("bad", "total", "expected"),
    [
        (0, 0, Standing.FEW),
        (0, 49, Standing.FEW),
        (0, 49.8, Standing.MET),  # as Prometheus tells fifty
        (0, 50, Standing.MET),
        (1, 50, Standing.MET),
        (2, 50, Standing.UNMET),
        (1, 10, Standing.FEW),
        (2, 10, Standing.UNMET),  # forty good ones more could not mend it
        (20, 1000, Standing.MET),
        (21, 1000, Standing.UNMET),
    ],
)
def test_a_promise_is_kept_broken_or_cannot_be_judged(bad: float, total: float, expected: Standing) -> None:
    assert standing(Events(bad, total), 0.02) is expected


def test_a_budget_used_to_the_last_is_not_overdrawn() -> None:
    assert standing(Events(sum([0.1] * 3), 30), 0.01) is not Standing.UNMET
