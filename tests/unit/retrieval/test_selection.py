from tidings.retrieval.selection import LEAST_COSINE, best_lexical, choose, diverse
from tidings.store.search import Candidate


def candidate(
    number: int, *, story: int | None = None, source: int = 0, lexical=0.0, cosine=0.0
) -> Candidate:
    return Candidate(number, story if story is not None else number, source or number, "en", lexical, cosine)


def picked(candidates, *, merged=None, limit=8, coverage=1.0):
    return diverse(choose(candidates, merged or {}, 10.0, coverage), limit)


def test_a_story_is_shown_once_by_its_best_article_and_names_the_others():
    [choice] = picked(
        [
            candidate(1, story=7, lexical=5.0, cosine=0.5),
            candidate(2, story=7, lexical=9.0, cosine=0.6),
            candidate(3, story=7, lexical=2.0, cosine=0.4),
        ]
    )
    assert choice.best.id == 2
    assert [other.id for other in choice.others] == [1, 3]


def test_merged_stories_are_one():
    choices = picked([candidate(1, story=7, lexical=5.0), candidate(2, story=8, lexical=4.0)], merged={8: 7})
    assert [(choice.story_id, choice.best.id) for choice in choices] == [(7, 1)]


def test_ranks_count_stories_not_articles():
    choices = picked(
        [
            candidate(1, story=7, lexical=9.0),
            candidate(2, story=7, lexical=8.0),
            candidate(3, story=8, lexical=7.0),
        ]
    )
    assert [choice.lexical_rank for choice in choices] == [1, 2]


def test_without_a_shared_word_only_what_is_near_is_shown():
    choices = picked(
        [candidate(1, cosine=LEAST_COSINE + 0.1), candidate(2, cosine=LEAST_COSINE - 0.01)], coverage=0.0
    )
    assert [choice.best.id for choice in choices] == [1]


def test_a_shared_word_is_shown_however_far_its_meaning():
    assert [choice.best.id for choice in picked([candidate(1, lexical=3.0, cosine=-0.2)])] == [1]


def test_without_vectors_words_rank_alone():
    choices = picked([candidate(1, lexical=3.0, cosine=None), candidate(2, lexical=4.0, cosine=None)])
    assert [choice.best.id for choice in choices] == [2, 1]
    assert all(choice.dense_rank is None for choice in choices)


def test_no_outlet_takes_more_than_a_third_while_others_have_some():
    loud = [candidate(n, source=99, lexical=20.0 - n) for n in range(1, 9)]
    quiet = [candidate(n, lexical=5.0 - n / 10) for n in range(11, 16)]
    choices = picked(loud + quiet, limit=6)
    assert [choice.best.id for choice in choices] == [1, 2, 11, 12, 13, 14]


def test_one_outlet_alone_fills_every_place():
    loud = [candidate(n, source=99, lexical=20.0 - n) for n in range(1, 9)]
    assert [choice.best.id for choice in picked(loud, limit=6)] == [1, 2, 3, 4, 5, 6]


def test_choosing_from_nothing_is_nothing():
    assert picked([]) == []
    assert diverse([], 5) == []


def test_the_best_lexical_article_holds_a_word():
    assert best_lexical([candidate(1, cosine=0.9)]) is None
    assert best_lexical([candidate(1, lexical=1.0), candidate(2, lexical=2.0)]).id == 2
