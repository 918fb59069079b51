"""The index finds what is followed by the words, the meaning, the story and the names of an article."""

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np
import pytest

from tidings.following.index import Arrived, FollowedQuery, FollowedThing, Queries, Segment, Things, found
from tidings.retrieval.matching import is_match, match_rule
from tidings.retrieval.query import QueryTerms
from tidings.retrieval.ranked import term_scores
from tidings.store.search import Candidate
from tidings.store.vectors import SparseVector
from tidings.text.lexical import term_id

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
SIZE = 16


def direction(cosine: float) -> np.ndarray:
    """A unit vector at this cosine to the first axis."""
    vector = np.zeros(SIZE, dtype=np.float32)
    vector[0], vector[1] = cosine, np.sqrt(1 - cosine**2)
    return vector


def article(
    words: Mapping[str, float] | None = None,
    *,
    number: int = 1,
    lang: str = "en",
    cosine: float = 0.0,
    stories: frozenset[int] = frozenset(),
    names: frozenset[int] = frozenset(),
) -> Arrived:
    weights = {term_id(word): weight for word, weight in (words or {}).items()}
    terms = SparseVector.from_mapping(weights)
    return Arrived(number, 0, stories, 0, lang, NOW, NOW, terms, direction(cosine), names)


def query(
    number: int, words: Mapping[str, float], *, lang: str | None = None, own: str = "en"
) -> FollowedQuery:
    weights = {term_id(word): idf for word, idf in words.items()}
    return FollowedQuery(number, lang, QueryTerms(tuple(words), weights, (own,)), direction(1.0))


def matched(articles: list[Arrived], *queries: FollowedQuery) -> set[tuple[int, int]]:
    return {(subject, item.id) for subject, item in Queries(queries, SIZE).matches(articles)}


def test_an_article_that_holds_all_words_of_a_query_matches_it_and_another_does_not() -> None:
    rate, oil = query(1, {"interest": 4.0, "rate": 3.0}), query(2, {"oil": 5.0})
    assert matched([article({"interest": 1.2, "rate": 1.0, "bank": 0.9})], rate, oil) == {(1, 1)}


def test_a_word_used_often_does_not_stand_for_two() -> None:
    assert matched([article({"interest": 2.2})], query(1, {"interest": 4.0, "rate": 3.0})) == set()


def test_two_stems_of_one_word_count_as_one() -> None:
    weights = {term_id("пар"): 4.0, term_id("паром"): 4.0, term_id("порт"): 3.0}
    terms = QueryTerms(("пар", "порт", "паром"), weights, ("ru",), {"паром": "пар"})
    ferry = FollowedQuery(1, None, terms, None)
    both = article({"пар": 1.0, "паром": 1.0}, lang="ru", number=1)
    port = article({"паром": 1.0, "порт": 1.0}, lang="ru", number=2)
    assert matched([both, port], ferry) == {(1, 2)}


def test_meaning_makes_up_for_a_missing_word() -> None:
    rate = query(1, {"interest": 4.0, "rate": 3.0})
    near, far = (
        article({"interest": 1.0}, cosine=0.2, number=1),
        article({"interest": 1.0}, cosine=0.1, number=2),
    )
    assert matched([near, far], rate) == {(1, 1)}


def test_an_article_in_another_language_matches_by_meaning_alone() -> None:
    articles = [article(lang="ru", cosine=0.46, number=1), article(lang="ru", cosine=0.44, number=2)]
    articles.append(article(lang="en", cosine=0.46, number=3))
    assert matched(articles, query(1, {"rate": 3.0})) == {(1, 1)}


def test_a_query_for_one_language_takes_no_other() -> None:
    words = {"rate": 1.5}
    articles = [article(words, lang="en", number=1), article(words, lang="ru", number=2)]
    assert matched(articles, query(1, {"rate": 3.0}, lang="ru"), query(2, {"rate": 3.0})) == {
        (1, 2),
        (2, 1),
        (2, 2),
    }


def test_a_query_without_a_vector_matches_by_words_alone() -> None:
    bare = FollowedQuery(1, None, query(1, {"rate": 3.0}).terms, None)
    assert matched([article({"rate": 1.0}), article(cosine=1.0, number=2)], bare) == {(1, 1)}


def test_no_queries_match_nothing() -> None:
    assert matched([article({"rate": 1.0})]) == set()


def test_many_articles_get_the_same_as_each_alone() -> None:
    rng = np.random.default_rng(5)
    words = [f"word{number}" for number in range(30)]

    def some(most: int, high: float) -> dict[str, float]:
        chosen = rng.choice(words, size=rng.integers(1, most), replace=False)
        return {str(word): float(rng.uniform(0.3, high)) for word in chosen}

    articles = [
        article(some(12, 2.0), number=n, lang=("en", "ru")[n % 2], cosine=float(rng.uniform(-0.2, 0.8)))
        for n in range(150)
    ]
    queries = [query(n, some(5, 6.0), own=("en", "ru")[n % 3 == 0]) for n in range(60)]
    expected = {
        (asked.subject_id, item.id) for item in articles for asked in queries if by_the_rule(item, asked)
    }
    assert matched(articles, *queries) == expected
    assert 0 < len(expected) < 150 * 60


def by_the_rule(item: Arrived, asked: FollowedQuery) -> bool:
    """What retrieval says of the two."""
    assert asked.vector is not None
    candidate = Candidate(item.id, 0, 0, item.lang, 0.0, float(item.embedding @ asked.vector))
    scores = term_scores(asked.terms, item.terms.to_mapping())
    return is_match(candidate, scores, match_rule(asked.terms))


@pytest.mark.parametrize("lang", [None, "en"])
def test_stories_and_names_are_found_by_their_ids(lang: str | None) -> None:
    segment = Segment(
        Queries([], SIZE), Things([FollowedThing(1, None, 70)]), Things([FollowedThing(2, lang, 90)])
    )
    one = article(stories=frozenset({70, 71}), names=frozenset({91}))
    two = article(number=2, stories=frozenset({72}), names=frozenset({90, 91}))
    three = article(number=3, lang="ru", names=frozenset({90}))
    assert found([segment], [one, two, three]) == {1: {1}, 2: {2}} | ({} if lang else {3: {2}})


def test_what_is_in_several_segments_is_found_in_all() -> None:
    segments = [
        Segment(Queries([query(1, {"rate": 3.0})], SIZE), Things([]), Things([])),
        Segment(Queries([], SIZE), Things([FollowedThing(2, None, 70)]), Things([])),
    ]
    assert found(segments, [article({"rate": 1.0}, stories=frozenset({70}))]) == {1: {1, 2}}
