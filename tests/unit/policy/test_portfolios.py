"""What an office is of must be what it is of there."""

from __future__ import annotations

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.portfolios import differing_portfolio

CABINET = (
    "Communications minister Anton Rein said on Monday that the satellite works.",
    "Finance minister Mona Reeve and the director of the harbour, Greta Lind, agreed.",
    "The former chief executive of Corvex, Agnes Moll, left.",
)
RUSSIAN_CABINET = (
    "Министр связи Антон Рейн сообщил, что спутник работает.",
    "Министр финансов Мона Рив и главный врач больницы Олег Бурцев согласны.",
)


def differs(said: str, cited: tuple[str, ...]) -> bool:
    lang = "ru" if cited is RUSSIAN_CABINET else "en"
    return (
        differing_portfolio(read_sentence(said), Passage(tuple(map(read_sentence, cited)), lang)) is not None
    )


@pytest.mark.parametrize(
    ("said", "cited"),
    [
        ("Anton Rein, the communications minister, said the satellite works.", CABINET),
        ("The minister of communications, Anton Rein, spoke on Monday.", CABINET),
        ("Minister Anton Rein spoke on Monday.", CABINET),
        ("Harbour director Greta Lind agreed.", CABINET),
        ("Антон Рейн, министр связи, рассказал о спутнике.", RUSSIAN_CABINET),
        ("Главврач Олег Бурцев согласен с министром финансов.", RUSSIAN_CABINET),
    ],
)
def test_the_same_office_in_other_words_is_the_same(said: str, cited: tuple[str, ...]) -> None:
    assert not differs(said, cited)


@pytest.mark.parametrize(
    ("said", "cited"),
    [
        ("Defence minister Anton Rein said the satellite works.", CABINET),
        ("Finance minister Anton Rein said the satellite works.", CABINET),
        ("Finance director Greta Lind agreed.", CABINET),
        ("Finance chief Agnes Moll left Corvex.", CABINET),
        ("Министр обороны Антон Рейн рассказал о спутнике.", RUSSIAN_CABINET),
        ("Министр финансов Антон Рейн рассказал о спутнике.", RUSSIAN_CABINET),
    ],
)
def test_another_office_of_the_name_is_another(said: str, cited: tuple[str, ...]) -> None:
    assert differs(said, cited)
