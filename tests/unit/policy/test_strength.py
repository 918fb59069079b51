"""Words by which a claim says more than the passage does."""

from __future__ import annotations

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.strength import overstating_word

POWER = "Power use in Odell reached 8.4 gigawatts, the highest ever measured in summer."
RETURNED = "Power has returned to every house in Odell but not to the port."
BRIDGE = "Мост через Тарн, крупнейший в стране, впервые закрыли полностью."


def overstates(said: str, *cited: str) -> str | None:
    found = overstating_word(read_sentence(said), Passage(tuple(map(read_sentence, cited))))
    return found and found.token.norm


@pytest.mark.parametrize(
    ("said", "cited"),
    [
        ("Power use hit a record for summer.", POWER),
        ("All houses in Odell have power again.", RETURNED),
        ("The whole of Odell has power.", RETURNED),
        ("Turnout was the weakest.", "Turnout was the lowest."),
        ("Exclusive: Odell has power.", RETURNED),
        ("Bad weather struck Odell.", RETURNED),
        ("The latest report is on Odell.", RETURNED),
        ("Most houses have power.", "The majority of houses have power."),
        ("Самый большой мост страны закрыли.", BRIDGE),
        ("Мост через Тарн закрыли целиком, и это первый раз.", BRIDGE),
    ],
)
def test_what_is_as_strong_there_is_not_overstated(said: str, cited: str) -> None:
    assert overstates(said, cited) is None


@pytest.mark.parametrize(
    ("said", "cited", "word"),
    [
        ("Power use hit a record.", "Power use in Odell is high.", "record"),
        ("The largest plant was shut.", "A large plant was shut.", "largest"),
        ("It was an exclusive report.", RETURNED, "exclusive"),
        ("The worst weather struck Odell.", RETURNED, "worst"),
        ("Most ships have power.", "The majority of houses have power.", "ships"),
        ("Only Odell has power.", RETURNED, "only"),
        ("Power use is the oldest measured.", POWER, "oldest"),
        ("Мост закрыли навсегда.", BRIDGE, "навсегда"),
        ("Старейший мост закрыли.", BRIDGE, "старейший"),
    ],
)
def test_what_is_stronger_is(said: str, cited: str, word: str) -> None:
    assert overstates(said, cited) == word
