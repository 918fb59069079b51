"""Which sentences of two outlets contradict each other, and which only look so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tidings.policy.disputes.contradiction import Contradiction, Differing, contradiction
from tidings.policy.disputes.opposed import Opposed
from tidings.policy.disputes.telling import Telling
from tidings.policy.reading.reading import language_of
from tidings.store.articles import StoredArticle

MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)


def told(text: str, *, hours: float = 0.0, title: str = "", source: str = "") -> Telling:
    body = f"{title}\n\n{text}" if title else text
    at = MORNING + timedelta(hours=hours)
    start = body.index(text)
    article = StoredArticle(1, None, title or text, body, source, language_of(text), at, 1)
    return Telling(article, start, start + len(text))


def between(one: str, other: str, hours: float = 1.0) -> Contradiction | None:
    return contradiction(told(one), told(other, hours=hours))


TRAM = "Twelve people were injured when a tram left the rails in Ostby."


@pytest.mark.parametrize(
    ("one", "other", "thing"),
    [
        (TRAM, "Nineteen people were injured as a tram jumped the rails in Ostby.", "injured"),
        (TRAM, "В Остби при сходе трамвая пострадали 19 человек.", "injured"),
        (
            "При взрыве газа в Кельмаре погибли 7 человек.",
            "Взрыв газа в Кельмаре унёс жизни людей: погибли 9 человек.",
            "dead",
        ),
        (
            "Ущерб от паводка в Залесье составил 3 млн рублей.",
            "Ущерб от паводка в Залесье оценили в 5 млн рублей.",
            "damage",
        ),
        (
            "The animator Pavel Orlin has died at the age of 81.",
            "Animator Pavel Orlin died aged 84 after a long illness.",
            "age",
        ),
    ],
)
def test_two_figures_of_one_thing_contradict_each_other(one: str, other: str, thing: str) -> None:
    found = between(one, other)
    assert isinstance(found, Differing)
    assert found.thing == thing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Minister Berg resigns", "Berg has not resigned"),
        ("Министр Берг ушла в отставку", "Берг не ушла в отставку"),
        ("Minister Berg resigned", "Berg has not resigned"),
    ],
)
def test_a_short_denial_contradicts_a_short_statement(one: str, other: str) -> None:
    assert isinstance(between(one, other), Opposed)
    assert isinstance(between(other, one), Opposed)


def test_a_short_denial_contradicts_no_statement_of_somebody_else() -> None:
    assert between("Minister Lind resigns", "Berg has not resigned") is None
    assert between("Berg visits Ostby", "Berg has not resigned") is None
    assert between("Berg says talks go on", "Berg has not said") is None


def test_who_gives_the_other_figure_as_well_does_not_contradict_it() -> None:
    mourned = "Ostby mourns two people killed by the tram. Three people died in the crash in Ostby in all."
    later = "Three people were killed when a tram left the rails in Ostby."
    assert isinstance(between(mourned.partition(". ")[0] + ".", later), Differing)
    quoted = mourned.index(".") + 1
    whole = told(mourned)
    assert contradiction(Telling(whole.article, 0, quoted), told(later, hours=1.0)) is None


@pytest.mark.parametrize(
    "other",
    [
        "Twelve people were hurt when a tram left the rails in Ostby.",
        "At least ten people were injured when a tram left the rails in Ostby.",
        "Two of the injured in the tram crash in Ostby are in hospital.",
        "Three children were injured when a tram left the rails in Ostby.",
        "Nineteen people were injured when a bus overturned in Torzhen.",
        "Three people died when a tram left the rails in Ostby.",
        "Nineteen people may have been injured when a tram left the rails in Ostby.",
        "A tram left the rails in Ostby: of 19 people on it, 12 people were injured.",
    ],
)
def test_the_same_other_or_partial_counts_do_not_contradict(other: str) -> None:
    assert between(TRAM, other) is None


def test_a_higher_toll_hours_later_is_an_update_and_a_lower_one_is_not() -> None:
    higher = "Nineteen people were injured when a tram left the rails in Ostby."
    assert between(TRAM, higher, hours=5) is not None
    assert between(TRAM, higher, hours=8) is None
    assert between(higher, TRAM, hours=8) is not None


def test_a_toll_said_to_have_risen_or_to_go_on_is_an_update_at_once() -> None:
    assert between(TRAM, "The tram crash in Ostby has now injured 19 people.", hours=0.5) is None
    assert between(TRAM, "The tram crash in Ostby injured at least 19 people.", hours=0.5) is None
    assert between("The tram crash in Ostby injured at least 19 people.", TRAM, hours=0.5) is not None


def test_outlets_more_than_a_day_apart_tell_of_different_days() -> None:
    fine = "Regulators fined Vektra 4 million euros in Port Amber."
    more = "Regulators fined Vektra 6 million euros in Port Amber."
    assert between(fine, more, hours=20) is not None
    assert between(fine, more, hours=30) is None


def test_sentences_about_different_days_do_not_contradict() -> None:
    monday = "On Monday police detained 46 people at the rally in Lindov."
    tuesday = "On Tuesday police detained 71 people at the rally in Lindov."
    assert between(monday, tuesday) is None


def test_counts_of_an_epidemic_are_never_set_against_each_other() -> None:
    one = "The coronavirus killed 12 people in Ostby."
    assert between(one, "The coronavirus killed 19 people in Ostby.") is None


def test_dollars_that_may_be_of_two_countries_do_not_contradict() -> None:
    one = "Vektra was fined $2.4 million in Port Amber."
    assert between(one, "Vektra was fined $3.5 million in Port Amber.") is None
    assert between(one, "Vektra was fined $9 million in Port Amber.") is not None
    assert between(one, "The Australian firm Vektra was fined $9 million in Port Amber.") is None


def test_a_name_beside_the_figure_must_be_known_to_the_other() -> None:
    assert (
        between(TRAM, "Nineteen people were injured in Ostby and Marne when a tram left the rails.") is None
    )


def test_an_age_beside_two_people_is_nobodys_for_sure() -> None:
    one = "Igor Lasko, grandson of Pavel Orlin, has died at the age of 27."
    assert between(one, "The grandfather of Igor Lasko, Pavel Orlin, died at the age of 42.") is None
    assert between("Pavel Orlin dies at 41 in Ostby.", "Pavel Orlin dies at 42 in Ostby.") is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Corvo Lines denied that the engines or steering of the Aurelia had failed at Pier 4.",
            "The Aurelia had lost steering before it struck Pier 4, the port confirmed.",
        ),
        ("The council approved the Harrow tunnel on Thursday.", "The council rejected the Harrow tunnel."),
        ("Сигнализация на складе «Орбита» сработала.", "Сигнализация на складе «Орбита» не сработала."),
        (
            "The signals failed before the crash at Birch Hill.",
            "The signals did not fail before the crash at Birch Hill.",
        ),
        (
            "Finance minister Eva Strand has resigned, it is reported.",
            "Finance minister Eva Strand denied that she has resigned.",
        ),
        (
            "Завод «Хромит» отрицает выброс хлора в Ясногорье.",
            "The ministry confirmed a chlorine release at Khromit in Yasnogorye.",
        ),
    ],
)
def test_opposite_statements_of_one_thing_contradict_whichever_comes_first(one: str, other: str) -> None:
    assert isinstance(between(one, other), Opposed)
    assert isinstance(between(other, one), Opposed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The council approved the Harrow tunnel.", "The council rejected the Selby bypass."),
        ("The council may approve the Harrow tunnel.", "The council rejected the Harrow tunnel."),
        ("Has the Aurelia lost its steering at Pier 4?", "The Aurelia has not lost its steering at Pier 4."),
        (
            "Police confirmed the arrest of Adrik Voss; his lawyer denied it.",
            "The lawyer of Adrik Voss denied his arrest, which police confirmed.",
        ),
        (
            "Клуб «Маяк» опроверг переход вратаря Дениса Крола.",
            "Клуб «Маяк» подтвердил переход нападающего Ильи Ромова.",
        ),
        (
            "The ministry confirmed the fire at the Lomov works.",
            "The ministry was asked to deny the fire at the Lomov works.",
        ),
        ("Do not open the Harrow tunnel by hand.", "They open the Harrow tunnel by hand at night."),
        ("Some other confirmed games of Vektra are late.", "Vektra denies that its games are late."),
    ],
)
def test_other_subjects_doubts_questions_and_both_sides_do_not_contradict(one: str, other: str) -> None:
    assert between(one, other) is None
    assert between(other, one) is None
