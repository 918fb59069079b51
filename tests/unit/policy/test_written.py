"""The gate's way with a claim that a model wrote: everything every claim must stand, and support besides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_record import ARTICLE, QUOTE, record, ref, stored, written
from prometheus_client import REGISTRY

from tidings.policy.gate import judge, report
from tidings.policy.proof import Record, check_claim
from tidings.policy.reasons import Reason

PARAPHRASE = "Engineers found cracks and the Tarn bridge was closed on Friday."
BRIDGE = stored("Мост через Тарн закрыт", "Мост через Тарн закрыли в пятницу: найдены трещины.", key=9)


def of(*articles: object, **changes: object) -> Record:
    return record(articles={article.id: article for article in (ARTICLE, *articles)}, **changes)


def test_a_supported_sentence_passes() -> None:
    assert check_claim(written(PARAPHRASE, (ARTICLE, QUOTE)), of()) is None


def test_an_unsupported_one_does_not() -> None:
    claim = written("Arson damaged the Tarn bridge beyond repair.", (ARTICLE, QUOTE))
    assert check_claim(claim, of()) is Reason.NOT_SUPPORTED


def test_a_written_claim_stands_what_every_claim_must() -> None:
    good = written(PARAPHRASE, (ARTICLE, QUOTE))
    assert check_claim(replace(good, refs=()), of()) is Reason.NO_REFERENCE
    assert check_claim(replace(good, refs=(ref(date="2031-05-29"),)), of()) is Reason.WRONG_DATE
    assert check_claim(replace(good, refs=(ref(article_id="8"),)), of()) is Reason.UNKNOWN_ARTICLE
    moved = ref(start=ref().start + 1, end=ref().end + 1)
    assert check_claim(replace(good, refs=(moved,)), of()) is Reason.QUOTE_NOT_VERBATIM
    assert check_claim(good, of(scope=frozenset({1}))) is Reason.NOT_IN_SET
    assert check_claim(written(PARAPHRASE + " so" * 60, (ARTICLE, QUOTE)), of()) is Reason.TOO_LONG


@pytest.mark.parametrize("basis", ["quoted", "computed"])
def test_no_basis_lets_a_model_s_sentence_past_the_check_of_support(basis: str) -> None:
    claim = replace(written("Arson damaged the Tarn bridge beyond repair.", (ARTICLE, QUOTE)), basis=basis)
    assert check_claim(claim, of()) is Reason.NOT_SUPPORTED


def test_a_model_s_sentence_may_not_pose_as_a_quote_by_its_form() -> None:
    claim = written("North Post: “Arson damaged the Tarn bridge beyond repair”", (ARTICLE, QUOTE))
    assert check_claim(claim, of()) is not None


def test_without_a_model_of_meaning_an_article_in_another_language_cannot_be_told() -> None:
    said = BRIDGE.text.split("\n\n")[1]
    assert check_claim(written(PARAPHRASE, (BRIDGE, said)), of(BRIDGE)) is Reason.OTHER_LANGUAGE
    both = written(PARAPHRASE, (ARTICLE, QUOTE), (BRIDGE, said))
    assert check_claim(both, of(BRIDGE)) is Reason.NOT_SUPPORTED
    german = replace(ARTICLE, lang="de")
    assert (
        check_claim(written(PARAPHRASE, (german, QUOTE)), record(articles={7: german}))
        is Reason.OTHER_LANGUAGE
    )


def test_a_sentence_in_another_language_than_the_answer_s_fails() -> None:
    claim = written(PARAPHRASE, (ARTICLE, QUOTE))
    assert check_claim(claim, of(words="en")) is None
    assert check_claim(claim, of(words="ru")) is Reason.WRONG_LANGUAGE


def test_a_sentence_with_somebody_s_number_fails_even_if_the_article_has_it() -> None:
    body = "Witness Ivan Tarn can be reached at +7 916 123-45-67 about the bridge, he wrote."
    article = stored("Witness of the Tarn bridge", body)
    claim = written("Ivan Tarn can be reached at +7 916 123-45-67 about the bridge.", (article, body))
    assert check_claim(claim, record(articles={7: article})) is Reason.PERSONAL_DATA


def test_what_cannot_be_told_is_counted_as_abstained() -> None:
    labels = {"check": Reason.OTHER_LANGUAGE.value, "outcome": "abstain"}
    before = REGISTRY.get_sample_value("policy_checks_total", labels) or 0.0
    claim = written(PARAPHRASE, (BRIDGE, BRIDGE.text.split("\n\n")[1]))
    report(judge([claim], of(BRIDGE)), (), "trends")
    assert REGISTRY.get_sample_value("policy_checks_total", labels) == before + 1


def test_a_sentence_is_shown_without_a_reference_that_is_beside_the_point() -> None:
    rain = stored("Rain in Odell", "Rain fell on Odell on Monday, and the market was put off.", key=8)
    claim = written(PARAPHRASE, (ARTICLE, QUOTE), (rain, "Rain fell on Odell on Monday"))
    held = of(rain)
    assert check_claim(claim, held) is Reason.NOT_SUPPORTED
    verdict = judge([claim], held).verdicts[0]
    assert verdict.reason is None
    assert verdict.claim.refs == claim.refs[:1]
    assert verdict.beside_the_point == claim.refs[1:]


def test_a_sentence_that_cites_what_is_not_there_is_not_saved_by_another_reference() -> None:
    good = written(PARAPHRASE, (ARTICLE, QUOTE))
    forged = replace(good, refs=(*good.refs, ref(date="2031-05-29")))
    assert judge([forged], of()).verdicts[0].reason is Reason.WRONG_DATE


def test_a_sentence_is_not_stitched_from_references_that_do_not_bear_it_out() -> None:
    rain = stored("Rain in Odell", "Rain fell on Odell on Monday, and the market was put off.", key=8)
    claim = written(
        "Rain closed the Tarn bridge on Friday.", (ARTICLE, QUOTE), (rain, "Rain fell on Odell on Monday")
    )
    assert judge([claim], of(rain)).verdicts[0].reason is not None


def test_a_reference_beside_the_point_is_counted_when_it_is_left_out() -> None:
    labels = {"check": Reason.NOT_SUPPORTED.value, "outcome": Reason.NOT_SUPPORTED.outcome}
    before = REGISTRY.get_sample_value("policy_checks_total", labels) or 0.0
    rain = stored("Rain in Odell", "Rain fell on Odell on Monday, and the market was put off.", key=8)
    claim = written(PARAPHRASE, (ARTICLE, QUOTE), (rain, "Rain fell on Odell on Monday"))
    report(judge([claim], of(rain)), (), "trends")
    assert REGISTRY.get_sample_value("policy_checks_total", labels) == before + 1
