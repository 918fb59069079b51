"""What an article and a story share in words and names."""

from __future__ import annotations

import numpy as np
import pytest

from tidings.stories.overlap import PRIOR_WEIGHT, shared_entities, shared_terms
from tidings.stories.state import LiveStory, Report


def article(
    lang: str = "en", terms: dict[str, int] | None = None, names: dict[str, int] | None = None
) -> Report:
    return Report(0.0, lang, np.zeros(512, np.int32), terms or {}, names or {})


def story(*articles: Report) -> LiveStory:
    made = LiveStory(1, 0, 0, 0.0, 0.0, {}, {}, {})
    for each in articles:
        made.add(each)
    return made


def test_all_terms_shared_leaves_only_the_prior_apart() -> None:
    terms = {"amphan": 900, "cyclon": 600}
    assert shared_terms(article(terms=terms), story(article(terms=terms))) == 1500 / (1500 + PRIOR_WEIGHT)


def test_a_rare_shared_term_counts_more_than_a_common_one() -> None:
    both = {"amphan": 900, "storm": 200}
    rare = shared_terms(article(terms=both), story(article(terms={"amphan": 900})))
    common = shared_terms(article(terms=both), story(article(terms={"storm": 200})))
    assert rare == pytest.approx(4.5 * common)


def test_a_term_that_half_of_the_story_uses_counts_half() -> None:
    one = {"amphan": 900}
    always = shared_terms(article(terms=one), story(article(terms=one), article(terms=one)))
    sometimes = shared_terms(article(terms=one), story(article(terms=one), article(terms={"dam": 900})))
    assert sometimes == pytest.approx(always / 2)


def test_articles_in_another_language_do_not_dilute_a_storys_terms() -> None:
    one = {"amphan": 900}
    alone = shared_terms(article(terms=one), story(article(terms=one)))
    mixed = shared_terms(article(terms=one), story(article(terms=one), article("ru", {"amfan": 900})))
    assert mixed == alone


def test_nothing_is_shared_in_words_with_a_story_in_another_language() -> None:
    assert shared_terms(article(terms={"2020": 300}), story(article("ru", {"2020": 300}))) == 0.0


def test_names_meet_across_languages() -> None:
    names = {"msk": 500, "nas": 300}
    assert shared_entities(article("en", names=names), story(article("ru", names=names))) == pytest.approx(
        1.0
    )
    assert shared_entities(article(names={"msk": 500}), story(article(names={"nas": 300}))) == 0.0


def test_an_article_without_words_or_names_shares_nothing() -> None:
    assert shared_terms(article(), story(article(terms={"dam": 5}))) == 0.0
    assert shared_entities(article(), story(article())) == 0.0
