"""What a claim says beside names and numbers, in words and in meaning, by the shipped embedding model."""

from __future__ import annotations

import pytest
from made_up_record import stored

from tidings.policy.reading.likeness import Likeness
from tidings.policy.reading.passage import Passage, passage_of
from tidings.policy.reading.reading import read_sentence
from tidings.policy.reading.thresholds import Evidence, Threshold, thresholds
from tidings.policy.reasons import Reason
from tidings.policy.support import check_support
from tidings.policy.written.remainder import evidence, is_open, remainder_holds, share
from tidings.text.embeddings import DEFAULT_EMBEDDER, load_embedder

STORM = (
    "Police shut the coastal road near Odell on Monday evening after a landslide buried two parked lorries. "
    "Nobody was hurt, the regional council said, and engineers will inspect the slope before traffic returns."
)
SLIDE_RU = (
    "Полиция закрыла прибрежную дорогу у Оделла в понедельник вечером: оползень засыпал два грузовика. "
    "Никто не пострадал, сообщил областной совет, инженеры осмотрят склон до открытия движения."
)


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    return Likeness(load_embedder())


def passage(text: str) -> Passage:
    article = stored("", text)
    return passage_of(article, [(2, len(article.text))])


def holds(claim: str, text: str, likeness: Likeness | None) -> bool:
    return remainder_holds(read_sentence(claim), passage(text), likeness)


IN_OTHER_WORDS = (
    ("Cops closed the coast road near Odell after a mudslide covered two lorries.", STORM),
    ("A landslide blocked the coast road near Odell and buried two lorries.", STORM),
    ("Полицейские перекрыли прибрежную дорогу у Оделла: оползень накрыл два грузовика.", SLIDE_RU),
)
ADDED = (
    (
        "Police shut the coastal road near Odell after a landslide, threatening vines and school budgets.",
        STORM,
    ),
    ("Police shut the coastal road near Odell, and bakers raised prices.", STORM),
    ("Полиция закрыла прибрежную дорогу у Оделла, пекари подняли стоимость хлеба.", SLIDE_RU),
)


SHOWN = "Варн впервые показал новый паром. Видео"


@pytest.mark.parametrize(
    ("claim", "borne_out"),
    [
        ("Варн впервые показал новый паром. Видео", True),
        ("Варн впервые показал новый паром. Фото", False),
    ],
)
def test_a_part_without_a_telling_word_must_stand_there_as_it_is(claim: str, borne_out: bool) -> None:
    assert (check_support(claim, [passage(SHOWN)]) is None) == borne_out


@pytest.mark.parametrize(("claim", "text"), IN_OTHER_WORDS)
def test_other_words_of_the_same_meaning_are_borne_out(claim: str, text: str, likeness: Likeness) -> None:
    assert holds(claim, text, likeness)


@pytest.mark.parametrize(("claim", "text"), IN_OTHER_WORDS[:2])
def test_without_a_model_only_words_count(claim: str, text: str) -> None:
    assert not holds(claim, text, None)


@pytest.mark.parametrize(("claim", "text"), ADDED)
def test_a_clause_the_passage_says_nothing_like_is_an_addition(
    claim: str, text: str, likeness: Likeness
) -> None:
    assert not holds(claim, text, likeness)


def test_a_likeness_of_topic_is_no_support(likeness: Likeness) -> None:
    claim = "Rescuers search a mountain village buried by an avalanche near Odell."
    assert not holds(claim, STORM, likeness)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Eagles shut the coastal road near Odell after a landslide.", STORM),
        ("Холостяк закрыл прибрежную дорогу у Оделла в понедельник.", SLIDE_RU),
    ],
)
def test_another_word_in_the_first_place_may_be_a_name(claim: str, text: str, likeness: Likeness) -> None:
    assert not holds(claim, text, likeness)


def test_words_that_are_all_there_need_no_model() -> None:
    said = read_sentence("Police shut the road after a landslide.")
    assert share(said, passage(STORM)) == 1
    assert not is_open(said, passage(STORM))
    assert remainder_holds(said, passage(STORM))


def test_a_part_of_one_clause_has_none_aside(likeness: Likeness) -> None:
    found = evidence(read_sentence("Cops closed the coastal road near Odell."), passage(STORM), likeness)
    assert found.aside == 0
    assert found.strange > 0


def test_an_added_clause_stands_aside_at_the_end(likeness: Likeness) -> None:
    found = evidence(read_sentence(ADDED[1][0]), passage(STORM), likeness)
    assert found.aside > 0
    assert found.trailing >= 2
    assert found.beside == 0


def test_what_meaning_bears_out_still_needs_its_numbers_and_names(likeness: Likeness) -> None:
    claim = "Cops closed the coast road near Odell after a mudslide covered {} lorries."
    assert check_support(claim.format("two"), [passage(STORM)], likeness) is None
    assert check_support(claim.format("nine"), [passage(STORM)], likeness) is Reason.NUMBER_NOT_CITED
    moved = claim.format("two").replace("Odell", "Varn")
    assert check_support(moved, [passage(STORM)], likeness) is Reason.NAME_NOT_CITED


@pytest.mark.parametrize("pair", ["en-en", "ru-ru"])
def test_the_default_model_is_calibrated_within_each_language(pair: str) -> None:
    found = thresholds(DEFAULT_EMBEDDER, pair)
    assert found is not None
    assert found.weights.cosine > 0 > found.weights.strange


def test_nothing_is_known_of_another_model_or_pair() -> None:
    assert thresholds("another-model", "en-en") is None
    assert thresholds(DEFAULT_EMBEDDER, "en-de") is None


def test_evidence_is_weighed_against_the_least() -> None:
    threshold = Threshold(Evidence(2, -1, 0, 0, 0), 0.5, 1)
    assert threshold.is_met(Evidence(0.75, 1, 9, 9, 9))
    assert not threshold.is_met(Evidence(0.7, 1, 0, 0, 0))
