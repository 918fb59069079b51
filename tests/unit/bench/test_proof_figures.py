from __future__ import annotations

import pytest
from bench._claims import SAMPLE_MOMENT
from bench._judged import Judged, Tally, by_languages, figures, groups
from bench._proof_peers import Verdicts, by_words
from bench._proof_tables import tally
from bench._trials import Trial

from tidings.policy.reasons import Reason
from tidings.store.articles import StoredArticle

ARTICLE = StoredArticle(1, None, "Harbour", "Harbour closed on Monday", "Wire", "en", SAMPLE_MOMENT, 1)


def trial(group: str, kind: str, is_true: bool, text: str = "The harbour closed on Monday.") -> Trial:
    return Trial(group, kind, text, (ARTICLE,), is_true)


def judged(group: str, kind: str, is_true: bool, reason: Reason | None = None) -> Judged:
    return Judged(trial(group, kind, is_true), reason)


SOME = [
    judged("known_en", "number", True),
    judged("known_en", "number", False, Reason.NUMBER_NOT_CITED),
    judged("known_en", "subject", True, Reason.NOT_SUPPORTED),
    judged("known_en", "subject", False),
    judged("held_ru_about_en", "number", True, Reason.OTHER_LANGUAGE),
    judged("held_ru_about_en", "number", False, Reason.OTHER_LANGUAGE),
    judged("pairs_en", "name", False),
]


def test_claims_are_the_known_and_the_held_and_all_the_pairs_as_well() -> None:
    by_group = groups(SOME)
    assert {name: len(some) for name, some in by_group.items()} == {
        "all": 7,
        "claims": 6,
        "known": 4,
        "held": 2,
        "known_en": 4,
        "held_ru_about_en": 2,
        "pairs_en": 1,
    }
    assert set(by_languages(by_group["claims"])) == {"en", "ru on en"}


def test_a_set_that_is_not_there_has_no_group_and_no_figure() -> None:
    known = groups(SOME[:4])
    assert set(known) == {"all", "claims", "known", "known_en"}
    assert not any(name.startswith("held") for name in figures(known))


def test_figures_rise_with_what_is_right() -> None:
    found = figures(groups(SOME))
    assert found["claims.true_pass"] == pytest.approx(1 / 3)
    assert found["claims.false_stopped"] == pytest.approx(2 / 3)
    assert found["known.number.false_stopped"] == 1
    assert found["known.subject.false_stopped"] == 0
    assert found["claims.swaps.false_stopped"] == 1
    assert found["pairs_en.name.false_stopped"] == 0
    assert "pairs_en.true_pass" not in found
    assert "known_en.number.true_pass" not in found  # six claims of a kind are too few for a floor


def test_what_cannot_be_told_did_not_pass_and_is_counted_apart() -> None:
    held = Tally.of(groups(SOME)["held"])
    assert held.true.value == 0
    assert held.abstained.value == 1
    assert Tally.of(groups(SOME)["known"]).abstained.value == 0


def test_only_what_is_judged_against_its_truth_is_wrong() -> None:
    assert [one.is_wrong for one in SOME] == [False, False, True, True, True, False, True]


def test_a_peer_is_counted_as_the_gate_is() -> None:
    trials = [one.trial for one in SOME]
    everything = Verdicts("everything passes", [True] * len(trials), 0.1)
    assert tally(trials, everything, lambda one: one.group == "known_en").told_apart == 0
    ours = Verdicts("ours", [one.passed for one in SOME], 0.1)
    assert tally(trials, ours, lambda one: one.group == "known_en").told_apart == 0
    assert tally(trials, ours, lambda one: one.kind == "number").told_apart == pytest.approx(1 / 2)


def test_half_of_the_words_counts_no_function_words() -> None:
    shares_half = trial("known_en", "name", True, "The harbour was sold on Monday by the city.")
    shares_less = trial("known_en", "name", True, "The harbour was sold by the city.")
    assert by_words([shares_half, shares_less]) == [True, False]
