from __future__ import annotations

from collections import Counter

from tidings.agents.keyphrase_mining import MinedPhrase, scores
from tidings.agents.prompts.keyphrase_mining import (
    CANDIDATES,
    KeyphrasesDraft,
    PhraseGroup,
    keyphrases_task,
    refined,
)


def phrase(number: int, words: str = "") -> MinedPhrase:
    shown = words or f"thing {number}"
    return MinedPhrase(
        phrase=shown,
        norm=shown.lower(),
        lang="en",
        articles=40 - number,
        sources=5,
        expected=1.0,
        keyness=100.0 - number,
        sentiment=0.0,
        is_name=True,
        variants=(f"{shown}s",),
        article_ids=(number,),
    )


PHRASES = [phrase(n) for n in range(1, 10)]


def draft(*groups: list[str], drop: tuple[str, ...] = ()) -> KeyphrasesDraft:
    return KeyphrasesDraft(
        groups=[PhraseGroup(phrase_ids=ids) for ids in groups], drop_ids=list(drop), insights=[]
    )


def numbers(made: KeyphrasesDraft, phrases: list[MinedPhrase] = PHRASES) -> tuple[list[int], Counter[str]]:
    skipped: Counter[str] = Counter()
    return [item.article_ids[0] for item in refined(made, phrases, skipped)], +skipped


def test_a_phrase_is_told_with_its_count_and_spellings() -> None:
    text = keyphrases_task(PHRASES, (), query="bridge", lang="en").parts[0].text
    assert text.splitlines()[0] == "K1 | 39 articles | thing 1 | thing 1s"


def test_a_few_more_candidates_are_told_than_shown() -> None:
    many = [phrase(n) for n in range(1, 40)]
    assert len(keyphrases_task(many, (), query=None, lang="en").parts[0].text.splitlines()) == CANDIDATES


def test_phrases_come_in_the_order_drafted_and_the_rest_as_computed() -> None:
    assert numbers(draft(["K3"], ["K1"]))[0] == [3, 1, 2, 4, 5, 6, 7, 8, 9]


def test_noise_is_left_out_up_to_a_third() -> None:
    found, skipped = numbers(draft(drop=("K1", "K2", "K3", "K4", "K5")))
    assert found == [4, 5, 6, 7, 8, 9]
    assert skipped == {"too_many_dropped": 2}


def test_what_is_absorbed_counts_as_left_out() -> None:
    found, skipped = numbers(draft(["K1", "K2", "K3"], ["K4", "K5", "K6"], drop=("K7", "K8")))
    assert found == [1, 4, 5, 6, 8, 9]
    assert skipped == {"too_many_merged": 1, "too_many_dropped": 1}


def test_phrases_that_are_one_keep_the_strongest_and_its_figures() -> None:
    merged = refined(draft(["K2", "K1"]), PHRASES, Counter())[0]
    assert (merged.phrase, merged.articles, merged.norm) == ("thing 1", 39, "thing 1")
    assert merged.variants == ("thing 2", "thing 1s")


def test_scores_follow_the_computed_keyness_in_any_order() -> None:
    ordered = refined(draft(["K9"], ["K1"]), PHRASES, Counter())
    assert scores(ordered)[:2] == [round(91 / 99, 4), 1.0]


def test_a_phrase_that_is_both_kept_and_dropped_is_kept() -> None:
    found, skipped = numbers(draft(["K1"], drop=("K1",)))
    assert found[0] == 1
    assert skipped == {"id_repeated": 1}


def test_ids_beyond_the_candidates_are_passed_by() -> None:
    found, skipped = numbers(draft(["K10", "K0", "T1"], drop=("K99",)))
    assert found == list(range(1, 10))
    assert skipped == {"id_unknown": 4}


def test_without_phrases_nothing_breaks() -> None:
    assert numbers(draft(["K1"], drop=("K1",)), []) == ([], Counter(id_unknown=2))


def test_phrases_without_a_word_in_common_do_not_become_one() -> None:
    mine_and_town = [phrase(1, "Vostochny mine"), phrase(2, "Severogorsk"), *PHRASES[2:]]
    order, skipped = numbers(draft(["K1", "K2"]), mine_and_town)
    assert order == [item.article_ids[0] for item in mine_and_town]
    assert skipped == {"unrelated_merged": 1}
