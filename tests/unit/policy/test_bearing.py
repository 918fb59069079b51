"""Whether a claim asserts, negates and doubts what its passage does, each of the same word."""

from __future__ import annotations

import pytest

from tidings.policy.bearing import hedged_word, misborne_word
from tidings.policy.passage import Passage
from tidings.policy.reading import read_sentence

OUTBREAK = Passage(
    tuple(
        map(
            read_sentence,
            (
                "The outbreak in Odell has grown to 22 cases, most in children who had not been vaccinated.",
                "Chief doctor Pavel Rusk said coverage had slipped to 81 percent in the schools of the city.",
                "Police reported no arrests at the gates.",
                "The clinic may open a second ward.",
                "Rusk denied that the vaccine had run out.",
            ),
        )
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "Pavel Rusk, the chief doctor, said vaccination coverage in schools had slipped to 81 percent.",
        "Police made no arrests.",
        "Rusk denied that the vaccine had run out.",
        "Most of the 22 children had not been vaccinated.",
    ],
)
def test_what_is_said_as_it_is_said_there_holds(text: str) -> None:
    assert misborne_word(read_sentence(text), OUTBREAK) is None


@pytest.mark.parametrize(
    "text",
    [
        "Most of the 22 children had been vaccinated.",
        "Coverage in the schools of the city had not slipped to 81 percent.",
        "Police made arrests at the gates.",
        "The vaccine had run out, Rusk said.",
        "Rusk did not deny it, and the outbreak has not grown.",
    ],
)
def test_what_is_turned_does_not(text: str) -> None:
    assert misborne_word(read_sentence(text), OUTBREAK) is not None


def test_a_plan_is_not_a_deed() -> None:
    assert hedged_word(read_sentence("The clinic opened a second ward."), OUTBREAK) is not None
    assert hedged_word(read_sentence("The clinic could open a second ward."), OUTBREAK) is None
    assert hedged_word(read_sentence("Coverage slipped to 81 percent."), OUTBREAK) is None
