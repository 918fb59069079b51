from tidings.retrieval.matching import ABOUT, FOREIGN_COSINE, is_match, match_rule, relevance
from tidings.retrieval.query import QueryTerms
from tidings.retrieval.results import TermScore
from tidings.store.search import Candidate

QUERY = QueryTerms(("hertz", "bankruptcy"), {1: 5.0, 2: 5.0}, ("en",))
RULE = match_rule(QUERY)


def article(lang="en", cosine: float | None = 0.0) -> Candidate:
    return Candidate(1, 1, 1, lang, 0.0, cosine)


def term(weight: float) -> TermScore:
    return TermScore("hertz", 5.0, weight)


def test_all_words_once_in_a_middling_text_match():
    assert is_match(article(), [term(1.0), term(1.0)], RULE)


def test_one_word_of_two_used_often_does_not_stand_for_both():
    assert not is_match(article(cosine=0.1), [term(2.2)], RULE)


def test_meaning_makes_up_for_a_missing_word():
    assert is_match(article(cosine=ABOUT - 0.45), [term(1.0)], RULE)


def test_in_another_language_meaning_is_enough():
    assert is_match(article("ru", FOREIGN_COSINE), [], RULE)
    assert not is_match(article("en", FOREIGN_COSINE), [], RULE)
    assert not is_match(article("ru", FOREIGN_COSINE - 0.01), [], RULE)


def test_a_negative_or_missing_cosine_takes_nothing_away():
    assert relevance([term(1.0)], -0.5, RULE) == relevance([term(1.0)], None, RULE) == 0.5


def test_a_query_without_words_can_still_be_near():
    rule = match_rule(QueryTerms((), {}, ("en",)))
    assert relevance([], 0.9, rule) == 0.9


def test_two_stems_of_one_word_do_not_stand_for_two_words():
    both = [TermScore("пар", 5.0, 1.0, "пар"), TermScore("паром", 5.0, 1.0, "пар")]
    assert relevance(both, None, RULE) == relevance(both[1:], None, RULE) == 0.5
