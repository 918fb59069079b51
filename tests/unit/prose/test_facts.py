"""What a topic's quotes have to name."""

from datetime import UTC, datetime

import pytest

from tidings.prose.facts import emerging_facts, topic_facts
from tidings.text.naming import subject_of
from tidings.trends.view import StoryTrend, Tone, TopicTrend, TrendsView
from tidings.windows import parse_window

NOON = datetime(2031, 5, 30, 12, tzinfo=UTC)
LABEL = "Corvane denies engine failure on Aurelia"


def view(label: str, terms: tuple[str, ...]) -> TrendsView:
    lead = StoryTrend(7, label, terms, 13, 8, 2.0, 6.5, 9.0, False, 0.0, (1, 2), NOON)
    topic = TopicTrend(label, terms, (lead,), 13, 8, 2.0, "rising", 0.8, "up", 0.0, (1, 2))
    tone = Tone(0.0, (0.0, 0.0, 0.0, 0.0, 0.0), ())
    return TrendsView(parse_window("24h", NOON), 90, 8, 90, 7, (topic,), (lead,), (), tone, ())


@pytest.mark.parametrize("facts", [topic_facts, emerging_facts])
def test_a_quote_names_what_the_label_names(facts) -> None:
    (fact,) = facts(view(LABEL, ("Valmere", "Aurelia", "Corvane")))
    assert fact.subjects == (subject_of("Aurelia", "en"),)


def test_where_the_label_names_none_of_its_terms_a_quote_names_any() -> None:
    (fact,) = topic_facts(view("What we know so far", ("Aurelia", "Valmere")))
    assert subject_of("Valmere", "en") in fact.subjects
