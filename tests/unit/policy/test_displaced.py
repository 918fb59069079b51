"""Names that stand where the passage has another, though dictionaries have them as common words."""

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.displaced import displacing_word

CITED = ("Norvia Opens Third Ferry Line To Teyra", "Harlan is building a third ferry for the line.")


def displaces(claim: str, *sentences: str) -> str | None:
    said = read_sentence(claim)
    word = displacing_word(said, Passage(tuple(map(read_sentence, sentences)), said.lang))
    return word.token.norm if word else None


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("Falcon Opens Third Ferry Line To Teyra", "falcon"),
        ("Norvia Opens Third Ferry Line To Memorial", "memorial"),
        ("Drake is building a third ferry for the line.", "drake"),
    ],
)
def test_another_capital_word_between_the_same_words_is_another_name(claim: str, word: str) -> None:
    assert displaces(claim, *CITED) == word


@pytest.mark.parametrize(
    "claim",
    [
        "Norvia Opens Third Ferry Line To Teyra",
        "Harlan Is Building A Third Ferry",
        "Shipyard Starts Work On Third Ferry For Norvia",
        "Harlan is now building a third ferry for the line.",
    ],
)
def test_other_words_around_other_words_are_not(claim: str) -> None:
    assert displaces(claim, *CITED) is None


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("Маяк выпустит новый сериал осенью.", "маяк"),
        ("Варна выпустит новый сериал осенью.", None),
        ("Режиссёр выпустит новый сериал осенью.", None),
    ],
)
def test_a_russian_first_word_is_another_name_unless_it_says_what_somebody_is(
    claim: str, word: str | None
) -> None:
    assert displaces(claim, "Варна выпустит новый сериал осенью.") == word
