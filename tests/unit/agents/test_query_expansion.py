import numpy as np
import pytest
from invented_set import article, norm
from test_keyphrase_mining import phrase

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


def test_phrases_of_another_sense_are_kept_out() -> None:
    """Jaguars that are cats, among jaguars that are cars."""
    cars = {n: article(n, "", phrases=("jaguar sales", "electric cars")) for n in (1, 2, 3, 4)}
    cats = {n: article(n, "", phrases=("jaguar cub", "city zoo")) for n in (5, 6, 7)}
    vectors = {n: vector(0, 1) for n in cars} | {n: vector(4, 5) for n in cats}
    found = negatives(cars | cats, vectors, heart=(1, 2), query_stems=frozenset({norm("jaguar")}))
    assert found == ("city zoo",)


def test_strays_that_are_not_alike_are_not_another_sense() -> None:
    docs = {n: article(n, "", phrases=("city zoo",)) for n in range(1, 7)}
    vectors = {1: vector(0), 2: vector(0), 3: vector(0), 4: vector(4), 5: vector(5), 6: vector(6)}
    assert negatives(docs, vectors, heart=(1, 2, 3)) == ()


def test_without_ranked_articles_nothing_is_kept_out() -> None:
    docs = {n: article(n, "", phrases=("city zoo",)) for n in (1, 2, 3)}
    assert negatives(docs, {n: vector(n) for n in docs}, heart=()) == ()


def test_the_contract_carries_all_three() -> None:
    hint = contract("buy tickets", frozenset(), [phrase("new cables")], ("city zoo",))
    assert (hint.intents, hint.expansions, hint.negatives) == (
        ("transactional",),
        ("new cables",),
        ("city zoo",),
    )
