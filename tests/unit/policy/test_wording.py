import pytest

from tidings.policy.wording import is_in


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Что 5 источников писали о «Tarn bridge»", "ru"),
        ("SpaceX и Tesla: 12 статей", "ru"),
        ("What 5 sources wrote of «Тарн» and Владимир Руск", "en"),
        ("12:30, 4.5%", "ru"),
        ("12:30, 4.5%", "en"),
        ("“Tarn bridge”", "ru"),
    ],
)
def test_names_quotes_and_figures_may_be_in_any_letters(text: str, lang: str) -> None:
    assert is_in(text, lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The bridge closed on Friday", "ru"),
        ("Мост закрыли в пятницу", "en"),
        ("Міст закрили в п'ятницю", "ru"),
        ("Die Brücke wurde für den Verkehr gesperrt", "en"),
        ("Le pont est fermé pour les voitures", "en"),
        ("Мост closed on friday after cracks", "ru"),
        ("Apple Announces New Phone In China This Week", "ru"),
        ("Les habitants demandent une enquête indépendante", "en"),
        ("Der Minister lehnt Neuwahlen ab, sagt Sprecher", "en"),
        ("Министър подаде оставка след проверка на сметната палата", "ru"),
        ("El ministro presenta su dimisión ante el parlamento", "en"),
    ],
)
def test_words_of_another_language_are_not(text: str, lang: str) -> None:
    assert not is_in(text, lang)
