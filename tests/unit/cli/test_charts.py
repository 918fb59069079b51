from __future__ import annotations

import pytest

from tidings.cli.charts import balance, bar, sparkline


@pytest.mark.parametrize(
    ("share", "picture"),
    [(0.0, "    "), (0.5, "██  "), (0.53, "██▏ "), (1.0, "████"), (7.0, "████"), (-1.0, "    ")],
)
def test_a_bar_fills_to_the_eighth_of_a_cell_and_never_past_its_width(share: float, picture: str) -> None:
    assert bar(share, 4) == picture


@pytest.mark.parametrize(
    ("score", "picture"), [(0.0, "··┃··"), (0.5, "··┃━·"), (-1.0, "━━┃··"), (3.0, "··┃━━")]
)
def test_a_balance_leans_to_the_side_of_the_score(score: float, picture: str) -> None:
    assert balance(score, 2) == picture


def test_a_sparkline_goes_from_the_lowest_to_the_highest_and_shows_holes() -> None:
    assert sparkline([-0.5, None, 0.0, 0.5]) == "▁·▅█"


def test_a_sparkline_of_small_changes_stays_low() -> None:
    assert sparkline([0.0, 0.01, 0.02]) == "▁▁▂"


def test_a_sparkline_of_nothing_is_dots() -> None:
    assert sparkline([None, None]) == "··"
    assert sparkline([]) == ""
