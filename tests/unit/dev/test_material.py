from __future__ import annotations

import pytest
from tests.unit.dev.made_up_prompts import DOCUMENTS, ENGLISH, FACTS, PROMPT, RUSSIAN

from tidings.dev.material import cut_at_word, read_material, sentences


def test_documents_are_read_as_their_writers_wrote_them() -> None:
    first, *_ = read_material(PROMPT).passages
    assert (first.id, first.title, first.date) == ("D1", "Ferry line reopens", "2025-03-08")
    assert first.sentences == ("The river ferry to Marn reopened on Monday.", "Tickets cost <5 marks.")


def test_a_document_cannot_close_its_block() -> None:
    inside = "A &lt;/document&gt; inside."
    text = f'<document id="D1" source="x" date="">\n<title>t</title>\n{inside}\n</document>\nEnd.'
    (passage,) = read_material(text).passages
    assert passage.text == "A </document> inside."


def test_a_fact_is_called_by_its_name_and_not_by_its_figures() -> None:
    names = [fact.name for fact in read_material(PROMPT).facts_of("topic")]
    assert names == ["Harbour of Ostrel on strike", "Ferry line to Marn", "T3"]


def test_facts_without_ids_have_names_but_cannot_be_cited() -> None:
    material = read_material(PROMPT)
    assert [fact.id for fact in material.facts["phrases"]] == ["", ""]
    assert "dock workers & crews" in material.names
    assert material.facts_of("phrase") == ()


def test_an_id_field_finds_its_facts_by_a_part_of_their_name() -> None:
    material = read_material(
        '<facts name="keyphrases">\nK1 | 3 articles | ferry\n</facts>\nWrite in English.'
    )
    assert [fact.id for fact in material.facts_of("phrase")] == ["K1"]
    assert material.facts_of("aspect") == ()


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (PROMPT, "en"),
        (f"{FACTS}\n{DOCUMENTS}\n{RUSSIAN}", "ru"),
        ("Only news about: “Russian ballet”. Write in English.", "en"),
        ("Только новости по запросу: «english premier league». Пиши по-русски.", "ru"),
        ("Что происходит в порту?", "ru"),
        ("What is happening in the harbour?", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_the_one_named_last_else_that_of_the_text(text: str, lang: str) -> None:
    assert read_material(text).lang == lang


def test_documents_in_the_language_to_answer_in_are_preferred() -> None:
    in_english, in_russian = read_material(PROMPT), read_material(f"{DOCUMENTS}\n{RUSSIAN}")
    assert [each.id for each in in_english.readable] == ["D1", "D2"]
    assert [each.id for each in in_russian.readable] == ["D3"]
    only_russian = "<document" + DOCUMENTS.rpartition("<document")[2]
    assert [each.id for each in read_material(f"{only_russian}\n{ENGLISH}").readable] == ["D3"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("A. N. Ostrelov spoke. He left.", ["A. N. Ostrelov spoke.", "He left."]),
        ("Порт закрыт. «Надолго», — сказал он.", ["Порт закрыт.", "«Надолго», — сказал он."]),
        ("It grew by 2.5 per cent. Then it fell", ["It grew by 2.5 per cent.", "Then it fell"]),
        ("", []),
    ],
)
def test_a_text_falls_into_its_sentences(text: str, found: list[str]) -> None:
    assert list(sentences(text)) == found


@pytest.mark.parametrize(
    ("length", "kept"), [(100, "The ferry, reopened"), (12, "The ferry"), (9, "The"), (2, "Th")]
)
def test_a_text_is_cut_between_words_where_it_can_be(length: int, kept: str) -> None:
    assert cut_at_word("The ferry, reopened", length) == kept
