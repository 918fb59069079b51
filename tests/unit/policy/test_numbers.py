import pytest

from tidings.policy.numbers import decimals, readings, written_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,204 articles, 4.2 times 286", ["1,204", "4.2", "286"]),
        ("1\u00a0204 статьи, 4,2 раза", ["1\u00a0204", "4,2"]),
        ("tone −0.12 or +0.4", ["−0.12", "+0.4"]),
        ("24-30 May 2020", ["24", "30", "2020"]),
        ("no numbers", []),
    ],
)
def test_numbers_are_found_as_written(text: str, numbers: list[str]) -> None:
    assert [number.text for number in written_numbers(text)] == numbers


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("286", {286.0}),
        ("1,204", {1204.0, 1.204}),
        ("1\u00a0204", {1204.0}),
        ("1,234,567.5", {1234567.5}),
        ("4,2", {4.2}),
        ("−0,12", {-0.12}),
        ("+0.4", {0.4}),
        ("1.2.3", set()),
    ],
)
def test_a_number_has_the_values_either_language_gives_it(written: str, values: set[float]) -> None:
    assert readings(written) == values


@pytest.mark.parametrize(("value", "places"), [(12, 0), (4.2, 1), (-0.12, 2), (0.0, 0)])
def test_a_figure_s_decimals_are_those_it_is_given_with(value: float, places: int) -> None:
    assert decimals(value) == places
