"""What became of something must be cited, in this word or another for it."""

from __future__ import annotations

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.senses import says_alike, unmet_outcome

MILL = (
    "Fire gutted the Ostrel paper mill on Monday and six workers are in a serious condition.",
    "The owner was questioned for hours, and the board will vote on a rescue offer.",
    "The canteen stays open.",
)
BRIDGE = ("Мост через Ольшу держится, двое рабочих в тяжёлом состоянии.", "Движение по мосту остановлено.")


def passage(*sentences: str) -> Passage:
    read = tuple(map(read_sentence, sentences))
    return Passage(read, read[0].lang)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Six workers died at the Ostrel mill.", "died"),
        ("The owner of the mill was arrested.", "arrested"),
        ("The canteen has closed.", "closed"),
        ("The board accepted a rescue offer.", "accepted"),
        ("Six workers were injured in the fire.", None),
        ("Six workers are seriously hurt.", None),
    ],
)
def test_an_outcome_must_be_in_the_passage_under_some_name(text: str, word: str | None) -> None:
    found = unmet_outcome(read_sentence(text), passage(*MILL))
    assert (found.token.norm if found else None) == word


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Мост через Ольшу рухнул.", False),
        ("Двое рабочих погибли.", False),
        ("Движение приостановили.", True),
    ],
)
def test_russian_outcomes_too(text: str, holds: bool) -> None:
    assert (unmet_outcome(read_sentence(text), passage(*BRIDGE)) is None) is holds


def test_what_is_only_to_come_is_no_outcome() -> None:
    coming = passage("The council will adopt the plan for Teyra in May.")
    assert unmet_outcome(read_sentence("The council approved the plan for Teyra."), coming) is not None
    done = passage("The council adopted the plan for Teyra in May.")
    assert unmet_outcome(read_sentence("The council approved the plan for Teyra."), done) is None


def test_phrases_say_what_single_words_do() -> None:
    said = read_sentence("The mayor stepped down on Friday.")
    assert says_alike(said.words[2], said, passage("The mayor resigned on Friday."))
    assert not says_alike(said.words[2], said, passage("The mayor spoke on Friday."))
