import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.text import lexical
from tidings.text.lexical import article_weights, query_weights, rarity, term_id


def test_a_stem_keeps_its_dimension_for_ever():
    assert term_id("котик") == 152_199_857
    assert term_id("cat") == 148_265_519


@given(st.text(max_size=20))
def test_every_stem_fits_into_the_vector(stem: str):
    assert 0 <= term_id(stem) < lexical.DIMENSIONS


def test_weights_are_the_article_side_of_bm25():
    weights = article_weights({"river": 3, "flood": 1}, length=200, average_length=100)
    norm = 1.2 * (0.25 + 0.75 * 2)
    assert weights == {
        term_id("river"): pytest.approx(3 * 2.2 / (3 + norm)),
        term_id("flood"): pytest.approx(2.2 / (1 + norm)),
    }


def test_a_word_of_a_text_of_average_length_weighs_one():
    assert article_weights({"river": 1}, int(lexical.AVERAGE_LENGTH))[term_id("river")] == pytest.approx(1.0)


def test_stems_that_share_a_dimension_are_added_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lexical, "term_id", lambda stem: 7)
    alone = article_weights({"river": 1}, 100)[7]
    assert article_weights({"river": 1, "flood": 1}, 100) == {7: pytest.approx(2 * alone)}


def test_rarity_is_bm25s_idf():
    assert rarity(1000, 9) == pytest.approx(math.log(1 + 991.5 / 9.5))


@given(st.integers(0, 10_000), st.integers(0, 20_000))
def test_rarity_is_never_negative_even_where_counts_disagree(articles: int, frequency: int):
    assert rarity(articles, frequency) >= 0


def test_a_repeated_stem_counts_once_and_an_unknown_one_as_rarest():
    weights = query_weights(["river", "river", "quux"], {term_id("river"): 10}, 100)
    assert weights == {term_id("river"): rarity(100, 10), term_id("quux"): rarity(100, 0)}
