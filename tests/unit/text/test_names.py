"""Keys of names: Russian cases and English spellings of one name meet, different names do not."""

import pytest

from tidings.text.names import is_patronymic, name_key, sound_key, surname

# Common names of many sounds; spellings as both presses write them.
PAIRS = """
Флойда Floyd | Трампом Trump | Байден Biden | Путиным Putin | Маска Musk | Джонсоном Johnson
Меркель Merkel | Макрона Macron | Зеленского Zelensky | Навальным Navalny | Собянина Sobyanin
Цукерберг Zuckerberg | Гейтса Gates | Обамы Obama | Клинтон Clinton | Эрдогана Erdogan | Моди Modi
Роналду Ronaldo | Джокович Djokovic | Надаль Nadal | Роулинг Rowling | Вайнштейн Weinstein
Сноуден Snowden | Уоррен Warren | Уильямс Williams | Уолтер Walter | Миннеаполисе Minneapolis
Хьюстон Houston | Харьков Kharkov | Ельцин Yeltsin | Хрущев Khrushchev | Кузнецов Kuznetsov
Иванову Ivanov | Шойгу Shoigu | Гугл Google | Боинга Boeing | Брайант Bryant | Кейн Kane | Буш Bush
Кук Cook
"""


@pytest.mark.parametrize(
    "pair", [one.split() for line in PAIRS.splitlines() for one in line.split("|") if one.strip()]
)
def test_russian_and_english_forms_meet(pair):
    russian, english = pair
    assert sound_key(russian) == sound_key(english)


@pytest.mark.parametrize("case", ["Трамп", "Трампа", "Трампу", "Трампом", "Трампе"])
def test_all_cases_of_a_surname_share_a_key(case):
    assert sound_key(case) == sound_key("Трамп")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Johnson", "Jackson"),
        ("Merkel", "Macron"),
        ("Putin", "Potter"),
        ("Bush", "Cook"),
        ("Путин", "Пушкин"),
    ],
)
def test_different_names_keep_apart(one, other):
    assert sound_key(one) != sound_key(other)


@pytest.mark.parametrize(
    ("words", "last"),
    [
        (("George", "Floyd"), "Floyd"),
        (("Martin", "Luther", "King", "Jr."), "King"),
        (("Иванов", "Иван", "Петрович"), "Иванов"),
        (("Madonna",), "Madonna"),
    ],
)
def test_a_person_is_known_by_the_surname(words, last):
    assert surname(words) == last


def test_patronymics_are_recognised_in_any_case():
    assert is_patronymic("Петровича")
    assert is_patronymic("Сергеевной")
    assert not is_patronymic("Иванов")


def test_a_key_of_several_words_keeps_their_order():
    assert name_key(["Крю", "Драгон"]) == f"{sound_key('Crew')} {sound_key('Dragon')}"
