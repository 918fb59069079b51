import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.policy.reading.reading import Bearing, language_of, read_sentence


def bearing(text: str, word: str) -> Bearing:
    return next(item.bearing for item in read_sentence(text).words if item.token.norm == word)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The bridge did not close.", "close", Bearing.NEGATED),
        ("The bridge didn't close.", "close", Bearing.NEGATED),
        ("Nobody was hurt, and the bridge closed.", "hurt", Bearing.NEGATED),
        ("Nobody was hurt, and the bridge closed.", "closed", Bearing.PLAIN),
        ("Not only the bridge closed.", "closed", Bearing.PLAIN),
        ("No. 5 platform closed.", "closed", Bearing.PLAIN),
        ("Lind denied that the signals had failed.", "signals", Bearing.DENIED),
        ("Reports that the bridge closed are false.", "closed", Bearing.DENIED),
        ("The bank may cut jobs.", "cut", Bearing.POSSIBLE | Bearing.OPEN),
        ("In May the bank cut jobs.", "cut", Bearing.PLAIN),
        ("The bank will cut jobs.", "cut", Bearing.FUTURE),
        ("Мост не закрыли.", "закрыли", Bearing.NEGATED),
        ("Не менее трёх мостов закрыли.", "закрыли", Bearing.PLAIN),
        ("Прокурор опроверг, что мост закрыт.", "закрыт", Bearing.DENIED),
        ("Банк может закрыть отдел.", "закрыть", Bearing.POSSIBLE | Bearing.OPEN),
        ("Мост закроют в пятницу.", "закроют", Bearing.FUTURE),
    ],
)
def test_each_word_stands_under_what_was_said_before_it(text: str, word: str, expected: Bearing) -> None:
    assert bearing(text, word) == expected


def test_forms_of_a_word_have_one_root() -> None:
    for forms in (("rose", "risen", "rises"), ("вырос", "выросла", "вырастет"), ("снизить", "снизилось")):
        assert len({read_sentence(form).words[0].root for form in forms}) == 1


def test_function_words_and_numbers_are_no_content() -> None:
    sentence = read_sentence("The port said that 12 of the ferries were late.")
    assert [word.token.norm for word in sentence.content] == ["port", "ferries", "late"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [("Tesla и SpaceX закрыли завод", "ru"), ("The paper «Вести» closed its office", "en"), ("", "en")],
)
def test_a_text_is_in_the_language_of_most_of_its_letters(text: str, lang: str) -> None:
    assert language_of(text) == lang


@given(text=st.text(max_size=150))
def test_any_text_can_be_read(text: str) -> None:
    sentence = read_sentence(text)
    assert all(text[word.token.start : word.token.end] == word.token.text for word in sentence.words)
