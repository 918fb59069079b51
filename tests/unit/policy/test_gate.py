from dataclasses import replace

from made_up_record import computed, record, ref, spoken
from prometheus_client import REGISTRY

from tidings.policy.claims import Statement
from tidings.policy.gate import choose, first_holding, judge, missing, proven_result, references, report
from tidings.policy.reasons import Reason
from tidings.schemas.results import (
    Aspect,
    Emotions,
    Keyphrase,
    KeywordsResult,
    SentimentResult,
    TrendsResult,
)

CALM = Emotions(joy=0, fear=0, anger=0, sadness=0, surprise=0)
SAID = "North Post: “The Tarn bridge closed on Friday…”"


def test_a_claim_that_fails_is_dropped_alone() -> None:
    judgement = judge([computed(value=13), computed(), spoken(SAID)], record())
    assert [claim.basis for claim in judgement.passed] == ["computed", "quoted"]
    assert [item.reason for item in judgement.dropped] == [Reason.FIGURE_WRONG]
    assert judgement.coverage == 2 / 3


def test_nothing_proposed_is_nothing_unproved() -> None:
    assert judge([], record()).coverage == 1.0


def test_at_most_five_insights_each_said_once() -> None:
    claims = [computed(f"“Tarn bridge”, {n}: 12 articles.") for n in range(7)]
    chosen = choose([claims[0], claims[0], *claims])
    assert [claim.statement.text for claim in chosen] == [claim.statement.text for claim in claims[:5]]


def test_words_already_quoted_are_said_again_only_when_nothing_else_is_left() -> None:
    """The computed claim is proved by the very sentence that the first voice would repeat."""
    other = replace(
        spoken("North Post: “Tarn bridge closes”"), refs=(ref(quote="Tarn bridge closes", start=0, end=18),)
    )
    assert choose([computed(), spoken(SAID), other]) == (computed(), other, spoken(SAID))


def test_insights_that_only_repeat_leave_others_wanted() -> None:
    assert missing([computed(), spoken(SAID)]) == 2
    assert missing([computed(f"“Tarn bridge”, {n}: 12 articles.") for n in range(3)]) == 0


def test_what_a_model_made_of_quoted_words_is_no_repetition() -> None:
    written = replace(spoken("Engineers found cracks in the Tarn bridge."), written=True)
    assert choose([computed(), written, spoken(SAID)]) == (computed(), written, spoken(SAID))


def test_a_spare_claim_takes_the_place_of_a_failed_one() -> None:
    judgement = judge([computed(value=13), spoken(SAID)], record())
    assert [claim.basis for claim in choose(judgement.passed)] == ["quoted"]


def test_the_first_wording_with_true_numbers_is_taken() -> None:
    choices = [computed(value=13).statement, computed().statement, Statement("some")]
    holding, refused = first_holding("summary", choices, record(), lang="en", limit=220)
    assert holding == choices[1]
    assert [(item.part, item.reason) for item in refused] == [("summary", Reason.FIGURE_WRONG)]
    assert first_holding("summary", choices[:1], record(), lang="en", limit=220)[0] is None


def test_examples_that_do_not_hold_leave_the_result() -> None:
    phrase = Keyphrase(
        phrase="Tarn bridge",
        norm="tarn bridg",
        score=1,
        ngram=2,
        lang="en",
        examples=(ref(), ref(date="2031-05-29")),
    )
    kept, refused = proven_result(KeywordsResult(keyphrases=(phrase,)), record())
    assert references(kept) == [ref()]
    assert [(item.part, item.reason) for item in refused] == [("reference", Reason.WRONG_DATE)]


def test_a_keyphrase_that_nothing_shows_any_more_leaves_the_result() -> None:
    fields = {"norm": "tarn bridg", "score": 1, "ngram": 2, "lang": "en"}
    unshown = Keyphrase(phrase="Tarn bridge", examples=(ref(date="2031-05-29"),), **fields)
    kept, refused = proven_result(KeywordsResult(keyphrases=(unshown,)), record())
    assert kept.keyphrases == ()
    assert [item.reason for item in refused] == [Reason.WRONG_DATE, Reason.LABEL_UNPROVED]


def test_aspects_whose_quote_does_not_hold_leave_the_result() -> None:
    good = Aspect(name="bridge", score=-0.2, evidence_ref=ref())
    bad = Aspect(name="cracks", score=-0.5, evidence_ref=ref(article_id="8"))
    tone = SentimentResult(overall=0, emotions=CALM, aspects=(good, bad))
    assert references(proven_result(tone, record())[0]) == [ref()]
    trends = TrendsResult(topics=(), sentiment=tone, top_sources=(), momentum=())
    assert len(references(trends)) == 2
    assert references(proven_result(trends, record())[0]) == [ref()]


def _value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_outcomes_are_counted_by_reason() -> None:
    drops = {"check": Reason.FIGURE_WRONG.value, "outcome": "drop"}
    before = _value("policy_checks_total", **drops)
    report(judge([computed(value=13), computed()], record()), (), "trends")
    assert _value("policy_checks_total", **drops) == before + 1
    assert _value("orchestrator_evidence_coverage_ratio", command="trends") == 0.5


def test_an_insight_names_the_figures_it_rests_on() -> None:
    insight = computed().insight()
    assert [(figure.name, figure.value) for figure in insight.figures] == [("articles", 12)]
    assert insight.evidence_refs == (ref(),)
    assert replace(computed(), type="hypothesis").insight().type == "hypothesis"
