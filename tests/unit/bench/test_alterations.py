"""Alterations: each changes what a sentence says in its own way, the same by the same seed."""

from __future__ import annotations

from random import Random

import pytest
from bench._alterations import alterations
from hypothesis import given
from hypothesis import strategies as st

SISTER = "Rusk said the harbour was calm, as the ferry had come in from Holm with nobody aboard."
SISTER_RU = "Капитан Руск сообщил из порта Холм, что море спокойно, а паром пришёл без единого пассажира."


def altered(kind: str, text: str, lang: str = "en", seed: int = 1) -> str | None:
    return alterations(lang)[kind](text, SISTER if lang == "en" else SISTER_RU, Random(seed))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("unit", "It cost 12 euros.", "It cost 12 dollars."),
        ("numbers_exchanged", "It hurt 12 and killed 3.", "It hurt 3 and killed 12."),
        ("qualifier", "The former mayor left.", "The mayor left."),
        ("negation", "It was not closed.", "It was closed."),
        ("hedge", "The bank may close it.", "The bank closed it."),
        ("direction", "Costs rose again.", "Costs fell again."),
        ("names_exchanged", "The port of Norvia sued Harlan.", "The port of Harlan sued Norvia."),
        (
            "nouns_exchanged",
            "On Friday the army attacked the rebels.",
            "On Friday the rebels attacked the army.",
        ),
    ],
)
def test_an_english_sentence_is_altered_in_one_way(kind: str, text: str, expected: str) -> None:
    assert altered(kind, text) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("unit", "Ремонт стоит 12 рублей.", "Ремонт стоит 12 долларов."),
        ("negation", "Мост не закрыли.", "Мост закрыли."),
        ("hedge", "Банк может закрыть отдел.", "Банк закрыл отдел."),
        ("direction", "Цена вновь выросла.", "Цена вновь упала."),
        ("nouns_exchanged", "В четверг армия атаковала деревню.", "В четверг деревня атаковала армию."),
        ("qualifier", "Ушёл бывший мэр.", "Ушёл мэр."),
    ],
)
def test_a_russian_sentence_is_altered_in_its_cases(kind: str, text: str, expected: str) -> None:
    assert altered(kind, text, "ru") == expected


def test_what_has_nothing_of_a_kind_is_not_altered() -> None:
    for kind in alterations("en"):
        if kind not in {"addition", "negation"}:
            assert altered(kind, "It rained.") is None


@given(text=st.text(max_size=80), seed=st.integers(0, 9), lang=st.sampled_from(["ru", "en"]))
def test_any_text_is_altered_the_same_by_the_same_seed(text: str, seed: int, lang: str) -> None:
    for kind in alterations(lang):
        assert altered(kind, text, lang, seed) == altered(kind, text, lang, seed)
