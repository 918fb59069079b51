"""How likely counts are to be chance, against figures worked out by hand."""

import pytest

from tidings.rollout.odds import by_chance, no_worse


@pytest.mark.parametrize(
    ("bad", "of", "share", "chance"),
    [
        (0, 10, 0.05, 1.0),
        (1, 10, 0.05, 1 - 0.95**10),
        (10, 10, 0.5, 0.5**10),
        (2, 3, 0.5, 0.5),
        (3, 2, 0.5, 0.0),
        (1, 5, 0.0, 0.0),
        (5, 5, 1.0, 1.0),
    ],
)
def test_the_tail_of_the_binomial(bad: int, of: int, share: float, chance: float) -> None:
    assert by_chance(bad, of, share) == pytest.approx(chance)


@pytest.mark.parametrize(
    ("counts", "chance"),
    [
        ((3, 4, 1, 4), 17 / 70),  # the tea tasting, one cup of four wrong: C(4,3)C(4,1)+1 of C(8,4)
        ((4, 4, 0, 4), 1 / 70),
        ((0, 4, 4, 4), 1.0),
        ((0, 0, 0, 0), 1.0),
    ],
)
def test_fisher_s_exact_test(counts: tuple[int, int, int, int], chance: float) -> None:
    assert no_worse(*counts) == pytest.approx(chance)


def test_large_counts_neither_overflow_nor_round_away() -> None:
    assert by_chance(60_000, 100_000, 0.05) == 0.0
    assert 0.4 < by_chance(5_000, 100_000, 0.05) < 0.6
    assert no_worse(2_000, 20_000, 18_000, 180_000) == pytest.approx(0.5, abs=0.05)
