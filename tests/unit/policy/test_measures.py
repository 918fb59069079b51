"""Measures: a number of the claim is given, of the same thing, and no other is meant there."""

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.measures import unmet_number


def holds(claim: str, *sentences: str) -> bool:
    said = read_sentence(claim)
    return unmet_number(said, Passage(tuple(map(read_sentence, sentences)), said.lang)) is None


CORVEX = (
    "Corvex will build a plant near Odell for 870 million talars.",
    "The site will employ 1,900 people from 2034 and supply cells for 400,000 cars a year.",
    "The government will pay 15 percent of the cost.",
)
KITCHENS = ("Half of the schools have no kitchen", "Of all schools, 48 percent have no kitchen.")


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("From 2034 the plant near Odell will employ 1,900 people.", CORVEX),
        ("The state will pay 15 percent towards the plant.", CORVEX),
        ("Auditors say 48 percent of schools lack a kitchen.", KITCHENS),
        ("One jab cut cases by 54 percent.", ("A single jab cut cases by 54 percent.",)),
        ("Lind scored two goals.", ("Lind scored twice.",)),
        ("На пожар послали полторы сотни спасателей.", ("На пожар послали 150 спасателей.",)),
        ("More than 50 people left Odell.", ("Rescuers led 52 people out of Odell.",)),
        ("Almost 60 people left Odell.", ("Rescuers led 59 people out of Odell.",)),
        ("Число больных превысило 3,8 тысячи.", ("Число больных выросло до 3807.",)),
        ("Почти 60 человек покинули Варну.", ("Варну покинули 59 человек.",)),
        ("About 1,200 people left Odell.", ("Rescuers led 1,204 people out of Odell.",)),
    ],
)  # fmt: skip
def test_a_number_of_the_same_thing_holds(claim: str, cited: tuple[str, ...]) -> None:
    assert holds(claim, *cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("The plant will employ 870 people.", CORVEX),
        ("The government will pay 19 percent of the cost.", CORVEX),
        ("Scotland had one death, Norvia had nine.", ("Scotland had nine deaths, Norvia had one.",)),
        ("A 40-millimetre crack was found.", ("A crack 40 centimetres long was found.",)),
        ("Сгорело 9 тысяч квадратных километров.", ("Сгорело 9 тысяч гектаров.",)),
        ("Скорость выросла до 50 килобит.", ("Скорость выросла до 50 мегабит.",)),
        ("More than 50 people left Odell.", ("Rescuers led 61 people out of Odell.",)),
        ("More than 14 cracks were found.", ("14 cracks were found.",)),
        ("Almost 60 people left Odell.", ("Rescuers led 51 people out of Odell.",)),
        ("52 people left Odell.", ("More than 50 people left Odell.",)),
        ("One person left Odell.", ("Two people left Odell.",)),
    ],
)
def test_a_number_of_another_thing_or_measure_does_not(claim: str, cited: tuple[str, ...]) -> None:
    assert not holds(claim, *cited)


def test_a_headline_may_round_what_the_text_gives_exactly() -> None:
    cited = ("Ostrel Bank shares fall nine percent", "Shares of Ostrel Bank lost 9.2 percent on Tuesday.")
    assert holds("Shares of Ostrel Bank fell 9.2 percent.", *cited)
    assert not holds("Shares of Ostrel Bank fell 12 percent.", *cited)


def test_ages_are_told_apart_by_decade() -> None:
    assert not holds("Two women in their seventies are ill.", "Two women in their sixties are ill.")
    assert holds("Two women in their sixties are ill.", "Two women in their sixties are ill.")
