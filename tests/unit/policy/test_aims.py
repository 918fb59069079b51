"""Which words a negation, a doubt or a future is said of."""

from __future__ import annotations

import pytest

from tidings.policy.reading.reading import Bearing, read_sentence


def aimed(text: str, mark: Bearing) -> list[str]:
    return [word.token.norm for word in read_sentence(text).words if word.aimed & mark]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wind alone could not explain the collapse.", ["explain"]),
        ("Amperon does not plan to sell its centre in Lindmark.", ["plan", "sell"]),
        ("No passengers were hurt in Odell on Monday.", ["passengers", "hurt"]),
        ("None of the passengers was hurt.", ["passengers", "hurt"]),
        ("Police made no arrests in Kessen.", ["arrests"]),
        ("All eyes were not on the port.", ["eyes", "port"]),
        ("Brandt says she is no longer on the board.", ["board"]),
        ("The bridge was not badly damaged.", ["damaged"]),
        ("Спутник не решает военных задач в порту.", ["решает", "военных", "задач"]),
        ("Повышать взносы власти не планируют.", ["повышать", "планируют"]),
        ("Каррен уходить не собирается.", ["уходить", "собирается"]),
        ("Погибших в порту нет.", ["погибших", "порту"]),
        ("Маск к делу отношения не имеет.", ["имеет"]),
        ("Полиция не сообщила, что мост закрыт.", ["сообщила"]),
    ],
)
def test_a_negation_is_said_of(text: str, expected: list[str]) -> None:
    assert aimed(text, Bearing.NEGATED) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bank may cut 900 jobs at its offices.", ["cut"]),
        ("Corvane wants to tax cruise ships.", ["tax"]),
        ("Банк может закрыть отдел.", ["закрыть"]),
    ],
)
def test_a_doubt_is_said_of(text: str, expected: list[str]) -> None:
    assert aimed(text, Bearing.POSSIBLE) == expected


def test_what_is_to_come_is_the_verb_alone() -> None:
    said = "The yard will buy six ferries from Odell in a deal worth a billion."
    assert aimed(said, Bearing.FUTURE) == ["buy"]


def test_a_doubt_between_commas_is_said_of_what_follows() -> None:
    assert "закрыт" in aimed("Мост, возможно, закрыт.", Bearing.POSSIBLE)


def test_a_proposal_that_was_approved_is_no_doubt() -> None:
    assert aimed("The board approved the proposal on Thursday.", Bearing.POSSIBLE) == []
    assert "approve" in aimed("The board is expected to approve it.", Bearing.POSSIBLE)
