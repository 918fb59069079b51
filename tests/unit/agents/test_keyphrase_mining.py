from collections import Counter

import pytest
from invented_set import article, norm, phrase

from tidings.agents.counting import PhraseCount, PhraseUse
from tidings.agents.keyphrase_mining import (
    Background,
    KeyCount,
    MinedPhrase,
    contract,
    display_form,
    examples,
    keyness,
    merge,
    mine,
    rank_counts,
    scores,
    wordings,
)
from tidings.text.lexical import phrase_id


class Every:
    """Holds anything."""

    def __contains__(self, key: object) -> bool:
        return True


EVERY = Every()


def count(words: str, articles: int, lang: str = "en") -> PhraseCount:
    return PhraseCount(phrase_id(norm(words, lang)), {lang: articles}, articles)


def test_what_is_said_more_than_usual_comes_before_what_is_said_more_often() -> None:
    background = Background(
        {phrase_id(norm("volcano")): 30, phrase_id(norm("weather")): 4_000}, {"en": 20_000}, {"en": 100}
    )
    ranked = rank_counts([count("weather", 40), count("volcano", 25)], {"en": 100}, background)
    assert ranked[0].phrase_id == phrase_id(norm("volcano"))


def test_a_phrase_at_its_usual_rate_is_no_keyphrase() -> None:
    background = Background({phrase_id(norm("weather")): 2_000}, {"en": 20_000}, {"en": 100})
    assert rank_counts([count("weather", 10)], {"en": 100}, background) == []


def test_a_phrase_is_measured_within_its_own_language() -> None:
    """A word in a tenth of all Russian articles is ordinary in a Russian set."""
    background = Background(
        {phrase_id(norm("погода", "ru")): 1_000}, {"en": 10_000, "ru": 10_000}, {"ru": 100}
    )
    assert rank_counts([count("погода", 10, "ru")], {"ru": 100}, background) == []


def test_a_phrase_borrowed_by_another_language_is_measured_in_its_own() -> None:
    """Two English words in Russian articles do not make an English word a Russian one."""
    borrowed = PhraseCount(phrase_id(norm("weather")), {"en": 98, "ru": 2}, 100)
    background = Background(
        {phrase_id(norm("weather")): 1_000}, {"en": 10_000, "ru": 10_000}, {"en": 1_000, "ru": 20}
    )
    assert rank_counts([borrowed], {"en": 1_000, "ru": 20}, background) == []


def test_without_a_background_the_more_frequent_phrase_leads() -> None:
    ranked = rank_counts(
        [count("volcano", 5), count("harbour", 9)], {"en": 40}, Background({}, {"en": 40}, {"en": 40})
    )
    assert [key.articles for key in ranked] == [9, 5]


def test_expected_is_the_rate_outside_times_the_size_of_the_set() -> None:
    background = Background({phrase_id(norm("volcano")): 210}, {"en": 20_100}, {"en": 100})
    (key,) = rank_counts([count("volcano", 50)], {"en": 100}, background)
    assert key.expected == pytest.approx(100 * 160.5 / 20_500)


def test_articles_the_background_does_not_count_yet_are_not_taken_out_of_it() -> None:
    """As of noon the background ends at midnight; the morning's twenty uses are only in the set."""
    morning = PhraseCount(phrase_id(norm("volcano")), {"en": 50}, 30)
    background = Background({phrase_id(norm("volcano")): 190}, {"en": 20_060}, {"en": 60})
    (key,) = rank_counts([morning], {"en": 100}, background)
    assert key.expected == pytest.approx(100 * 160.5 / 20_500)


def test_what_the_query_gives_sets_no_phrase_apart() -> None:
    kept = merge(
        [phrase("cables", keyness=60), phrase("harbour cables", keyness=50)], frozenset({norm("harbour")})
    )
    assert [item.phrase for item in kept] == ["cables"]


def test_keyness_grows_with_the_count_and_is_never_negative() -> None:
    assert keyness(20, 100, 50, 10_000) > keyness(10, 100, 50, 10_000) > 0
    assert keyness(1, 100, 5_000, 10_000) == 0


def test_the_display_form_is_the_most_frequent_spelling() -> None:
    assert display_form(Counter({"George Aldous": 4, "GEORGE ALDOUS": 2})) == "George Aldous"


def test_capitals_of_headlines_give_way_to_the_spelling_of_sentences() -> None:
    assert display_form(Counter({"Social Media": 7, "social media": 3})) == "social media"


def test_a_spelling_in_capitals_is_kept_only_where_there_is_no_other() -> None:
    assert display_form(Counter({"GEORGE ALDOUS": 5, "George Aldous": 1})) == "George Aldous"


def test_inflected_spellings_of_one_norm_are_variants() -> None:
    docs = [
        article(1, "", lang="ru", phrases=("крупный пожар",)),
        article(2, "", lang="ru", phrases=("крупный пожар",)),
        article(3, "", lang="ru", phrases=("крупным пожаром",)),
    ]
    worded = wordings(docs, EVERY)
    key = phrase_id(norm("крупный пожар", "ru"))
    assert set(worded) == {key}
    mined = mine([KeyCount(key, 3, 0.1, 30.0, 40.0)], {key: PhraseUse(key, 3, 3, -0.2, (1, 2, 3))}, worded)
    assert (mined[0].phrase, mined[0].variants) == ("крупный пожар", ("крупным пожаром",))


def test_a_part_is_absorbed_by_the_whole_that_nearly_always_contains_it() -> None:
    kept = merge([phrase("Aldous", articles=10, keyness=60), phrase("George Aldous", articles=9, keyness=50)])
    assert [item.phrase for item in kept] == ["George Aldous"]


def test_a_word_is_kept_beside_a_phrase_that_few_of_its_articles_use() -> None:
    kept = merge(
        [phrase("police", articles=30, keyness=60), phrase("harbour police", articles=5, keyness=30)]
    )
    assert [item.phrase for item in kept] == ["police", "harbour police"]


def test_a_detail_of_a_better_phrase_is_not_listed_beside_it() -> None:
    kept = merge(
        [
            phrase("George Aldous", articles=30, keyness=90),
            phrase("George Aldous trial", articles=8, keyness=30),
        ]
    )
    assert [item.phrase for item in kept] == ["George Aldous"]


def test_reordered_words_are_one_phrase() -> None:
    kept = merge([phrase("harbour bridge", keyness=60), phrase("bridge harbour", keyness=50)])
    assert [item.phrase for item in kept] == ["harbour bridge"]
    assert kept[0].variants == ("bridge harbour",)


def test_the_query_itself_is_not_among_its_keyphrases() -> None:
    docs = [article(1, "", phrases=("harbour bridge", "new cables"))]
    worded = wordings(docs, EVERY)
    keys = [KeyCount(key, 4, 0.1, 40.0, 40.0) for key in worded]
    uses = {key: PhraseUse(key, 4, 3, 0.0, (1,)) for key in worded}
    mined = mine(keys, uses, worded, frozenset(norm("harbour bridges").split()))
    assert [item.phrase for item in mined] == ["new cables"]


def test_a_verb_or_a_measure_is_no_keyphrase() -> None:
    docs = [article(1, "", phrases=("percent", "elected", "new cables"))]
    worded = wordings(docs, EVERY)
    keys = [KeyCount(key, 4, 0.1, 40.0, 40.0) for key in worded]
    uses = {key: PhraseUse(key, 4, 3, 0.0, (1,)) for key in worded}
    assert [item.phrase for item in mine(keys, uses, worded)] == ["new cables"]


def test_boilerplate_of_one_outlet_falls_behind_what_many_say() -> None:
    docs = [article(1, "", phrases=("morning briefing", "harbour bridge"), names=("Harbour bridge",))]
    worded = wordings(docs, EVERY)
    boiler, told = phrase_id(norm("morning briefing")), phrase_id(norm("harbour bridge"))
    keys = [KeyCount(boiler, 12, 0.1, 90.0, 60.0), KeyCount(told, 10, 0.1, 80.0, 50.0)]
    uses = {boiler: PhraseUse(boiler, 12, 1, 0.0, (1,)), told: PhraseUse(told, 10, 9, 0.0, (1,))}
    assert mine(keys, uses, worded)[0].phrase == "harbour bridge"


def test_examples_come_from_different_outlets_with_ranked_articles_first() -> None:
    docs = {
        number: article(
            number, f"Report {number} says that the harbour bridge has closed for repairs.", source=name
        )
        for number, name in ((1, "North"), (2, "North"), (3, "South"), (4, "East"), (5, "West"))
    }
    item = MinedPhrase(**{**vars(phrase("harbour bridge")), "article_ids": (1, 2, 3, 4, 5)})
    refs = examples(item, docs, preferred=(5,))
    assert [ref.article_id for ref in refs] == ["5", "1", "3"]


def test_scores_are_relative_to_the_best_phrase() -> None:
    assert scores([phrase("one thing", keyness=100), phrase("other thing", keyness=25)]) == [1.0, 0.25]


def test_the_contract_has_at_most_fifteen_phrases_best_first() -> None:
    many = [phrase(f"topic number{place}", keyness=100.0 - place) for place in range(20)]
    result = contract(many, {})
    assert len(result.keyphrases) == 15
    assert [item.score for item in result.keyphrases] == sorted(
        (item.score for item in result.keyphrases), reverse=True
    )
