import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.retrieval.fusion import DEPTH, FLOOR, RRF_K, dense_weight, fuse

LEGS = st.lists(
    st.tuples(st.integers(0, 100), st.floats(0.01, 50)), unique_by=lambda hit: hit[0], max_size=40
).map(lambda hits: sorted(hits, key=lambda hit: -hit[1]))


def keys(fused):
    return [item.key for item in fused]


def test_the_best_of_both_legs_is_first_with_a_whole_vote_of_each():
    fused = fuse([(1, 9.0), (2, 3.0)], [(1, 0.8), (3, 0.4)], coverage=1.0)
    assert keys(fused)[0] == 1
    assert fused[0].score == pytest.approx((1 + FLOOR) / (RRF_K + 1))


def test_a_vote_shrinks_with_the_score_and_not_with_the_rank_alone():
    near = fuse([(1, 9.0), (2, 8.9)], [], coverage=1.0)
    far = fuse([(1, 9.0), (2, 1.0)], [], coverage=1.0)
    assert near[1].score > 5 * far[1].score


def test_the_last_of_the_dense_leg_has_no_vote():
    fused = fuse([], [(1, 0.6), (2, 0.5), (3, 0.4)], coverage=0.0)
    assert [item.score for item in fused] == [
        pytest.approx(1 / 61),
        pytest.approx(0.5 / 62),
        pytest.approx(0.0, abs=1e-12),
    ]


def test_meaning_decides_alone_where_no_word_is_found():
    assert dense_weight(0.0) == 1.0
    assert keys(fuse([], [(5, 0.5), (4, 0.3)], coverage=0.0)) == [5, 4]


def test_words_decide_where_all_are_found():
    assert dense_weight(1.0) == FLOOR
    fused = fuse([(1, 10.0), (2, 7.0)], [(2, 0.9), (9, 0.1)], coverage=1.0)
    assert keys(fused) == [1, 2, 9]


def test_meaning_overturns_words_that_cover_little_of_the_query():
    lexical, dense = [(1, 10.0), (2, 7.0)], [(2, 0.9), (9, 0.1)]
    assert keys(fuse(lexical, dense, coverage=0.2)) == [2, 1, 9]


def test_ranks_are_told_and_absent_ones_are_none():
    by_key = {item.key: item for item in fuse([(1, 2.0), (2, 1.0)], [(2, 0.5)], coverage=0.5)}
    assert (by_key[1].lexical_rank, by_key[1].dense_rank) == (1, None)
    assert (by_key[2].lexical_rank, by_key[2].dense_rank) == (2, 1)


def test_equal_scores_go_by_key():
    assert keys(fuse([(1, 3.0)], [(2, 0.5)], coverage=0.0)) == [1, 2]


@given(LEGS, LEGS, st.floats(0, 1))
def test_what_is_fused_is_each_legs_top_once_best_first(lexical, dense, coverage):
    fused = fuse(lexical, dense, coverage)
    assert set(keys(fused)) == {key for key, _ in lexical[:DEPTH]} | {key for key, _ in dense[:DEPTH]}
    assert len(keys(fused)) == len(set(keys(fused)))
    assert fused == sorted(fused, key=lambda item: (-item.score, item.key))


@given(LEGS, st.floats(0, 1))
def test_one_leg_alone_keeps_its_order(lexical, coverage):
    scores = dict(lexical)
    order = [scores[key] for key in keys(fuse(lexical, [], coverage))]
    assert order == sorted(order, reverse=True)
