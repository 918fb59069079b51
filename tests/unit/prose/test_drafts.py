from collections.abc import Iterable

from invented_facts import article, fact

from tidings.policy.claims import Claim, Statement
from tidings.prose.drafts import further_quotes, propose
from tidings.prose.facts import Facts
from tidings.quotes import leading_quote, reference
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
    assert [claim.statement.names for claim in claims] == [("Tarn bridge",), ("Harbour ice",)]


def test_a_phrase_of_a_single_article_is_no_insight() -> None:
    claims = propose("keywords", Facts(2, 2, (fact(articles=1), fact(articles=2))), DOCS, (), "en")
    assert len(claims) == 1


def test_sentiment_tells_the_whole_then_what_differs_most_from_it() -> None:
    tone = SentimentResult(overall=-0.1, emotions=CALM)
    aspects = (fact("As usual", tone=-0.12), fact("Harbour ice", tone=0.2), fact("Tarn bridge", tone=-0.6))
    claims = propose("sentiment", Facts(50, 9, tone=tone, aspects=aspects), DOCS, VOICES[:1], "en")
    assert [claim.statement.names for claim in claims] == [(), ("Tarn bridge",), ("Harbour ice",), ()]


# Sentences that models wrote


def written(number: int, text: str) -> Claim:
    source = DOCS[number]
    return Claim(Statement(text), "quoted", (reference(source, leading_quote(source)),), written=True)


TOLD = Facts(50, 9, tuple(fact(f"Tarn bridge {n}", article_ids=(1, 2) if n == 0 else (3,)) for n in range(6)))
ABOUT_BRIDGE = [written(1, "Cracks."), written(2, "Queues.")]
ABOUT_ICE = written(3, "Ice.")


def bases(claims: list[Claim]) -> list[str]:
    return ["written" if claim.written else claim.basis for claim in claims]


def test_the_strongest_figure_leads_what_models_wrote_and_another_figure_ends_it() -> None:
    claims = propose("topics", TOLD, DOCS, VOICES, "en", written=[*ABOUT_BRIDGE, ABOUT_ICE])
    assert bases(claims[:5]) == ["computed", "written", "written", "written", "computed"]


def test_sentences_about_different_subjects_come_first() -> None:
    claims = propose("topics", TOLD, DOCS, VOICES, "en", written=[*ABOUT_BRIDGE, ABOUT_ICE])
    assert [claim.statement.text for claim in claims[1:4]] == ["Cracks.", "Ice.", "Queues."]


def test_every_computed_and_quoted_claim_stays_to_replace_what_is_not_proved() -> None:
    without = propose("topics", TOLD, DOCS, VOICES, "en")
    claims = propose("topics", TOLD, DOCS, VOICES, "en", written=[ABOUT_ICE])
    assert sorted(claim.statement.text for claim in claims) == sorted(
        ["Ice.", *(claim.statement.text for claim in without)]
    )


def test_nothing_written_changes_nothing() -> None:
    assert propose("topics", TOLD, DOCS, VOICES, "en", written=()) == propose(
        "topics", TOLD, DOCS, VOICES, "en"
    )


def test_a_sentence_without_references_is_still_proposed_to_the_gate() -> None:
    bare = Claim(Statement("Nothing cited."), "quoted", (), written=True)
    assert bare in propose("topics", TOLD, DOCS, VOICES, "en", written=[bare])


# Further quotes, for answers that are short of insights


LONG = article(
    4,
    "The ice broke on Friday and took a crane with it. Read more. Two cranes stand idle in the port.",
)


def texts(claims: Iterable[Claim]) -> list[str]:
    return [claim.refs[0].quote for claim in claims]


def test_articles_are_quoted_in_turn_sentence_by_sentence() -> None:
    found = texts(further_quotes((LONG, DOCS[1]), "en"))
    assert found[:3] == [
        "The ice broke on Friday and took a crane with it.",
        "The Tarn bridge closed on Friday after engineers found cracks in it.",
        "Two cranes stand idle in the port.",
    ]
    assert "Read more." not in found


def test_no_articles_have_nothing_further_to_say() -> None:
    assert list(further_quotes((), "ru")) == []
