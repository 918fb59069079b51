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
        # Of whom or what something is said by a noun beside it, nothing is said itself.
        ("Odell goalkeeper wins a medal.", ("Mira Castell, the goalkeeper of Odell, won a medal in Varn.",)),
        ("Жених Линд показал кольцо.", ("Жених певицы Анны Линд, художник Павел Руск, показал кольцо.",)),
        ("Платье Эльвиры Линд показал музей.", ("Музей показал платье. Его носила Эльвира Линд.",)),
        # Who is named beside another has a part in what both did.
        ("Линд устроила праздник.", ("Анна Линд и её муж, художник Павел Руск, устроили праздник.",)),
        # What a body is called for short stands in the clause of its name.
        ("РАГ назвала число заявок.", ("В Речном агентстве грузов (РАГ) назвали число заявок.",)),
        # The verb of a name may stand behind what is said of it between commas, what is said behind that.
        ("Порт Варны не исключил забастовки.", ("Глава порта Варны, капитан Руск, не исключил забастовки.",)),
        ("Орлова заявила о росте спроса.", ("Глава банка Анна Орлова заявила, что спрос в Варне растет.",)),
        # Two do it to each other.
        ("Руск подписал договор с «Одель».", ("Клуб «Одель» подписал договор с вратарём Павлом Руском.",)),
        ("Театру в Варне помогли.", ("Платок Марины Линд помог театру комедии в Варне.",)),
    ],
)
def test_a_name_without_a_rival_for_its_place_is_not(claim: str, cited: tuple[str, ...]) -> None:
    assert not is_swapped(claim, *cited)
