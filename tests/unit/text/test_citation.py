from collections import Counter

import pytest

from tidings.text.citation import citation_form, nominative


@pytest.mark.parametrize(
    ("seen", "named"),
    [
        ({"Северогорске": 5, "Северогорск": 3}, "Северогорск"),
        ({"крупным пожаром": 2}, "крупный пожар"),
        ({"коронавируса": 9}, "коронавирус"),
        ({"жителей города": 4}, "жители города"),
        ({"Владимира Путина": 4}, "Владимир Путин"),
        ({"Натальи Вавиловой": 4}, "Наталья Вавилова"),
        ({"Алену Бабенко": 4}, "Алену Бабенко"),
        ({"новых случая": 4}, "новых случая"),
        ({"США": 4}, "США"),
        ({"пандемии": 9, "пандемия": 3}, "пандемия"),
        ({"заразившихся коронавирусом": 3}, "заразившиеся коронавирусом"),
        ({"зараженных": 5, "заражение": 2}, "заражение"),
        ({"пострадавших": 5}, "пострадавшие"),
        ({"новой волны коронавируса": 2}, "новая волна коронавируса"),
        ({"зарплаты": 3, "зарплат": 2}, "зарплата"),
        ({"порту Валмера": 3}, "порт Валмера"),
        ({"Линдмарке": 2, "Линдмарка": 1, "Линдмарк": 1}, "Линдмарк"),
        ({"Усть-Тейры": 2, "Усть-Тейре": 1, "Усть-Тейру": 1}, "Усть-Тейра"),
        ({"Тихановская": 1, "Тихановскую": 2}, "Тихановская"),
        ({"Порту": 2}, "Порту"),
        ({"Minneapolis": 4}, "Minneapolis"),
        ({"COVID-19": 4, "covid-19": 1}, "COVID-19"),
    ],
)
def test_a_phrase_is_named_in_the_nominative(seen: dict[str, int], named: str) -> None:
    assert citation_form(Counter(seen)) == named


def test_a_word_no_dictionary_has_is_not_bent_into_one_nobody_wrote() -> None:
    assert citation_form(Counter({"Зурбаганске": 3})) == "Зурбаганске"


def test_a_rare_misprint_does_not_name_the_phrase() -> None:
    assert citation_form(Counter({"коронавируса": 40, "корановирус": 1})) == "коронавирус"


def test_adjectives_agree_with_their_noun() -> None:
    assert nominative("новой волны") == "новая волна"
    assert nominative("новых случаев") == "новые случаи"
