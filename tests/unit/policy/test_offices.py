"""Offices: of the same holder, and former, acting or deputy only where the passage says so."""

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.offices import differing_office


def differs(claim: str, cited: str) -> bool:
    said = read_sentence(claim)
    sentences = tuple(read_sentence(f"{one.strip('.')}.") for one in cited.split(". "))
    return differing_office(said, Passage(sentences, said.lang)) is not None


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("The Varn striker Ida Stone joined Odell.", "Former Varn striker Ida Stone joined Odell."),
        ("A police officer was charged.", "An ex-police officer was charged on Friday."),
        ("Vice-president Ola Brandt resigned.", "President Ola Brandt resigned."),
        ("Odell mayor Ida Stone resigned.", "Former Odell City Council mayor Ida Stone resigned."),
        ("Президент Ола Брандт ушёл.", "Вице-президент Ола Брандт ушёл."),
        ("Вице-президент Ола Брандт ушёл.", "Президент Ола Брандт ушёл."),
        ("Футболист Лев Орлов забил гол.", "Бывший футболист Лев Орлов забил гол."),
        ("Мэр Нина Лескова уволена.", "Врио мэра Нина Лескова уволена."),
        ("Нападающий Лев Орлов забил гол.", "Бывший нападающий Лев Орлов забил гол."),
        ("Judge Anna Lind spoke to Pavel Rusk.", "Prosecutor Anna Lind spoke. Judge Pavel Rusk listened."),
        ("The Odell boss spoke.", "Varn chief blames Lind. The former Odell boss spoke."),
        ("Former Odell mayor resigns.", "Odell mayor Ida Stone resigns."),
        ("Hospital director Ida Stone spoke.", "The hospital's head nurse, Ida Stone, spoke."),
        ("Mayor Ida Stone spoke in Odell.", "In Odell mediator Ida Stone spoke. The mayor listened."),
        (
            "Капитан Анна Линд молчала.",
            "Начальник порта Анна Линд молчала: капитан Лев Орлов сообщил об ударе.",
        ),
    ],
)
def test_a_former_acting_or_other_office_is_another(claim: str, cited: str) -> None:
    assert differs(claim, cited)
    assert not differs(cited.split(". ", maxsplit=1)[0], cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Ida Stone, the former Varn striker, left.", "Former Varn striker Ida Stone left Odell."),
        ("A former forward left Odell.", "Former Varn striker Ida Stone left Odell."),
        ("The Varn governor praises Lind.", "Varn governor Ida Stone praised Anna Lind."),
        ("Former Varn wing announces the end.", "Former Varn wing Ida Stone announced the end."),
        ("Varn chief executive Ola Brandt left.", "Chief executive Ola Brandt left Varn."),
        ("Varn's chief executive Ola Brandt left.", "The chief executive of Varn, Ola Brandt, left."),
        ("Head nurse Ida Stone spoke.", "The hospital's head nurse, Ida Stone, spoke."),
        ("Ola Brandt, CEO of Varn, left.", "Varn chief executive Ola Brandt left."),
        ("Адвокат Льва Орлова выступил в суде.", "Адвокат Павел Руск выступил в суде за Льва Орлова."),
        ("Главный врач Северска Олег Бурцев ушёл.", "Главный врач города Олег Бурцев ушёл."),
        ("Экс-футболист Лев Орлов забил гол.", "Бывший футболист Лев Орлов забил гол."),
        ("Former Varn wing scores.", "Former Varn wing Ida Stone scores."),
        ("Boats headed to Odell.", "Boats are heading to Odell."),
        ("Odell mayor praises Lind.", "Odell mayor Ida Stone praised Lind."),
        ("Odell mayor resigns.", "Odell mayor Ida Stone resigns."),
    ],
)
def test_the_same_office_in_other_words_is_the_same(claim: str, cited: str) -> None:
    assert not differs(claim, cited)
