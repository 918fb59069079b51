"""Titles that stand for threads, and the terms that set them apart."""

import numpy as np

from tidings.store.articles import WordedArticle
from tidings.store.trends import Fact
from tidings.text.lexical import entity_id, phrase_id
from tidings.trends.naming import LABEL_LIMIT, Namer, distinct_texts, label, mentions, written_terms
from tidings.trends.threads import Thread


def doc(number: int, title: str, phrases: list[str], names: list[str], lang: str = "en") -> WordedArticle:
    return WordedArticle(
        number, title, lang,
        [[phrase, phrase.casefold(), 0.5, 1] for phrase in phrases],
        [[name, name.casefold(), "MISC"] for name in names],
    )  # fmt: skip


def thread(*articles: int, terms: tuple[int, ...] = ()) -> Thread:
    return Thread(articles[0], {n: Fact(n, n, 0.0, float(n)) for n in articles}, 0.0, terms)


def namer(docs: dict[int, WordedArticle], lang: str | None) -> Namer:
    return Namer(docs, {number: written_terms(one) for number, one in docs.items()}, lang)


def vectors(*articles: int) -> dict[int, np.ndarray]:
    return {n: np.eye(4, dtype=np.float32)[n % 4] for n in articles}


def test_what_every_thread_says_names_none_of_them() -> None:
    docs = [
        doc(1, "Ferry hits pier", ["ferry", "officials said"], ["Aurelia"]),
        doc(2, "Aurelia towed to harbour", ["ferry", "officials said"], ["Aurelia"]),
        doc(3, "Power fails in the north", ["blackout", "officials said"], ["Polyus"]),
        doc(4, "Grid restored by night", ["blackout", "officials said"], ["Polyus"]),
    ]
    named = namer({item.id: item for item in docs}, None).name_all(
        [thread(1, 2), thread(3, 4)], vectors(1, 2, 3, 4)
    )
    assert named[0].terms[0] == "Aurelia"
    assert named[1].terms[0] == "Polyus"
    assert named[0].terms.index("ferry") < named[0].terms.index("officials said")


def test_a_term_that_bursts_comes_before_one_that_does_not() -> None:
    docs = {1: doc(1, "Vote on the pier", ["pier levy", "town hall"], [])}
    (named,) = namer(docs, None).name_all([thread(1, terms=(phrase_id("town hall"),))], vectors(1))
    assert named.terms[0] == "town hall"


def test_a_title_in_the_reader_s_language_stands_for_a_story_told_in_two() -> None:
    docs = {1: doc(1, "Ferry hits pier", ["ferry"], []), 2: doc(2, "Паром врезался в причал", [], [], "ru")}
    for lang, title in (("en", "Ferry hits pier"), ("ru", "Паром врезался в причал")):
        (named,) = namer(docs, lang).name_all([thread(1, 2)], vectors(1, 2))
        assert named.label == title


def test_a_name_leads_the_label_only_where_the_title_mentions_nothing() -> None:
    docs = {1: doc(1, "What we know so far", [], ["Aurelia"]), 2: doc(2, "What we know now", [], ["Aurelia"])}
    (named,) = namer(docs, None).name_all([thread(1, 2, terms=(entity_id("aurelia"),))], vectors(1, 2))
    assert named.label.startswith("Aurelia: What we know")
    assert mentions("Крушение «Аурелии» в порту", "Аурелии") or mentions("Крушение Аурелии", "Аурелия")
    assert not mentions("What we know so far", "Aurelia")


def test_terms_are_nouns_in_the_nominative() -> None:
    phrases = [["порту Валмера", "порт валмер", 0.5, 2], ["поддержали", "поддержа", 0.4, 1]]
    docs = {1: WordedArticle(1, "Паром врезался в причал", "ru", phrases, [])}
    (named,) = namer(docs, "ru").name_all([thread(1)], vectors(1))
    assert named.terms == ("порт Валмера",)


def test_a_term_in_another_case_is_the_same_term() -> None:
    assert distinct_texts(["Аурелия", "Аурелии", "паром"]) == ["Аурелия", "паром"]


def test_a_label_is_cut_at_a_word() -> None:
    text = label("word " * 40)
    assert len(text) <= LABEL_LIMIT
    assert text.endswith("word…")


def test_a_term_whose_words_another_says_is_left_out() -> None:
    assert distinct_texts(["Jane Doe", "Doe", "jane doe trial", "Pier"]) == ["Jane Doe", "Pier"]
