import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.policy.reading.amounts import Quantity
from tidings.policy.reading.quantities import codes, pairs, quantities, value_of


def read(text: str, lang: str = "en") -> list[tuple[float, str]]:
    return [(round(item.value, 4), item.unit) for item in quantities(text, lang)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.2 million people, 1,200,000 in all", [(1_200_000, ""), (1_200_000, "")]),
        (
            "$1.2m and €5 billion, US$3bn, 7 US dollars",
            [(1_200_000, "USD"), (5e9, "EUR"), (3e9, "USD"), (7, "USD")],
        ),
        (
            "40% or 12 per cent, 3 percentage points",
            [(40, "percent"), (12, "percent"), (3, "percentage point")],
        ),
        ("twenty-five people, two hundred thousand dollars", [(25, ""), (200_000, "USD")]),
        (
            "a third of them, two-thirds of the seats, half of it",
            [(33.3333, "percent"), (66.6667, "percent"), (50, "percent")],
        ),
        ("minus 3 degrees, -4°C, 24-30 people", [(-3, "degree"), (-4, "degree"), (24, ""), (30, "")]),
        (
            "May 5, 5 May, Sept. 7 and in May",
            [(5, "month of 5"), (5, "month of 5"), (7, "month of 9"), (5, "month of")],
        ),
        (
            "on Friday, the 3rd time, first, a 12-year-old",
            [(5, "weekday"), (3, "ordinal"), (1, "ordinal"), (12, "year")],
        ),
        ("10km, the 1990s, 2 hours", [(10, "km"), (1990, "decade"), (2, "hour")]),
        ("from 5 to 7 percent", [(5, "percent"), (7, "percent")]),
        ("COVID-19 and the B-52 may march in; one of them", []),
        ("a dozen eggs, five dozen, a million", [(12, ""), (60, ""), (1_000_000, "")]),
        ("closed twice, in 2031", [(2, "times"), (2031, "calendar")]),
        ("women in their sixties", [(60, "decade")]),
        ("rose by 31 percent to 9,400.", [(31, "percent"), (9400, "")]),
        ("a dividend of 40 cents, down from 65.", [(40, "cent"), (65, "cent")]),
        ("40 mm, 5 square miles, 3 Mbit", [(40, "mm"), (5, "square mile"), (3, "Mbit")]),
    ],
)
def test_english_numbers_are_read_with_their_units(text: str, found: list[tuple[float, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("около 1,2 млн человек, 1 200 000 рублей", [(1_200_000, ""), (1_200_000, "RUB")]),
        (
            "$5 млрд, 40 процентов, 3 процентных пункта",
            [(5e9, "USD"), (40, "percent"), (3, "percentage point")],
        ),
        ("двадцать пять человек и двух тысяч долларов", [(25, ""), (2000, "USD")]),
        ("трое погибших, пятеро раненых, полтора миллиона", [(3, ""), (5, ""), (1_500_000, "")]),
        ("в пятницу 5 мая 2031 года", [(5, "weekday"), (5, "month of 5"), (2031, "calendar")]),
        (
            "5-го мая, 5-й раз, третий день, 12-летний",
            [(5, "month of 5"), (5, "ordinal"), (3, "ordinal"), (12, "year")],
        ),
        ("треть жителей, половина, две трети", [(33.3333, "percent"), (50, "percent"), (66.6667, "percent")]),
        ("с 5 до 7 процентов, минус 5 градусов", [(5, "percent"), (7, "percent"), (-5, "degree")]),
        ("стали известны, один из них, сорока в гнезде", [(40, "")]),
    ],
)
def test_russian_numbers_are_read_with_their_units(text: str, found: list[tuple[float, str]]) -> None:
    assert read(text, "ru") == found


@pytest.mark.parametrize(
    ("digits", "lang", "value"),
    [
        ("1,200", "en", 1200),
        ("1,200", "ru", 1.2),
        ("1.2", "en", 1.2),
        ("1.200.000", "ru", 1_200_000),
        ("1\u00a0200,5", "ru", 1200.5),
    ],
)
def test_separators_mean_what_the_language_means_by_them(digits: str, lang: str, value: float) -> None:
    assert value_of(digits, lang) == value


def first(text: str, lang: str = "en") -> Quantity:
    return quantities(text, lang)[0]


@pytest.mark.parametrize(
    ("claimed", "cited", "agree"),
    [
        ("1.2 million people", "1,200,000 people", True),
        ("12 people", "12 percent", True),
        ("12 percent", "12 people", False),
        ("12 people", "12 May", False),
        ("12 people", "the 12th", False),
        ("$5", "5 euros", False),
        ("in 2031", "2031 votes", True),
        ("more than 12 people", "12 people", False),
        ("more than 12 people", "over 12 people", True),
        ("12 people", "more than 12 people", True),
        ("less than 12 people", "more than 12 people", False),
        ("a third of them", "33 percent", True),
        ("a third of them", "34 percent", False),
        ("in May", "on May 5", True),
        ("in May", "on June 5", False),
        ("5 percent", "-5 percent", False),
        ("more than 50 people", "52 people", True),
        ("more than 50 people", "61 people", False),
        ("less than 60 people", "59 people", True),
        ("almost 60 people", "59 people", True),
        ("almost 60 people", "60 people", True),
        ("almost 60 people", "51 people", False),
        ("about 1,200 people", "1,204 people", True),
        ("about 1,200 people", "1,304 people", False),
        ("1,200 people", "1,204 people", False),
        ("5 kilometres", "5 miles", False),
        ("5 square kilometres", "5 kilometres", False),
    ],
)
def test_a_claimed_number_agrees_with_one_of_the_same_value_unit_and_bound(
    claimed: str, cited: str, agree: bool
) -> None:
    assert first(claimed).agrees(first(cited)) is agree


def test_scores_and_times_keep_their_order() -> None:
    assert pairs("won 2:1 at 15:30, again 3-2") == {(2, 1), (15, 30), (3, 2)}


def test_what_is_no_quantity_is_a_code_as_it_is_written() -> None:
    assert [code for _, code in codes("iOS 13.4.1, COVID-19 (1/8), 02.07.2020.")] == [
        "13.4.1",
        "covid-19",
        "1/8",
        "02.07.2020",
    ]


@given(text=st.text(max_size=120), lang=st.sampled_from(["ru", "en"]))
def test_any_text_can_be_read(text: str, lang: str) -> None:
    for item in quantities(text, lang):
        assert 0 <= item.start < item.end <= len(text)
