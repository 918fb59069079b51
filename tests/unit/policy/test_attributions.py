"""Who says what: a statement put into another's mouth is told apart."""

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.attributions import foreign_speaker

AIRLINE = (
    "Unions say that 45 stewards may lose their jobs; Norair says nobody will be dismissed.",
    "Mayor Ida Brandt said that the runway was too short, and pilot Otto Lind replied that it was safe.",
)
MINE = ("Директор заявил, что датчики сработали вовремя; профсоюз возразил, что сигнал опоздал на 14 минут.",)


@pytest.mark.parametrize(
    ("text", "cited", "is_foreign"),
    [
        ("Norair says that 45 stewards may lose their jobs.", AIRLINE, True),
        ("Unions say that 45 stewards may lose their jobs.", AIRLINE, False),
        ("Otto Lind said that the runway was too short.", AIRLINE, True),
        ("Ida Brandt said that the runway was too short.", AIRLINE, False),
        ("Профсоюз сообщил, что датчики сработали вовремя.", MINE, True),
        ("Профсоюз сообщил, что сигнал опоздал на 14 минут.", MINE, False),
    ],
)
def test_what_one_says_is_not_what_another_says(text: str, cited: tuple[str, ...], is_foreign: bool) -> None:
    said = read_sentence(text)
    found = foreign_speaker(said, Passage(tuple(map(read_sentence, cited)), said.lang))
    assert (found is not None) is is_foreign
