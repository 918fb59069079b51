"""Sentences told in other words, orders and clauses than the article's: what holds, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from made_up_record import stored

from tidings.policy.reading.likeness import Likeness
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.sentences import check_sentence
from tidings.policy.written.actors import swapped_name
from tidings.policy.written.bearing import hedged_word, misborne_word
from tidings.policy.written.deeds import deeds_in, turned_deed
from tidings.policy.written.measures import unmet_number
from tidings.policy.written.offices import differing_office
from tidings.policy.written.opposites import turned_word
from tidings.policy.written.whose import foreign_name
from tidings.text.embeddings import load_embedder


@cache
def likeness() -> Likeness:
    return Likeness(load_embedder())


def holds(check: Callable[..., object], claim: str, *cited: str) -> bool:
    said = read_sentence(claim)
    return check(said, Passage(tuple(map(read_sentence, cited)), said.lang)) is None


def is_borne_out(claim: str, title: str, body: str) -> bool:
    return check_sentence(claim, [stored(title, body)], likeness()) is None


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Sofia Lind is ready to look at loans.", "Lind said that she would consider loans in May."),
        ("Bruno Lind called a one-year guarantee of jobs a joke.", "Lind wants guarantees for all, he said."),
        ("Talks led by Celia Lind are scheduled for May.", "Celia Lind will lead talks in May."),
        ("Children are the next to be tested.", "Children would be tested next, said Lind."),
    ],
)
def test_a_noun_an_infinitive_or_a_plan_states_nothing_as_done(claim: str, cited: str) -> None:
    assert holds(hedged_word, claim, cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("The threat was a drastic step.", "The threat would be a drastic step."),
        ("The union is in dispute with the city.", "The union could be in dispute with the city."),
        ("The delay is due to the storm.", "The delay is possibly due to the storm."),
    ],
)
def test_what_something_is_or_has_is_stated(claim: str, cited: str) -> None:
    assert not holds(hedged_word, claim, cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Turnout declined to 57 percent.", "Turnout dropped to 57 percent."),
        ("Prices were no longer the main worry of the old bank.", "Prices were not the bank's worry now."),
        ("There was no money for the dam.", "The dam was left alone for lack of money."),
        ("Им не выдали вовремя визы.", "Визы им не выдали."),
        ("Жители пожаловались на отсутствие рейсов.", "Жители пожаловались на нехватку рейсов."),
    ],
)
def test_one_negation_may_be_said_in_several_ways(claim: str, cited: str) -> None:
    assert holds(misborne_word, claim, cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Lind has excluded a sale.", "Lind does not rule out a sale."),
        ("The repairs had not been put off.", "The repairs were postponed."),
        ("The phones will be supported in May.", "The phones will no longer be supported in May."),
    ],
)
def test_a_phrase_is_negated_as_a_word_is(claim: str, cited: str) -> None:
    assert not holds(misborne_word, claim, cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("The firm has 8,700 employees.", "The firm employs 8,700 people."),
        ("Vera Lind was appointed director.", "The minister dismissed Rusk. He named Vera Lind director."),
        ("Компания отрицает свою вину.", "Компания не признает своей вины."),
    ],
)
def test_a_word_made_of_the_same_and_a_negated_contrary_turn_nothing(claim: str, cited: str) -> None:
    assert holds(turned_word, claim, cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Five of the seven members backed it.", "Five members of the board out of seven backed it."),
        ("За рост голосовали пять из семи членов.", "За рост голосовали пять членов совета из семи."),
        ("The crop will shrink to half of what it was.", "The drought halves the crop."),
        ("The union wanted five years.", "The firm offered one year; the union had wanted five."),
        ("Feed costs rose by a quarter.", "A quarter of the feed was lost, and costs rose by a quarter."),
        ("Sales are limited to two loaves.", "The chain sells no more than two loaves."),
    ],
)
def test_a_number_may_be_told_in_several_ways(claim: str, cited: str) -> None:
    assert holds(unmet_number, claim, cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Six of the seven members backed it.", "Five members of the board out of seven backed it."),
        ("Seven of the eight members backed it.", "Five members of the board out of seven backed it."),
        ("The crop will shrink to a third of what it was.", "The drought halves the crop."),
        ("В одни руки дают больше двух буханок.", "В одни руки дают не больше двух буханок."),
    ],
)
def test_another_number_is_another(claim: str, cited: str) -> None:
    assert not holds(unmet_number, claim, cited)


@pytest.mark.parametrize(
    ("text", "verb", "doer"),
    [
        ("Marsh, who confessed in March and testified against the mayor, was freed.", "testified", "marsh"),
        ("Победив «Ладогу», «Торпедо» поднялось в таблице.", "победив", "торпед"),
    ],
)
def test_a_clause_goes_on_about_the_one_of_the_clause_beside(text: str, verb: str, doer: str) -> None:
    deed = next(deed for deed in deeds_in(read_sentence(text)) if deed.verb.token.norm == verb)
    assert doer in deed.doers


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Агентство раскритиковало Бориса Руска.", ("Борис Руск упрекнул агентство.",)),
        (
            "Роман Руск распорядился взять в аренду паром.",
            ("Алла Кострова поручила порту взять паром в аренду.", "Роман Руск считает, что денег нет."),
        ),
        (
            "Victor Rusk instructed the port to charter a ferry.",
            ("Alla Lind ordered the port to charter a ferry.", "Victor Rusk believes that money is short."),
        ),
    ],
)
def test_a_deed_of_somebody_else_by_another_word_is_another(claim: str, cited: tuple[str, ...]) -> None:
    assert not holds(turned_deed, claim, *cited)


def test_a_deed_of_its_own_doer_holds() -> None:
    cited = ("Alla Lind ordered the port to charter a ferry.", "Victor Rusk believes that money is short.")
    assert holds(turned_deed, "Alla Lind instructed the port to charter a ferry.", *cited)


def test_whose_mayor_somebody_is_says_nothing_of_the_place() -> None:
    cited = ("Sandro Lind was cleared of bribery.", "Lind, once mayor of Naples, was convicted of fraud.")
    assert holds(swapped_name, "Naples' former mayor Sandro Lind was convicted of fraud.", *cited)


def test_the_last_name_alone_is_a_place_of_the_whole_name() -> None:
    cited = (
        "Harbour leader Adela Finch must now find a partner.",
        "Viktor Sauber conceded defeat on the night of the election and congratulated Finch.",
    )
    assert holds(
        foreign_name, "On the night of the election Viktor Sauber congratulated Adela Finch.", *cited
    )


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("София Линд победила на выборах мэра Тарна.", "В Тарне выбирали мэра, победила София Линд."),
        (
            "Ida Lind, running for mayor, wants a bridge.",
            "Candidate Ida Lind wants a bridge. The mayor will be elected in May.",
        ),
    ],
)
def test_an_office_that_is_voted_on_is_nobody_s(claim: str, cited: str) -> None:
    assert holds(differing_office, claim, *(f"{one.strip('.')}." for one in cited.split(". ")))


TRUCE = (
    "Ostrel and Karsia agree truce",
    "Karsian general Radu Timmer accused Ostrel of shelling the port on Tuesday, killing seven. "
    "Harbour leader Adela Finch welcomed the truce. A fire at the port killed two and injured nine.",
)


@pytest.mark.parametrize(
    "claim",
    [
        "General Radu Timmer of Karsia accused Ostrel of shelling the port.",
        "Карсийский генерал Раду Тиммер обвинил Острель в обстреле порта.",
        "При пожаре в порту погибли двое и пострадали девять человек.",
    ],
)
def test_a_name_may_say_what_an_office_is_of(claim: str) -> None:
    assert is_borne_out(claim, *TRUCE)


ARENA = (
    "Паром «Аврелия» вернётся на линию",
    "Паром «Аврелия» 1 июня вернётся на линию после ремонта, который длился четыре месяца. "
    "Начальник порта Вадим Сухов считает, что денег нет. Губернатор Алла Линд отвергла жалобу.",
)


@pytest.mark.parametrize(
    ("claim", "is_true"),
    [
        ("The ferry Avrelia returns to the line on 1 June after four months of repairs.", True),
        ("The ferry Avrelia returns to the line on 1 June with an electric engine.", False),
        ("Port head Vadim Sukhov rejected the complaint.", False),
    ],
)
def test_a_present_may_be_a_future_and_a_tail_an_addition(claim: str, is_true: bool) -> None:
    assert is_borne_out(claim, *ARENA) is is_true


@pytest.mark.parametrize("verb", ["не отказался уйти", "не отрицал обвинений", "не откладывал ремонт"])
def test_who_did_not_refuse_in_the_other_language_is_not_who_refused(verb: str) -> None:
    body = "The mayor Ida Lind refused to go. The mayor Ida Lind denied the claims. Lind postponed repairs."
    assert not is_borne_out(f"Мэр Ида Линд {verb}.", "A mayor", body)


@pytest.mark.parametrize(
    "claim",
    [
        "Прибыль банка не упала, а налог не исключают.",
        "Банк не поднял ставку до 9,5 процента.",
        "Филип Марш не дал показания против мэра.",
    ],
)
def test_a_negation_of_one_clause_does_not_bear_out_that_of_another(claim: str) -> None:
    body = (
        "The bank raised its rate to 9.5 percent. Profit of the bank halved. Lind did not rule out a tax. "
        "Filip Marsh testified against the mayor."
    )
    assert not is_borne_out(claim, "A bank", body)


def test_what_a_clause_negates_is_asked_of_the_sentence_that_is_nearest() -> None:
    cited = ("Юрист обжалует запрет на покупку завода.", "На завод Руск не пришел.")
    assert not holds(misborne_word, "Юрист не будет оспаривать запрет на покупку завода.", *cited)
