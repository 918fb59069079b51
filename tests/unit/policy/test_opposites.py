"""Directions and relations: the contrary of what is cited, said of the same thing."""

import pytest

from tidings.policy.reading.lexicon import poles
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.opposites import turned_word


def turned(claim: str, *sentences: str) -> str | None:
    said = read_sentence(claim)
    word = turned_word(said, Passage(tuple(map(read_sentence, sentences)), said.lang))
    return word.token.norm if word else None


@pytest.mark.parametrize(
    ("claim", "cited", "word"),
    [
        ("The old bridge closed.", "The new bridge closed.", "old"),
        ("The bridge closed before the quake.", "The bridge closed after the quake.", "before"),
        ("The last train left Odell.", "The first train left Odell.", "last"),
        ("Her son left Odell.", "Her daughter left Odell.", "son"),
        ("The plant opened without the mayor.", "The plant opened with the mayor.", "without"),
        ("Trains run from Odell.", "Trains run to Odell.", "from"),
        ("Inflation slowed to 7 percent.", "Inflation rose to 7 percent.", "slowed"),
        ("Мост закрыли до паводка.", "Мост закрыли после паводка.", "до"),
        ("Зерно подешевело на бирже.", "Зерно подорожало на бирже.", "подешевело"),
        ("Новый мост закрыли.", "Старый мост закрыли.", "новый"),
        ("Экспорт зерна начался.", "Импорт зерна начался.", "экспорт"),
    ],
)
def test_a_contrary_of_the_same_thing_turns_a_claim(claim: str, cited: str, word: str) -> None:
    assert turned(claim, cited) == word
    assert turned(cited, cited) is None


@pytest.mark.parametrize(
    ("claim", "sentences"),
    [
        ("The old bridge closed.", ("The old bridge closed.", "A new school opens on Monday.")),
        (
            "Inflation climbed to 7 percent.",
            ("Inflation quickened to 7 percent.", "Fuel became cheaper and fell."),
        ),
        ("Nine died from burns.", ("Nine are prone to burns.",)),
        ("Mills are to reopen in Odell.", ("Mills reopen from Monday in Odell.",)),
        ("Locals cheered.", ("Residents cheered.", "The national team won.")),
        ("The union voted against lunches.", ("Parliament votes for lunches", "The union voted against.")),
        ("Рост цен ускорился.", ("Рост цен усилился.", "Дожди сократились.")),
    ],
)
def test_a_contrary_of_something_else_does_not(claim: str, sentences: tuple[str, ...]) -> None:
    assert turned(claim, *sentences) is None


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("table", ["opposites", "contrasts", "relations"])
def test_no_word_is_its_own_contrary(table: str, lang: str) -> None:
    for root, found in poles(table, lang).items():
        axes = [axis for axis, _ in found]
        assert len(axes) == len(set(axes)), f"{root} is on both sides of an axis"
