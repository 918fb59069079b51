from invented_facts import article, fact

from tidings.prose.drafts import propose
from tidings.prose.facts import Facts
from tidings.schemas.results import Emotions, SentimentResult

DOCS = {
    1: article(1, "The Tarn bridge closed on Friday after engineers found cracks in it."),
    2: article(2, "Drivers queue for hours because the Tarn bridge is closed.", source="South Post"),
    3: article(3, "The harbour froze over for the first time in thirty years.", source="North Post"),
}
VOICES = tuple(DOCS.values())
CALM = Emotions(joy=0, fear=0, anger=0, sadness=0, surprise=0)


def test_figures_lead_and_a_voice_follows() -> None:
    subjects = tuple(fact(f"Tarn bridge {n}") for n in range(6))
    claims = propose("topics", Facts(50, 9, subjects), DOCS, VOICES, "en")
    assert [claim.basis for claim in claims[:5]] == ["computed", "computed", "computed", "quoted", "computed"]


def test_there_are_spare_claims_beyond_the_five_that_are_shown() -> None:
    subjects = tuple(fact(f"Tarn bridge {n}") for n in range(6))
    claims = propose("topics", Facts(50, 9, subjects), DOCS, VOICES, "en")
    assert len(claims) == 6 + 2


def test_each_outlet_is_quoted_once() -> None:
    claims = propose("topics", Facts(3, 2), DOCS, VOICES, "en")
    assert [claim.refs[0].article_id for claim in claims] == ["1", "2"]


def test_an_emerging_story_that_a_topic_tells_already_is_not_told_twice() -> None:
    told = fact("Tarn bridge", article_ids=(1, 2))
    again = fact("Bridge of Tarn", article_ids=(2, 1), course="new")
    other = fact("Harbour ice", article_ids=(3,), course="new")
    claims = propose("trends", Facts(50, 9, (told,), (again, other)), DOCS, (), "en")
    assert [claim.statement.labels for claim in claims] == [("Tarn bridge",), ("Harbour ice",)]


def test_a_phrase_of_a_single_article_is_no_insight() -> None:
    claims = propose("keywords", Facts(2, 2, (fact(articles=1), fact(articles=2))), DOCS, (), "en")
    assert len(claims) == 1


def test_sentiment_tells_the_whole_then_what_differs_most_from_it() -> None:
    tone = SentimentResult(overall=-0.1, emotions=CALM)
    aspects = (fact("As usual", tone=-0.12), fact("Harbour ice", tone=0.2), fact("Tarn bridge", tone=-0.6))
    claims = propose("sentiment", Facts(50, 9, tone=tone, aspects=aspects), DOCS, VOICES[:1], "en")
    assert [claim.statement.labels for claim in claims] == [(), ("Tarn bridge",), ("Harbour ice",), ()]
