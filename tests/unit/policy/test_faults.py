"""What of a sentence is at fault, and what its article says in that place."""

from __future__ import annotations

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.reasons import Reason
from tidings.policy.support import fault_in

BANK = (
    "Shares of Ostrel Bank fell 9.2 percent on Tuesday.",
    "Its chairman, Otto Lind, said the bank would keep its 41 branches.",
)
PORT = (
    "Порт Тальмен потерял 12 % грузов за май.",
    "Директор порта Анна Вальд сообщила, что рейсы не отменены.",
)


@pytest.mark.parametrize(
    ("text", "reason", "said", "found"),
    [
        ("Shares of Ostrel Bank fell 12 percent.", Reason.NUMBER_NOT_CITED, "12 percent", "9.2 percent"),
        ("Shares of Ostrel Bank rose 9.2 percent.", Reason.DIRECTION_DIFFERS, "rose", "fell"),
        ("Ostrel Bank said it would keep Kessen.", Reason.NAME_NOT_CITED, "Kessen", ""),
        (
            "Mayor Otto Lind said the bank would keep its branches.",
            Reason.ROLE_DIFFERS,
            "Mayor",
            "chairman, Otto Lind",
        ),
        ("Ostrel Bank would keep its 14 branches.", Reason.NUMBER_NOT_CITED, "14", "41"),
    ],
)
def test_the_piece_at_fault_is_shown_with_what_the_article_says(
    text: str, reason: Reason, said: str, found: str
) -> None:
    fault = fault_in(text, [Passage(tuple(map(read_sentence, BANK)))])
    assert fault is not None
    assert (fault.reason, fault.said, fault.found) == (reason, said, found)


def test_russian_pieces_are_shown_as_they_are_written() -> None:
    fault = fault_in("Порт Тальмен потерял 21 % грузов.", [Passage(tuple(map(read_sentence, PORT)), "ru")])
    assert fault is not None
    assert (fault.said, fault.found) == ("21 %", "12 %")


def test_what_holds_has_no_fault() -> None:
    assert (
        fault_in("Shares of Ostrel Bank fell 9.2 percent.", [Passage(tuple(map(read_sentence, BANK)))])
        is None
    )
