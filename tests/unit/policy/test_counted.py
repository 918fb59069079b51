"""What a figure counts, and which figures count nothing that another source could contradict."""

from __future__ import annotations

import pytest

from tidings.policy.disputes.counted import Count, counts_of, shown
from tidings.policy.reading.reading import read_sentence


def counts(text: str) -> tuple[Count, ...]:
    return counts_of(read_sentence(text))


@pytest.mark.parametrize(
    ("text", "thing", "value"),
    [
        ("Twelve people were injured in the tram crash in Ostby.", "injured", 12),
        ("The blast in Kelmar killed 7 people.", "dead", 7),
        ("При взрыве в Кельмаре погибли девять человек.", "dead", 9),
        ("Жертвами взрыва газа в Кельмаре стали девять человек.", "dead", 9),
        ("Damage from the fire at the Lomov warehouse is put at 12 million euros.", "damage", 12e6),
        ("Ущерб от паводка оценили в 5 млн рублей.", "damage", 5e6),
        ("The animator Pavel Orlin has died at the age of 81.", "age", 81),
        ("Turnout in the Halden referendum was 41 percent.", "turnout", 41),
        ("A quake of magnitude 5.9 shook the island.", "magnitude", 5.9),
    ],
)
def test_a_figure_is_of_the_thing_named_beside_it(text: str, thing: str, value: float) -> None:
    [count] = counts(text)
    assert (count.thing, count.quantity.value) == (thing, value)


def test_each_of_two_figures_has_its_own_thing() -> None:
    dead, injured = counts("A crash near Odell killed 3 people and injured 12 others.")
    assert (dead.thing, dead.quantity.value) == ("dead", 3)
    assert (injured.thing, injured.quantity.value) == ("injured", 12)


@pytest.mark.parametrize(
    "text",
    [
        "Two of the injured are in a serious condition.",
        "Among the injured were 3 children.",
        "Between 10 and 20 people were injured.",
        "The storm may have killed 20 people.",
        "No fewer people, not 12, were injured.",
        "Were 12 people injured?",
        "They demand payment of $3 million, not yet paid, from the firm.",
        "Four officers were dismissed last week over their alleged role in a death.",
    ],
)
def test_parts_ranges_guesses_and_questions_are_no_figures_of_the_dead_and_injured(text: str) -> None:
    assert not [count for count in counts(text) if count.thing in {"dead", "injured", "paid"}]


def test_who_is_counted_is_told_where_it_is_said() -> None:
    [miners], [women], [anybody] = map(
        counts, ["34 miners were missing.", "При пожаре погибли 3 женщины.", "При пожаре погибли 3 человека."]
    )
    assert miners.who != women.who
    assert anybody.who == ""


def test_children_are_the_same_in_both_languages() -> None:
    [one], [other] = map(counts, ["The fire killed 3 children.", "При пожаре погибли 3 ребёнка."])
    assert one.key == other.key


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("At least 10 people were injured.", "12 people were injured.", True),
        ("At least 10 people were injured.", "8 people were injured.", False),
        ("Up to 20 people were injured.", "14 people were injured.", True),
        ("About 1,200 people were evacuated.", "1,204 people were evacuated.", True),
        ("12 people were injured.", "13 people were injured.", False),
        ("The bridge cost 3 million euros.", "The bridge cost 2.97 million euros.", True),
        ("The bridge cost 3 million euros.", "The bridge cost 5 million euros.", False),
    ],
)
def test_bounds_and_rounding_agree_with_what_they_allow(one: str, other: str, agree: bool) -> None:
    [left], [right] = counts(one), counts(other)
    assert left.agrees(right) is agree
    assert right.agrees(left) is agree


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 people died in a day.", "12 people died."),
        ("Another 12 people were injured.", "12 people were injured."),
        ("The yard dismissed 300 workers in 2018.", "The yard dismissed 300 workers."),
        ("Всего погибли 12 человек.", "За сутки погибли 12 человек."),
    ],
)
def test_counts_of_other_times_are_other_counts(one: str, other: str) -> None:
    [left], [right] = counts(one), counts(other)
    assert left.key != right.key


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Seventeen people were injured.", "17"),
        ("15,000 protesters marched through Lindov.", "15\N{NO-BREAK SPACE}000"),
        ("1,204 people were evacuated.", "1204"),
        ("Ущерб оценили в 5 млн рублей.", "5 млн рублей"),
        ("A quake of magnitude 5.9 shook the island.", "5.9"),
    ],
)
def test_a_figure_is_shown_in_digits_or_as_it_stands(text: str, figure: str) -> None:
    [count] = counts(text)
    assert shown(count, text) == figure
