"""Claims in one language about articles in the other."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from invented_across import COVERED, Covered
from made_up_record import ARTICLE, QUOTE, record, stored, written

from tidings.policy.proof import Record, check_claim
from tidings.policy.reading.likeness import Likeness
from tidings.policy.reasons import Reason
from tidings.policy.sentences import check_sentence
from tidings.text.embeddings import load_embedder

# What must pass of the true claims at least, and may of the false ones, of all that are invented: a little
# less strict than what was measured, 87 and 4 in a hundred.
LEAST_TRUE, MOST_FALSE = 0.8, 0.05

BANK = stored(
    "Прибыль банка «Варн» выросла",
    "Прибыль банка «Варн» выросла на 7% до 340 млн евро, а расходы снизились на 5%. "
    "Бывший министр финансов Лев Орлов раскритиковал решение банка. "
    "Председатель правления Ола Брандт опровергла слухи о продаже банка. "
    "В аварии у офиса погибли три человека, двенадцать ранены. "
    "Банк может закрыть 40 отделений.",
)
PORT = stored(
    "Port of Norvia sues shipyard",
    "The port of Norvia sued the shipyard Harlan on Monday over two ferries. "
    "Acting mayor Ida Stone welcomed the suit. Captain Pavel Rusk was not injured. "
    "The court will hear the case in May.",
)


@cache
def likeness() -> Likeness:
    return Likeness(load_embedder())


def verdict(text: str, article: object) -> Reason | None:
    return check_sentence(text, [article], likeness())


def passed(covered: Covered, true: bool) -> list[bool]:
    article = stored(covered.title, covered.body)
    return [verdict(pair.true if true else pair.false, article) is None for pair in covered.pairs]


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_true_claims_about_articles_of_the_other_language_mostly_pass_and_false_ones_fail(
    lang: str,
) -> None:
    about = [covered for covered in COVERED if covered.lang == lang]
    true = [ok for covered in about for ok in passed(covered, True)]
    false = [ok for covered in about for ok in passed(covered, False)]
    assert sum(true) >= LEAST_TRUE * len(true)
    assert sum(false) <= MOST_FALSE * len(false)


@pytest.mark.parametrize(
    "text",
    [
        "Profit at Varn Bank rose 7 percent to 340 million euros.",
        "Costs fell 5 percent at Varn.",
        "Former finance minister Lev Orlov criticised the bank's decision.",
        "Ola Brandt denied rumours that the bank would be sold.",
        "Three people died and twelve were injured in an accident at the office.",
        "The bank may close 40 branches.",
    ],
)
def test_what_a_russian_article_says_may_be_said_in_english(text: str) -> None:
    assert verdict(text, BANK) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Profit at Varn Bank rose 9 percent to 340 million euros.", Reason.NUMBER_NOT_CITED),
        ("Profit at Varn Bank rose 7 percent to 340 million dollars.", Reason.NUMBER_NOT_CITED),
        ("Twelve people died in an accident at the office.", Reason.NUMBER_NOT_CITED),
        ("Former finance minister Gleb Orlov criticised the bank's decision.", Reason.NAME_NOT_CITED),
        ("Finance minister Lev Orlov criticised the bank's decision.", Reason.ROLE_DIFFERS),
        ("Ola Brandt criticised the bank's decision.", Reason.ROLE_DIFFERS),
        ("Ola Brandt confirmed rumours that the bank would be sold.", Reason.NEGATION_DIFFERS),
        ("Profit at Varn Bank fell 7 percent to 340 million euros.", Reason.DIRECTION_DIFFERS),
        ("Profit at Varn Bank did not rise to 340 million euros.", Reason.NEGATION_DIFFERS),
        ("The bank closed 40 branches.", Reason.OVERSTATED),
        ("The bank may close all its 40 branches.", Reason.OVERSTATED),
        ("The bank may close 40 branches, and clients protested loudly.", Reason.NOT_SUPPORTED),
    ],
)
def test_what_differs_from_a_russian_article_is_told(text: str, reason: Reason) -> None:
    assert verdict(text, BANK) is reason


@pytest.mark.parametrize(
    "text",
    [
        "Порт Норвии подал в понедельник в суд на верфь «Харлан» из-за двух паромов.",
        "Исполняющая обязанности мэра Ида Стоун приветствовала иск.",
        "Капитан Павел Руск не пострадал.",
        "Суд рассмотрит дело в мае.",
    ],
)
def test_what_an_english_article_says_may_be_said_in_russian(text: str) -> None:
    assert verdict(text, PORT) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Порт Норвии подал во вторник в суд на верфь «Харлан».", Reason.NUMBER_NOT_CITED),
        ("Верфь «Харлан» подала в суд на Норвию.", Reason.ROLE_DIFFERS),
        ("Мэр Ида Стоун приветствовала иск.", Reason.ROLE_DIFFERS),
        ("Капитан Павел Руск пострадал.", Reason.NEGATION_DIFFERS),
        ("Капитан Глеб Руск не пострадал.", Reason.NAME_NOT_CITED),
    ],
)
def test_what_differs_from_an_english_article_is_told(text: str, reason: Reason) -> None:
    assert verdict(text, PORT) is reason


class Unmeasured:
    name, dimension = "made-up", 2

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.tile(np.array([1.0, 0.0], dtype=np.float32), (len(texts), 1))


def test_a_model_of_meaning_that_was_not_measured_tells_nothing() -> None:
    text = "Profit at Varn Bank rose 7 percent to 340 million euros."
    assert check_sentence(text, [BANK], Likeness(Unmeasured())) is Reason.OTHER_LANGUAGE
    assert check_sentence(text, [BANK]) is Reason.OTHER_LANGUAGE


def test_the_gate_takes_articles_of_both_languages_for_one_claim() -> None:
    russian = stored("Мост через Тарн закрыт", "Мост через Тарн закрыли в пятницу: найдены трещины.", key=9)
    body = russian.text.split("\n\n")[1]
    claim = written("The Tarn bridge was closed on Friday.", (ARTICLE, QUOTE), (russian, body))
    held = replace(record(articles={7: ARTICLE, 9: russian}), likeness=likeness())
    assert isinstance(held, Record)
    assert check_claim(claim, held) is None
    assert check_claim(claim, replace(held, words="en")) is None
    assert check_claim(claim, replace(held, words="ru")) is Reason.WRONG_LANGUAGE


def test_an_article_beside_the_point_is_not_made_to_fit() -> None:
    for text in ("Profit at Varn Bank rose 7 percent.", "Three people died in an accident."):
        assert (
            verdict(text, stored("Погода", "В Норвии в выходные ожидаются дождь и сильный ветер."))
            is not None
        )
