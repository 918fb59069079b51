"""The chance that an article and a story tell of one event."""

from __future__ import annotations

import pytest

from tidings.stories import Affinity, Evidence

SAME_EVENT = Evidence(cosine=0.55, terms=0.45, entities=0.5, age=0.3, brevity=0.0)
SAME_TOPIC = Evidence(cosine=0.35, terms=0.08, entities=0.2, age=0.3, brevity=0.0)


@pytest.mark.parametrize("familiar", [0.0, 1.0])
def test_reports_of_one_event_are_told_from_reports_of_one_topic(familiar: float) -> None:
    rule = Affinity()
    assert rule.probability(SAME_EVENT, familiar) > rule.join > rule.probability(SAME_TOPIC, familiar)


@pytest.mark.parametrize("familiar", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("field", ["cosine", "entities"])
def test_more_of_what_speaks_for_a_story_makes_it_likelier(field: str, familiar: float) -> None:
    rule = Affinity()
    more = SAME_TOPIC._replace(**{field: getattr(SAME_TOPIC, field) + 0.1})
    assert rule.probability(more, familiar) > rule.probability(SAME_TOPIC, familiar)


@pytest.mark.parametrize("familiar", [0.0, 1.0])
def test_an_older_story_is_harder_to_join(familiar: float) -> None:
    rule = Affinity()
    assert rule.probability(SAME_EVENT._replace(age=2.5), familiar) < rule.probability(SAME_EVENT, familiar)


def test_bare_headlines_need_to_agree_less() -> None:
    rule = Affinity()
    assert rule.probability(SAME_TOPIC._replace(brevity=0.5), 1.0) > rule.probability(SAME_TOPIC, 1.0)


def test_a_story_of_two_languages_is_judged_between_the_two_rules() -> None:
    rule = Affinity()
    apart, same = rule.probability(SAME_EVENT, 0.0), rule.probability(SAME_EVENT, 1.0)
    assert min(apart, same) < rule.probability(SAME_EVENT, 0.5) < max(apart, same)


def test_absurd_evidence_still_gives_a_chance_between_none_and_all() -> None:
    absurd = Evidence(1e6, 1e6, 1e6, 0.0, 0.0)
    assert 0.0 < Affinity().probability(Evidence(0.0, 0.0, 0.0, 1e6, 0.0), 1.0) < 0.001
    assert 0.999 < Affinity().probability(absurd, 1.0) <= 1.0
