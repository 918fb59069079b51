"""The lexicon of both languages, names across alphabets, and what is rendered and quoted by them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from made_up_record import stored

from tidings.policy.crosslingual.bilingual import longest_phrase, nearness, renderings
from tidings.policy.crosslingual.bilingual_quotes import quotes_across
from tidings.policy.crosslingual.figures import unmet_figure
from tidings.policy.crosslingual.rendering import rendered
from tidings.policy.crosslingual.sayers import misplaced_name
from tidings.policy.crosslingual.spellings import is_same_loan, is_same_name
from tidings.policy.reading.lexicon import root
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.proper_names import names_in
from tidings.policy.reading.reading import read_sentence
from tidings.quotes import Quote
from tidings.text.embeddings import DEFAULT_EMBEDDER


def passage(*sentences: str) -> Passage:
    read = tuple(map(read_sentence, sentences))
    return Passage(read, read[0].lang)


def test_every_line_of_the_table_has_words_of_both_languages() -> None:
    text = files("tidings.policy").joinpath("tables", "bilingual.toml").read_text(encoding="utf-8")
    for lines in tomllib.loads(text)["words"].values():
        for line in lines.strip().splitlines():
            russian, _, english = line.partition("|")
            assert russian.split(), line
            assert english.split(), line
            assert not any("a" <= char <= "z" for char in russian), line
            assert not any("а" <= char <= "я" for char in english), line


@pytest.mark.parametrize(
    ("word", "lang", "other"),
    [
        ("погибли", "ru", "die"),
        ("rose", "en", "вырасти"),
        ("врача", "ru", "doctor"),
        ("ferries", "en", "паром"),
    ],
)
def test_a_word_is_rendered_in_any_form(word: str, lang: str, other: str) -> None:
    assert (root(other),) in renderings((root(word),), lang)


def test_a_phrase_is_taken_whole() -> None:
    said = [root(word) for word in ("подал", "в", "суд", "на", "верфь")]
    assert longest_phrase(said, "ru") == 3
    assert (root("sue"),) in renderings(tuple(said[:3]), "ru")
    assert longest_phrase(said[3:], "ru") == 1


def test_what_is_not_in_the_table_is_rendered_as_nothing() -> None:
    assert renderings(("зззз",), "ru") == ()


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Garrow", "Гэрроу"),
        ("Prewitt", "Прюитта"),
        ("Alla", "Аллы"),
        ("Verhoek", "Верхук"),
        ("Jan", "Ян"),
        ("Kraków", "Краков"),
        ("Severny", "Северного"),
        ("George", "Джорджем"),
        ("Yuri", "Юрий"),
        ("Lindmark", "Линдмаркского"),
        ("Johann", "Иоганном"),
        ("Aas", "Ос"),
        ("Steinbach", "Штайнбах"),
        ("Weidner", "Вайднер"),
    ],
)
def test_a_name_is_one_in_both_alphabets(latin: str, cyrillic: str) -> None:
    assert is_same_name(latin, cyrillic)
    assert is_same_name(cyrillic, latin)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("Aslanov", "Асанов"), ("Anna", "Инна"), ("Pavel", "Кирилл"), ("Helen", "Джоан")],
)
def test_another_name_is_another(latin: str, cyrillic: str) -> None:
    assert not is_same_name(latin, cyrillic)


def test_a_place_and_a_person_in_a_row_are_spelled_each_as_the_passage_has_it() -> None:
    cited = passage("Mayor Anna Berg opened the bridge.", "The bridge in Varno cost 3 million euros.")
    part = rendered(read_sentence("Мэр Варно Анна Берг открыла мост."), cited)
    assert [word.token.text for name in names_in(part) for word in name.words] == ["Varno", "Anna", "Berg"]


def test_a_title_that_stands_beside_another_only_is_not_the_names() -> None:
    cited = passage("The pilot Boris Marsh met Ivan Sokol.", "Ivan Sokol left on Monday.")
    assert misplaced_name(rendered(read_sentence("Пилот Иван Сокол уехал в понедельник."), cited), cited)
    assert not misplaced_name(rendered(read_sentence("Иван Сокол уехал в понедельник."), cited), cited)


def test_words_of_one_alphabet_are_no_transcriptions() -> None:
    assert not is_same_name("Garrow", "Garrow")


def test_a_loan_is_known_by_its_sound_and_a_name_is_no_word() -> None:
    assert is_same_loan("портрет", "portrait")
    assert not is_same_loan("ключевой", "kleshchev")


def test_a_sentence_is_rendered_as_the_passage_has_it() -> None:
    given = passage("Губернатор Сьюзан Крейн закрыла порт.", "Суда стоят.")
    said = rendered(read_sentence("Governor Susan Crane shut the harbour port."), given)
    assert said.lang == "ru"
    assert {root("губернатор"), root("закрыть"), root("порт")} <= said.roots
    assert [word.token.text for word in names_in(said)[0].words] == ["Сьюзан", "Крейн"]


def test_a_name_that_is_not_there_stays_as_it_is() -> None:
    given = passage("Губернатор Сьюзан Крейн закрыла порт.")
    said = rendered(read_sentence("Governor Martha Crane shut the port."), given)
    assert not given.names.find(names_in(said)[0])


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Three people died and twelve were injured.", True),
        ("Twelve people died and three were injured.", False),
        ("Twelve people were injured.", True),
        ("Damage is put at 1.2 million dollars.", True),
        ("Damage is put at 1.2 million euros.", False),
        ("The match ended 2-1.", True),
        ("The match ended 1-2.", False),
        ("It was built in the 1990s.", True),
        ("It was built in the 1980s.", False),
    ],
)
def test_a_number_is_of_the_same_thing_in_any_order(text: str, holds: bool) -> None:
    given = passage(
        "Погибли трое, ранены двенадцать человек.",
        "Ущерб оценили в 1,2 млн долларов.",
        "Матч закончился со счётом 2:1.",
        "Стадион построен в 1990-х годах.",
    )
    assert (unmet_figure(rendered(read_sentence(text), given), given) is None) is holds


def test_quotes_are_found_by_meaning_sound_and_number() -> None:
    article = stored(
        "Шторм на побережье",
        "Порт закрыт до четверга. Синоптик Алла Вересова предупредила о сильном ветре. "
        "Без света остались 130 тысяч человек.",
    )

    def found(said: str) -> list[str]:
        quotes: list[Quote] = [quote for _, quote in quotes_across(article, said)]
        assert all(article.text[quote.start : quote.end] == quote.text for quote in quotes)
        return [quote.text for quote in quotes]

    assert found("Alla Veresova warned of wind.")[0].startswith("Синоптик Алла")
    assert found("The port is closed until Thursday.")[0] == "Порт закрыт до четверга."
    assert found("130,000 people were left without power.")[0].endswith("130 тысяч человек.")
    assert len(found("The port is closed until Thursday and Alla Veresova warned of wind.")) == 2
    assert found("Bananas ripen quickly.") == []


def test_the_model_of_the_store_is_one_that_was_measured() -> None:
    assert nearness(DEFAULT_EMBEDDER) is not None
    assert nearness("made-up") is None
