import pytest

from tidings.text.nominal import is_nominal


@pytest.mark.parametrize(
    "phrase", ["рулевые", "порт Валмер", "таларов", "пострадавшие", "Кремль", "сборная", "Зурбаганске"]
)
def test_russian_names_and_noun_phrases_are_what_news_is_about(phrase: str) -> None:
    assert is_nominal(phrase)


@pytest.mark.parametrize("phrase", ["nurses", "speed", "United Nations", "COVID-19", "million dollars"])
def test_english_names_and_noun_phrases_are_what_news_is_about(phrase: str) -> None:
    assert is_nominal(phrase)


@pytest.mark.parametrize(
    "phrase",
    ["поддержали", "сообщило", "Берг ушла", "взял", "эвакуировано", "одна", "девяти", "млн", "процентов"],
)
def test_russian_verbs_measures_and_numerals_are_not(phrase: str) -> None:
    assert not is_nominal(phrase)


@pytest.mark.parametrize("phrase", ["percent", "millions", "walked", "elected", "2020"])
def test_english_participles_measures_and_numbers_are_not(phrase: str) -> None:
    assert not is_nominal(phrase)
