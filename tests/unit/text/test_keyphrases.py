"""Keyphrases: candidates of one text and their ranking against a background."""

import pytest

from tidings.text.keyphrases import KEPT, candidates, rank
from tidings.text.signals import KeyphraseCandidate

TITLE = "Solar farm opens in the desert"
BODY = (
    "The solar farm near Wadi Halim will power a million homes. Engineers built the solar farm in two years. "
    "Wadi Halim had no power line before, engineers said on Monday."
)


def phrases(found):
    return [candidate.phrase for candidate in found]


def test_repeated_phrases_and_names_come_first():
    assert {"Solar farm", "Wadi Halim"} & set(phrases(candidates(TITLE, BODY, "en"))[:3])
    assert "Wadi Halim" in phrases(candidates(TITLE, BODY, "en"))[:4]


def test_norms_are_stems_so_forms_of_a_phrase_are_one_candidate():
    found = candidates("Лесной пожар", "Лесные пожары и лесного пожара дым. Лесной пожар потушен.", "ru")
    by_norm = {candidate.norm: candidate for candidate in found}
    assert "лесн пожар" in by_norm
    assert by_norm["лесн пожар"].ngram == 2
    assert by_norm["лесн пожар"].phrase == "Лесной пожар"


def test_scores_fall_from_one_and_no_phrase_ends_in_a_stop_word():
    found = candidates(TITLE, BODY, "en")
    scores = [candidate.score for candidate in found]
    assert scores[0] == 1.0
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    edges = {
        word for phrase in phrases(found) for word in (phrase.lower().split()[0], phrase.lower().split()[-1])
    }
    assert not edges & {"the", "in", "a", "on", "no", "said", "monday"}


def test_phrases_do_not_cross_punctuation():
    assert not any(
        "," in phrase or "." in phrase for phrase in phrases(candidates("", "Oil, gas. Coal", "en"))
    )


def test_a_word_met_only_inside_a_phrase_is_worth_less_than_it():
    scores = {candidate.norm: candidate.score for candidate in candidates(TITLE, BODY, "en")}
    assert scores["wadi"] < scores["wadi halim"]


def test_a_possessive_is_not_shown():
    assert "Fenwick's" not in phrases(candidates("Fenwick's law", "Crowds cheered Fenwick's law.", "en"))


def test_no_more_than_asked_are_kept():
    long_text = " ".join(f"subject{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(200))
    assert len(candidates("", long_text, "en")) == KEPT
    assert len(candidates("", long_text, "en", limit=3)) == 3


@pytest.mark.parametrize("text", ["", "12 345", "и в на", "!!!"])
def test_a_text_without_content_has_no_candidates(text):
    assert candidates(text, "", "ru") == ()


def test_rank_prefers_what_the_background_seldom_says():
    common = KeyphraseCandidate("people", "peopl", 1.0, 1, "en")
    rare = KeyphraseCandidate("glacier", "glacier", 0.6, 1, "en")
    df = {"peopl": 900, "glacier": 2}
    ranked = rank([common, rare], lambda one: df.get(one, 0), 1000)
    assert phrases(ranked) == ["glacier", "people"]
    assert ranked[0].score == 1.0


def test_rank_of_nothing_and_without_background_is_safe():
    assert rank([], lambda _: 0, 0) == []
    one = KeyphraseCandidate("glacier", "glacier", 0.6, 1, "en")
    assert rank([one], lambda _: 0, 0)[0].phrase == "glacier"
    everywhere = rank([one], lambda _: 10, 10)
    assert everywhere[0].score >= 0.0
