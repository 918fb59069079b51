import numpy as np
import pytest
from invented_set import article, norm, phrase

from tidings.agents.query_expansion import contract, expansions, intents, negatives


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("harbour bridge", ("informational",)),
        ("buy concert tickets", ("transactional",)),
        ("купить билеты на концерт", ("transactional",)),
        ("why did the bridge collapse", ("research",)),
        ("последствия наводнения", ("research",)),
        ("tarn.example.com", ("navigational",)),
        ("официальный сайт мэрии", ("navigational",)),
        ("oil prices", ("informational",)),
    ],
)
def test_intents_follow_the_words_of_the_query(query: str, expected: tuple[str, ...]) -> None:
    assert intents(query) == expected


def test_expansions_that_add_words_come_before_those_that_repeat_the_query() -> None:
    stems = frozenset(norm("harbour bridge").split())
    found = expansions([phrase("harbour bridge repair"), phrase("new cables")], stems)
    assert found == ("new cables", "harbour bridge repair")


def test_there_are_at_most_eight_expansions() -> None:
    assert len(expansions([phrase(f"thing number{n}") for n in range(20)], frozenset())) == 8


def vector(*axes: int) -> np.ndarray:
    made = np.full(8, 0.01, dtype=np.float32)
    made[list(axes)] = 1.0
    return made / np.linalg.norm(made)


CARS = {n: article(n, "", phrases=("jaguar sales", "electric cars")) for n in (1, 2, 3, 4)}
CATS = {n: article(n, "", phrases=("jaguar cub", "city zoo")) for n in (5, 6, 7)}
TWO_SENSES = {n: vector(0, 1) for n in CARS} | {n: vector(4, 5) for n in CATS}
JAGUAR = frozenset({norm("jaguar")})


def test_phrases_of_another_sense_are_kept_out() -> None:
    """Jaguars that are cats, among jaguars that are cars."""
    assert negatives(CARS | CATS, TWO_SENSES, ranked=(1, 2), query_stems=JAGUAR) == ("city zoo",)


def test_the_sense_that_ranks_best_is_the_one_meant() -> None:
    found = negatives(CARS | CATS, TWO_SENSES, ranked=(6, 1), query_stems=JAGUAR)
    assert found == ("electric cars",)


def test_facets_of_one_subject_are_not_two_senses() -> None:
    facets = {n: vector(0, 1, 2) for n in CARS} | {n: vector(1, 2, 3) for n in CATS}
    assert negatives(CARS | CATS, facets, ranked=(1, 2)) == ()


def test_strays_that_are_not_alike_are_not_another_sense() -> None:
    vectors = {n: vector(0, 1) for n in CARS} | {5: vector(4), 6: vector(5), 7: vector(6)}
    assert negatives(CARS | CATS, vectors, ranked=(1, 2, 3)) == ()


def test_too_few_matches_have_one_sense() -> None:
    docs = {n: article(n, "", phrases=("city zoo",)) for n in (1, 2, 3)}
    assert negatives(docs, {n: vector(n) for n in docs}, ranked=()) == ()


def test_the_contract_carries_all_three() -> None:
    hint = contract("buy tickets", frozenset(), [phrase("new cables")], ("city zoo",))
    assert (hint.intents, hint.expansions, hint.negatives) == (
        ("transactional",),
        ("new cables",),
        ("city zoo",),
    )
