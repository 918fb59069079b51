"""Actors: a name stands where the passage has it, not where it has another."""

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.actors import swapped_name


def is_swapped(claim: str, *sentences: str) -> bool:
    said = read_sentence(claim)
    return swapped_name(said, Passage(tuple(map(read_sentence, sentences)), said.lang)) is not None


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Lind added Varn colour to a film of Odell.", "Lind added Odell colour to a film of Varn."),
        ("Brandt opens a plant in Odell by Varn rules.", "Brandt opens a plant in Varn by Odell rules."),
        ("Апелляцию Орлова рассмотрит суд Варны.", "Апелляцию Варны рассмотрит суд Орлова."),
        ("Корреспондент снял фильм Линд о доме Маркова.", "Корреспондент снял фильм Маркова о доме Линд."),
    ],
)  # fmt: skip
def test_names_that_changed_places_are_told(claim: str, cited: str) -> None:
    assert is_swapped(claim, cited)
    assert not is_swapped(cited, cited)


def test_a_name_in_the_place_of_one_the_claim_has_not_is_told() -> None:
    cited = (
        "Anna Lind denied the report.",
        "The driver, Pavel Rusk, was arrested after the crash near Odell.",
    )
    assert is_swapped("Anna Lind was arrested after the crash.", *cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        (
            "Mira Castell beat Jana Orlik.",
            ("Castell beats Orlik in Odell", "Mira Castell beat top seed Jana Orlik."),
        ),
        (
            "The president of Varn explained the vote.",
            ("The president of Varn Ola Brandt explained the vote.",),
        ),
        ("Theatre in Odell is saved.", ("Ida Stone helped to save a theatre of comedy in Odell.",)),
        ("Varn says demand has fallen.", ("Sales chief Paul Reiss of Varn said that demand had fallen.",)),
        ("Президент Варны объяснил решение.", ("Президент Варны Лев Орлов объяснил решение.",)),
        ("Театру в Варне помогли.", ("Платок Марины Линд помог театру комедии в Варне.",)),
    ],
)
def test_a_name_without_a_rival_for_its_place_is_not(claim: str, cited: tuple[str, ...]) -> None:
    assert not is_swapped(claim, *cited)
