from hypothesis import given
from hypothesis import strategies as st

from tidings.policy.confidence import Grounds, agreement_of_legs, confidence

counts = st.integers(min_value=0, max_value=10_000)
shares = st.floats(min_value=0, max_value=1)


@given(counts, st.lists(counts, max_size=4), shares)
def test_confidence_stays_within_its_bounds(articles: int, outlets: list[int], ranking: float) -> None:
    assert 0 <= confidence(Grounds(articles, outlets, ranking)) <= 1


@given(counts, counts, counts, shares, shares)
def test_more_of_anything_never_lowers_it(
    articles: int, more: int, outlets: int, ranking: float, better: float
) -> None:
    base = confidence(Grounds(articles, [outlets], min(ranking, better)))
    assert confidence(Grounds(articles + more, [outlets], min(ranking, better))) >= base
    assert confidence(Grounds(articles, [outlets + more], min(ranking, better))) >= base
    assert confidence(Grounds(articles, [outlets], max(ranking, better))) >= base


def test_many_articles_of_many_outlets_are_trusted_far_more_than_one() -> None:
    assert confidence(Grounds(5_000, [300, 200, 100], 1.0)) > 0.95
    assert confidence(Grounds(1, [1], 1.0)) < 0.4


def test_articles_that_only_one_leg_found_count_a_half() -> None:
    assert agreement_of_legs([(1, 2), (2, None), (None, 1)]) == 2 / 3
    assert agreement_of_legs([]) == 0.0
