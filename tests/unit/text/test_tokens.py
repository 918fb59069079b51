"""Words, stems and sentences: what meets, what stays apart, and that offsets quote verbatim."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.text.tokens import (
    fold,
    further_stem,
    index_stems,
    is_title_case,
    query_stems,
    sentences,
    stem,
    stem_counts,
    tokenize,
)


@pytest.mark.parametrize(
    ("written", "norm"),
    [
        ("Ёлка", "елка"),
        ("Толсто́й", "толстой"),
        ("U.S.", "us"),
        ("Trump’s", "trump"),
        ("WHO's", "who"),
        ("It’s", "it's"),
        ("19,000", "19000"),
        ("1,234.5", "1234.5"),
        ("19\u00a0000", "19000"),
        ("COVID-19", "covid-19"),
        ("Straße", "strasse"),
    ],
)
def test_spellings_of_a_word_fold_to_one_form(written, norm):
    assert fold(written) == norm


def test_compounds_numbers_and_initials_are_single_tokens():
    text = "O'Neill of AT&T, from the U.S., paid 5.5% on 10:30 for кое-что"
    words = [token.text for token in tokenize(text)]
    assert words == [
        "O'Neill", "of", "AT&T", "from", "the", "U.S.", "paid", "5.5", "on", "10:30", "for", "кое-что",
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_offsets_always_point_at_the_written_word(text):
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text


@given(st.text(alphabet="аб Вг.!?…«»\n 1ab", max_size=120))
def test_sentences_are_disjoint_ordered_and_lose_only_space(text):
    spans = sentences(text)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    kept = "".join(text[span.start : span.end] for span in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_chinese_and_japanese_are_indexed_by_pairs():
    assert [token.norm for token in tokenize("东京奥运会")] == ["东京", "京奥", "奥运", "运会"]


def test_a_list_of_sentences_is_its_readers_own():
    text = "The bridge closed. It opened again."
    sentences(text).clear()
    assert len(sentences(text)) == 2


def test_abbreviations_and_initials_end_no_sentence():
    text = (
        "Mr. Smith met A. B. Brown in the U.S. Senate. В 2020 г. прошло 5 млн. человек на ул. Мира. "
        "«Это конец!» — сказал он. She said: “It is over.” Done..."
    )
    found = [text[span.start : span.end] for span in sentences(text)]
    assert found == [
        "Mr. Smith met A. B. Brown in the U.S. Senate.",
        "В 2020 г. прошло 5 млн. человек на ул. Мира.",
        "«Это конец!» — сказал он.",
        "She said: “It is over.”",
        "Done...",
    ]


@pytest.mark.parametrize(
    ("forms", "lang"),
    [
        (("пожар", "пожара", "пожаром"), "ru"),
        (("election", "elections"), "en"),
        (("Wahl", "Wahlen"), "de"),
        (("санкт-петербург", "санкт-петербурге"), "ru"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms, lang):
    assert len({stem(fold(form), lang) for form in forms}) == 1


def test_a_latin_word_has_one_stem_in_russian_and_english_texts():
    assert stem("rockets", "ru") == stem("rockets", "en") == "rocket"
    assert stem("ракеты", "en") == stem("ракеты", "ru")


def test_an_acronym_that_spells_a_stop_word_is_indexed():
    assert "who" in index_stems(tokenize("The WHO says who is ill"), "en")
    assert "who" not in index_stems(tokenize("Who says so"), "en")
    assert "us" not in index_stems(tokenize("THEY TOLD US TO GO HOME NOW"), "en")


def test_a_compound_is_found_by_its_parts():
    assert {"covid-19", "covid", "19"} <= set(index_stems(tokenize("COVID-19"), "en"))


def test_stop_words_are_not_counted_and_repetitions_are():
    assert stem_counts(tokenize("the fire and the fire"), "en") == {"fire": 2}


def test_a_query_of_stop_words_only_still_asks_for_them():
    assert query_stems("the who", "en") == ["the", "who"]
    assert query_stems("пожары и пожар", "ru") == ["пожар"]


def test_title_case_is_told_from_a_sentence():
    assert is_title_case(tokenize("Storm Leaves Thousands Without Power in the North"), "en")
    assert not is_title_case(tokenize("Storm leaves thousands in Maine without power"), "en")


def test_a_stress_mark_on_its_own_is_no_word() -> None:
    assert tokenize("\u0300 \u0301") == ()
    assert [token.norm for token in tokenize("\u0301 банк")] == ["банк"]


@pytest.mark.parametrize(
    ("word", "further"),
    [
        ("паром", "паром"),
        ("остров", "остров"),
        ("газпром", "газпром"),
        ("петров", "петров"),
        ("ураган", "ураган"),
        ("парома", None),  # has the stem of the other forms already
        ("пожар", None),
        ("часов", None),  # no dictionary form
        ("ferry", None),
        ("северо-запад", None),
        ("2020", None),
    ],
)
def test_a_noun_whose_dictionary_form_is_stemmed_otherwise_has_the_stem_of_its_other_forms(
    word: str, further: str | None
) -> None:
    assert further_stem(word, "ru") == further
    assert further_stem(word, "en") == further, "a Cyrillic word is Russian in any text"


@pytest.mark.parametrize(
    ("query", "lang", "wanted"),
    [
        ("what happened in Severogorsk", "en", "Severogorsk"),
        ("latest news about the comet", "en", "comet"),
        ("comet news", "en", "comet"),
        ("News Corp", "en", "News Corp"),
        ("что случилось в Северогорске", "ru", "Северогорск"),
        ("последние новости про комету", "ru", "комета"),
        ("новости", "ru", "новости"),
        ("latest news", "en", "latest news"),
    ],
)
def test_words_that_only_ask_for_news_are_not_searched_for(query: str, lang: str, wanted: str) -> None:
    assert query_stems(query, lang) == [stem(token.norm, lang) for token in tokenize(wanted)]


def test_a_form_that_keeps_a_vowel_has_the_stem_of_the_others_too() -> None:
    assert further_stem("забастовок", "ru") == stem("забастовка", "ru")
    assert further_stem("забастовка", "ru") is None
