"""Attributes: of a name that only goes with a noun nothing is said itself."""

import pytest

from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.attributes import is_attribute


def first_is_attribute(said: str) -> bool:
    sentence = read_sentence(said)
    return is_attribute(sentence, names_in(sentence)[0])


@pytest.mark.parametrize(
    "said",
    [
        "Former Odell goalkeeper resigned on Friday.",
        "The Castell's owner has sold the harbour.",
        "The owner of Odell has sold the harbour.",
        "Жених Марковой показал новое кольцо.",
        "Глава «Одели» отказал рабочим в прибавке.",
        "Поклонники выбрали лучшего актёра сериала «Одель».",
        "Тренер РАГ удивился числу заявок.",
    ],
)
def test_a_name_beside_the_noun_that_is_spoken_of_is_an_attribute(said: str) -> None:
    assert first_is_attribute(said)


@pytest.mark.parametrize(
    "said",
    [
        "Odell wins the cup again.",
        "Castell resigned on Friday.",
        "Тренер Марков удивился числу заявок.",
        "Компания «Одель» отказала рабочим в прибавке.",
        "Актриса Марина Линд показала новое кольцо.",
    ],
)
def test_a_name_of_which_something_is_said_is_none(said: str) -> None:
    assert not first_is_attribute(said)
