import pytest

from tidings.errors import InvalidRequest
from tidings.retrieval.query import MAX_QUERY, QueryTerms, clean_query, readings, weigh
from tidings.text.language import LanguageGuess
from tidings.text.lexical import rarity, term_id


class Guesses:
    """Says the same language of every text."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def identify(self, text: str, hint: str | None = None) -> LanguageGuess:
        return LanguageGuess(self.lang, 0.9)


def stems(query: str, lang: str = "auto", guess: str = "en") -> list[tuple[str, tuple[str, ...]]]:
    return [(one.language, one.stems) for one in readings(query, lang, Guesses(guess))]


@pytest.mark.parametrize("blank", [None, "", "  \n "])
def test_a_blank_query_is_none(blank):
    assert clean_query(blank) is None


def test_needless_space_is_dropped():
    assert clean_query("  rate \n cut ") == "rate cut"
    assert clean_query("комета?!") == "комета"
    assert clean_query("?!") == "?!"


def test_a_query_longer_than_any_question_is_refused():
    assert clean_query("a" * MAX_QUERY)
    with pytest.raises(InvalidRequest, match="500"):
        clean_query("a" * (MAX_QUERY + 1))


def test_letters_tell_russian_from_english():
    assert stems("выборы президента", guess="ru") == [("ru", ("выбор", "президент"))]
    assert stems("presidential elections") == [("en", ("presidenti", "elect"))]


def test_both_scripts_in_one_query_are_each_stemmed_their_way():
    assert stems("запуски SpaceX rockets", guess="ru") == [("ru", ("запуск", "spacex", "rocket"))]


def test_a_guessed_third_language_is_an_option_beside_english():
    assert stems("Bundestag Wahlen", guess="de") == [
        ("en", ("bundestag", "wahlen")),
        ("de", ("bundestag", "wahl")),
    ]


def test_a_language_asked_for_is_believed_and_nothing_is_guessed():
    assert [lang for lang, _ in stems("Wahlen", lang="de", guess="fr")] == ["en", "de"]


def test_an_unknown_language_adds_no_option():
    assert [lang for lang, _ in stems("123", guess="und")] == ["en"]


def test_the_corpus_decides_between_the_options():
    options = readings("Wahlen", "auto", Guesses("de"))
    assert weigh(options, {term_id("wahl"): 40}, 1000).stems == ("wahl",)
    assert weigh(options, {term_id("wahlen"): 40}, 1000).stems == ("wahlen",)


def test_undecided_the_likeliest_option_is_taken():
    assert weigh(readings("Wahlen", "auto", Guesses("de")), {}, 0).languages == ("en",)


def test_a_compound_no_article_has_does_not_outweigh_its_parts():
    options = readings("post-lockdown travel", "auto", Guesses("en"))
    frequencies = {term_id("post"): 50, term_id("lockdown"): 20, term_id("travel"): 30}
    assert weigh(options, frequencies, 1000).stems == ("post", "lockdown", "travel")
    known = frequencies | {term_id("post-lockdown"): 2}
    assert "post-lockdown" in weigh(options, known, 1000).stems


def test_coverage_is_the_share_of_idf_that_is_held():
    query = QueryTerms(("a", "b"), {1: 6.0, 2: 2.0}, ("en",))
    assert query.coverage([1, 99]) == 0.75
    assert query.coverage([]) == 0.0
    assert QueryTerms((), {}, ("en",)).coverage([1]) == 0.0


def test_weights_are_the_rarities_of_the_stems():
    query = weigh(readings("floods", "auto", Guesses("en")), {term_id("flood"): 5}, 100)
    assert query.weights == {term_id("flood"): rarity(100, 5)}
    assert query.mass == rarity(100, 5)


def test_a_word_stemmed_otherwise_in_its_other_forms_is_searched_for_by_both_stems_as_one_word():
    frequencies = {term_id("пар"): 4, term_id("паром"): 6, term_id("аурел"): 5}
    query = weigh(readings("паром Аурелия", "auto", Guesses("ru")), frequencies, 1000)
    assert query.stems == ("пар", "аурел", "паром")
    assert query.weights[term_id("пар")] == query.weights[term_id("паром")] == rarity(1000, 10)
    assert query.mass == rarity(1000, 10) + rarity(1000, 5)
    ferry = query.coverage([term_id("паром")])
    assert ferry == query.coverage([term_id("пар")]) == query.coverage([term_id("пар"), term_id("паром")])
    assert query.coverage([term_id("паром"), term_id("аурел")]) == 1.0


def test_an_inflected_word_has_the_stem_of_its_other_forms_by_itself():
    assert weigh(readings("парома", "auto", Guesses("ru")), {}, 1000).stems == ("паром",)
